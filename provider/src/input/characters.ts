// Characters that the API server drops: it reads applied objects as YAML, which ignores them (go-yaml, readerc.go).
import { type Problem, pathOf } from "./problems";

/** Characters below U+0020 are fine: JSON writes them as escapes. */
const refused = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/** Checks values and keys. `isExempt` reports whether the value at a path is encoded another way. */
export function characterProblems(values: unknown, isExempt: (path: PropertyKey[]) => boolean): Problem[] {
  return textsIn(values, []).flatMap(({ path, text }) => {
    const found = refused.exec(text)?.[0];
    if (found === undefined || isExempt(path)) return [];
    const code = (found.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
    return [
      {
        propertyPath: pathOf(path),
        reason: `has the character U+${code}, which Kubernetes objects cannot contain; remove it`,
      },
    ];
  });
}

interface Text {
  path: PropertyKey[];
  text: string;
}

function textsIn(value: unknown, path: PropertyKey[]): Text[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return [{ path: at, text: key }, ...textsIn(inner, at)];
  });
}
