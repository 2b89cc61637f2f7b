// Characters that the API server takes in no object: it reads an applied one as YAML, which leaves them out (go-yaml, readerc.go).
import { type Problem, pathOf } from "./problems";

/** JSON writes those below U+0020 as escapes, which are taken. */
const refused = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/** Values and keys alike. `isExempt` says of a path that what stands there travels in another form. */
export function characterProblems(values: unknown, isExempt: (path: PropertyKey[]) => boolean): Problem[] {
  return textsIn(values, []).flatMap(({ path, text }) => {
    const found = refused.exec(text)?.[0];
    if (found === undefined || isExempt(path)) return [];
    const code = (found.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0");
    return [
      {
        propertyPath: pathOf(path),
        reason: `has the character U+${code}, which no object of Kubernetes can have; leave it out`,
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
