// Adds one mistake to an object with a known schema: every way to violate the schema at one place.

// biome-ignore lint/suspicious/noExplicitAny: an object and its JSON schema
type Json = any;

/** A value of the object with its schema. */
export interface Node {
  path: (string | number)[];
  schema: Json;
  value: Json;
}

export interface Mutation {
  what: string;
  spec: Json;
}

export function nodesOf(value: Json, schema: Json, path: (string | number)[] = []): Node[] {
  const inner = (key: string | number): Json =>
    Array.isArray(value) ? schema.items : (schema.properties?.[key] ?? schema.additionalProperties);
  const keys: (string | number)[] = Array.isArray(value)
    ? [...value.keys()]
    : isObject(value)
      ? Object.keys(value)
      : [];
  const below = keys.flatMap((key) => {
    const next = inner(key);
    return next === undefined ? [] : nodesOf(value[key], next, [...path, key]);
  });
  return [{ path, schema, value }, ...below];
}

export function mutationsOf(spec: Json, node: Node): Mutation[] {
  const at = node.path.join(".") || "spec";
  const changed = (how: string, value: Json) => ({ what: `${at}: ${how}`, spec: put(spec, node.path, value) });
  return [
    ...otherTypes(node).map((value) => changed(`wrong type ${JSON.stringify(value)}`, value)),
    ...outside(node).map((value) => changed(`not allowed ${JSON.stringify(value)?.slice(0, 60)}`, value)),
    ...(isObject(node.value) ? ofObject(node, changed) : []),
  ];
}

const isObject = (value: Json) => value !== null && typeof value === "object" && !Array.isArray(value);

const typed: Record<string, Json[]> = {
  string: [7, true, ["text"], { text: "text" }],
  integer: ["7", true, 7.5, [7], { value: 7 }],
  number: ["7", true, [7]],
  boolean: ["true", 1, [true]],
  array: ["text", 7, { 0: "text" }],
  object: ["text", 7, true, ["text"]],
};

function otherTypes({ path, schema }: Node): Json[] {
  return path.length === 0 ? [] : (typed[schema.type] ?? []);
}

/** Values of the right type that the schema does not allow. */
function outside({ schema, value }: Node): Json[] {
  const { minimum, maximum, enum: words, pattern, maxItems, minItems, maxLength, minLength } = schema;
  return [
    ...(minimum === undefined ? [] : [minimum - 1, -1_000_000]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(words === undefined ? [] : ["none of these", String(words[0]).toUpperCase().concat("X")]),
    ...(pattern === undefined
      ? []
      : ["", "\u0000 no !", "/../..", " "].filter((text) => !new RegExp(pattern).test(text))),
    ...(minLength === undefined ? [] : [""]),
    ...(maxLength === undefined ? [] : ["a".repeat(maxLength + 1)]),
    ...(minItems === undefined ? [] : [[]]),
    ...(maxItems === undefined || value.length === 0 ? [] : [Array(maxItems + 1).fill(value[0])]),
  ];
}

type Change = (how: string, value: Json) => Mutation;

function ofObject({ schema, value }: Node, changed: Change): Mutation[] {
  const { properties, required = [], additionalProperties, maxProperties } = schema;
  const without = (name: string) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  const first = Object.values(value)[0];
  const many = () =>
    Object.fromEntries(Array.from({ length: maxProperties + 1 }, (_, index) => [`key-${index}`, first]));
  return [
    ...(properties === undefined
      ? []
      : unknown(properties).map((name) => changed(`unknown ${name}`, { ...value, [name]: 1 }))),
    ...required.filter((name: string) => name in value).map((name: string) => changed(`no ${name}`, without(name))),
    ...exclusive(schema).flatMap((names) => [
      ...names.filter((name) => name in value).map((name) => changed(`none of ${names}`, without(name))),
      ...names
        .filter((name) => !(name in value))
        .map((name) => changed(`also ${name}`, { ...value, [name]: filled(properties[name]) })),
    ]),
    ...(additionalProperties === undefined || first === undefined || !hasKeys(schema)
      ? []
      : ["", "a b", "ä", "a/b/c"].map((key) => changed(`key ${JSON.stringify(key)}`, { ...value, [key]: first }))),
    ...(maxProperties === undefined || first === undefined ? [] : [changed("too many entries", many())]),
  ];
}

/** A property that does not exist, and the first one without its last letter. */
function unknown(properties: Json): string[] {
  const [name = "x"] = Object.keys(properties);
  return ["noSuchThing", name.slice(0, -1)].filter((one) => !(one in properties) && one !== "");
}

/** The properties of which exactly one must be set, from the message of the condition. */
function exclusive(schema: Json): string[][] {
  const words: string[] = (schema["x-kubernetes-validations"] ?? []).map(({ message }: Json) => message);
  return words.flatMap((text) => {
    const names = /^expected exactly one of (.*); set one of them$/.exec(text)?.[1];
    return names === undefined ? [] : [names.split(", ")];
  });
}

function hasKeys(schema: Json): boolean {
  return (schema["x-kubernetes-validations"] ?? []).some(({ rule }: Json) =>
    rule.startsWith("self.all(key, key.matches"),
  );
}

/** The smallest value that a schema accepts, as far as its type tells. */
function filled(schema: Json): Json {
  const samples: Record<string, Json> = { string: "a", integer: 1, number: 1, boolean: true };
  if (schema.type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => filled(schema.items));
  if (schema.type !== "object") return schema.enum?.[0] ?? samples[schema.type];
  const required: string[] = schema.required ?? [];
  return Object.fromEntries(required.map((name) => [name, filled(schema.properties[name])]));
}

function put(root: Json, [key, ...rest]: (string | number)[], value: Json): Json {
  if (key === undefined) return value;
  const copy = Array.isArray(root) ? [...root] : { ...root };
  copy[key] = put(root[key], rest, value);
  return copy;
}
