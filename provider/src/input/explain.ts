// Turns zod issues into messages: what is allowed, the value received, what to change.
import type { z } from "zod";
import { didYouMean } from "./didYouMean";
import { isShape } from "./face";
import { ownValue } from "./given";
import { type Problem, pathOf, show } from "./problems";

type Issue = z.core.$ZodIssue;

/** One zod issue becomes one problem, or one per key when several keys are unknown. */
export function explain(
  issue: Issue,
  schema: z.ZodType,
  root: unknown,
  isSecretPath: (path: string) => boolean,
): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(issue, key, schema));
  const value = issue.path.reduce<unknown>(ownValue, root);
  const isHidden = (at: readonly PropertyKey[]) => isSecretPath(at.map(String).join(".")) || isOfSecrets(schema, at);
  const propertyPath = pathOf(issue.path);
  if (issue.code === "invalid_key") return [{ propertyPath, reason: issue.issues[0]?.message ?? issue.message }];
  if (value === undefined) return [{ propertyPath, reason: `is required: ${allowed(issue)}` }];
  if (value === "" && issue.code === "too_small") return [{ propertyPath, reason: allowed(issue) }];
  const got = isHidden(issue.path) ? "a secret value that is not" : show(withoutSecrets(value, issue.path, isHidden));
  return [{ propertyPath, reason: `${allowed(issue)}, got ${got}${isUnquoted(issue, value) ? "; quote it" : ""}` }];
}

/** YAML reads unquoted text that looks like a number or boolean as one. */
function isUnquoted(issue: Issue, value: unknown): boolean {
  return issue.code === "invalid_type" && issue.expected === "string" && /number|boolean/.test(typeof value);
}

/** An invalid object may contain secrets; replaces them. */
function withoutSecrets(
  value: unknown,
  path: readonly PropertyKey[],
  isHidden: (path: readonly PropertyKey[]) => boolean,
): unknown {
  if (isHidden(path)) return "[secret]";
  if (value === null || typeof value !== "object") return value;
  const below = (key: PropertyKey, inner: unknown) => withoutSecrets(inner, [...path, key], isHidden);
  if (Array.isArray(value)) return value.map((inner, index) => below(index, inner));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, below(key, inner)]));
}

/** True for a secret, and for a map of secrets. */
function isOfSecrets(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  const found = schemasAt(schema, path);
  const { valueType } = unwrap(found.at(-1) as z.ZodType).def as { valueType?: z.ZodType };
  return [...found, ...(valueType === undefined ? [] : [valueType])].some((one) => one.meta()?.secret === true);
}

/** What is allowed, in the wording of both the errors and the reference. */
export function allowed(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${article(issue.expected)}`;
    case "invalid_value":
      return `expected one of ${issue.values.map(show).join(", ")}`;
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `expected at least ${issue.minimum}`;
    case "too_big":
      return `expected at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}`;
    default:
      return issue.message;
  }
}

function article(expected: string): string {
  const words: Record<string, string> = {
    int: "a whole number",
    record: "a map",
    object: "an object",
    array: "a list",
  };
  return words[expected] ?? `a ${expected}`;
}

function unknownKey(issue: Issue, key: string, schema: z.ZodType): Problem {
  const owner = schemasAt(schema, issue.path).pop();
  const known = owner === undefined ? [] : Object.keys((owner as z.ZodObject).shape ?? {});
  return { propertyPath: pathOf([...issue.path, key]), reason: `unknown property; ${didYouMean(key, known)}` };
}

/** True for properties that decide which resources exist or what is built: objects, and those marked `plain`. */
export function isPlain(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  const own = schemasAt(schema, path).slice(schemasAt(schema, path.slice(0, -1)).length);
  return own.some((candidate) => isShape(candidate) || candidate.meta()?.plain === true);
}

/** True for what is stored in a Secret and encrypted in the state, or only carried through, according to the metadata of the property or of its values. */
export function isKeptSecret(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  const found = schemasAt(schema, path);
  const values = inner(found.at(-1) as z.ZodType, "");
  const isKept = (one: z.ZodType) => one.meta()?.secret === true || one.meta()?.carried === true;
  return [...found, ...(values === undefined ? [] : [values])].some(isKept);
}

/** The schemas on the way from the root to the path; the last one owns the path. */
function schemasAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType[] {
  const found = [schema];
  for (const key of path) {
    const next = inner(unwrap(found[found.length - 1] as z.ZodType), key);
    if (next === undefined) break;
    found.push(unwrap(next, found));
  }
  return found;
}

function inner(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  const def = schema.def as { shape?: Record<PropertyKey, z.ZodType>; valueType?: z.ZodType; element?: z.ZodType };
  return ownValue(def.shape ?? {}, key) ?? def.valueType ?? def.element;
}

/** Steps through `optional`; metadata may sit on the wrapper, so each wrapper is recorded too. */
function unwrap(schema: z.ZodType, seen: z.ZodType[] = []): z.ZodType {
  const innerType = (schema.def as { innerType?: z.ZodType }).innerType;
  if (innerType === undefined) return schema;
  seen.push(schema);
  return unwrap(innerType, seen);
}
