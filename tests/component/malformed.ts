// Malformed arguments generated from the schemas: each property is broken in every way that its schema forbids.
import type { z } from "zod";
import { written } from "../../provider/src/input/problems";

export interface Malformed {
  /** What is wrong, e.g. `below the least`. */
  kind: string;
  /** Where the mistake is reported. */
  path: string;
  /** Arguments that are otherwise valid. */
  args: Record<string, unknown>;
  /** The wrong value; undefined if something is missing. */
  value: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: zod's definitions differ by kind
type Definition = any;

const missing = Symbol("nothing was given");

/** Each pattern of the schemas accepts one of these strings. */
const texts = [
  "a",
  "example.com",
  "1",
  "/a",
  "./a",
  "a.txt",
  "metadata.name",
  "limits.memory",
  "10.0.0.1",
  "-tags=a",
  "linux/amd64",
  "ALL",
  `registry.example.com/a@sha256:${"a".repeat(64)}`,
  "ghcr.io/acme",
  "1.23.0",
  "X-Probe",
  "A",
  "@daily",
  "UTC",
  "PT5S",
  "v1",
  "kafka:9092",
  "http://a",
  "EXISTS a",
];

const wrongTexts = ["", " ", "Ä b!", "-", "a'b", "x".repeat(300)];

const bare = (schema: z.ZodType): z.ZodType =>
  (schema.def as Definition).innerType ? bare((schema.def as Definition).innerType) : schema;

/** The smallest value that the schema accepts. */
export function sample(wrapped: z.ZodType): unknown {
  const schema = bare(wrapped);
  const def = schema.def as Definition;
  const first = (values: unknown[]) => values.find((value) => schema.safeParse(value).success);
  switch (def.type) {
    case "string":
      return first(texts);
    case "number":
      return first([1, 10, 200, 600]);
    case "boolean":
      return true;
    case "enum":
      return Object.values(def.entries)[0];
    case "array":
      return [sample(def.element)];
    case "record":
      return { [String(sample(def.keyType))]: sample(def.valueType) };
    case "object":
      return sampleObject(schema);
    default:
      throw new Error(`no sample of a ${def.type}`);
  }
}

function sampleObject(schema: z.ZodType): Record<string, unknown> {
  const shape: Record<string, z.ZodType> = (schema.def as Definition).shape;
  const required = Object.keys(shape).filter(
    (name) => ((shape[name] as z.ZodType).def as Definition).type !== "optional",
  );
  const chosen = (schema.meta()?.oneOf ?? []).slice(0, 1);
  return Object.fromEntries([...required, ...chosen].map((name) => [name, sample(shape[name] as z.ZodType)]));
}

type Put = (value: unknown) => Record<string, unknown>;

interface Place {
  schema: z.ZodType;
  path: string[];
  /** The complete arguments with this value here. */
  put: Put;
}

/** The parts of a path. */
export const segments = (path: string) => path.replace(/\[(\d+)\]/g, ".$1").split(".");

/** Every malformed input of a component; `base` is valid and has what is required. */
export function malformed(schema: z.ZodObject, base: Record<string, unknown>): Malformed[] {
  return broken({ schema, path: [], put: (value) => ({ ...base, ...(value as object) }) });
}

function broken({ schema: wrapped, path, put }: Place): Malformed[] {
  const schema = bare(wrapped);
  if (isDeep(path)) return [];
  const def = schema.def as Definition;
  const at = (kind: string, value: unknown, below: string[] = [], told: unknown = value): Malformed => ({
    kind,
    path: written([...path, ...below].join(".")),
    args: put(value),
    value: told === missing ? undefined : told,
  });
  const refused = (values: unknown[]) => values.filter((value) => !schema.safeParse(value).success);
  switch (def.type) {
    case "string":
      return [
        at("a number for a text", 7.5),
        at("a list for a text", ["a"]),
        ...refused(wrongTexts)
          .slice(0, 2)
          .map((value) => at("a text that is not allowed", value)),
      ];
    case "number":
      return [
        at("a text for a number", "many"),
        ...refused([-(2 ** 40), 2 ** 40, ...(def.format === "safeint" ? [1.5] : [])]).map((value) =>
          at("a number out of range", value),
        ),
      ];
    case "boolean":
      return [at("a text for a boolean", "yes")];
    case "enum":
      return [at("none of the words", "no-such-word"), at("a number for a word", 7)];
    case "array":
      return [
        at("a text for a list", "a"),
        ...broken({ schema: def.element, path: [...path, "0"], put: (value) => put([value]) }),
      ];
    case "record":
      return brokenMap(def, { schema, path, put }, at);
    case "object":
      return brokenObject(schema, { schema, path, put }, at);
    default:
      throw new Error(`nothing breaks a ${def.type}`);
  }
}

/** Filters nest without limit: two levels are enough. */
function isDeep(path: string[]): boolean {
  return path.filter((name) => ["all", "any", "not"].includes(name)).length > 1;
}

type At = (kind: string, value: unknown, below?: string[], told?: unknown) => Malformed;

function brokenMap(def: Definition, { path, put }: Place, at: At): Malformed[] {
  const key = String(sample(def.keyType));
  const value = sample(def.valueType);
  const badKeys = ["", "a b", "Ä"].filter((name) => !def.keyType.safeParse(name).success).slice(0, 1);
  return [
    at("a text for a map", "a"),
    ...badKeys.map((name) => at("a key that is not allowed", { [name]: value }, [name], value)),
    ...broken({ schema: def.valueType, path: [...path, key], put: (inner) => put({ [key]: inner }) }),
  ];
}

function isStrict(schema: z.ZodType): boolean {
  return ((schema.def as Definition).catchall as z.ZodType | undefined)?.def.type === "never";
}

function brokenObject(schema: z.ZodType, { path, put }: Place, at: At): Malformed[] {
  const { shape } = schema.def as unknown as { shape: Record<string, z.ZodType> };
  const right = sampleObject(schema);
  const group = schema.meta()?.oneOf ?? [];
  const without = (name: string) => Object.fromEntries(Object.entries(right).filter(([key]) => key !== name));
  const required = Object.keys(right).filter((name) => !group.includes(name));
  const both = group.slice(0, 2);
  const isRoot = path.length === 0;
  return [
    ...(isRoot ? [] : [at("a text for an object", "a")]),
    // What is passed on, such as a release of another version, may have more properties.
    ...(isStrict(schema) ? [at("an unknown key", { ...right, noSuchKey: 1 }, ["noSuchKey"], 1)] : []),
    ...required.map((name) => at("something required is missing", without(name), [name], missing)),
    ...(group.length === 0 || isRoot
      ? []
      : [
          at("none of those of which one is due", without(group[0] as string), [], missing),
          at(
            "two of those of which one is due",
            { ...right, [both[1] as string]: sample(shape[both[1] as string] as z.ZodType) },
            [both[1] as string],
            missing,
          ),
        ]),
    ...Object.entries(shape).flatMap(([name, inner]) => {
      const chosen = group.includes(name) ? without(group[0] as string) : right;
      return broken({ schema: inner, path: [...path, name], put: (value) => put({ ...chosen, [name]: value }) });
    }),
  ];
}
