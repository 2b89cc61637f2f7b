// The spec of a Function as structs of Go (provider/programs/internal/function/spec): what the definition takes, a file for each subject.
import type { z } from "zod";
import { omitted } from "../src/function/functionObject";
import { functionArgs } from "../src/function/functionSchema";
import { aligned, goName, goTypeName } from "./goNames";
import { type Group, groups, joined } from "./groups";
import { definition, type Property, typeName, unwrapped } from "./shape";

const head = `// Code generated from provider/src/function/functionSchema.ts by "npm run generate". DO NOT EDIT.

// Package spec contains the types of a Function's spec, as in the CRD: fields that are not set are nil.
package spec
`;

/** The text of each file, by its name. */
export function goTypes(): Map<string, string> {
  const kept = groups("Function", functionArgs).filter(isKept);
  const subjects = [...new Set(kept.map(subjectOf))];
  const text = (subject: string) => [head, ...kept.filter((one) => subjectOf(one) === subject).map(struct)].join("\n");
  return new Map(subjects.map((subject) => [`${subject}_gen.go`, text(subject)]));
}

/** Properties whose groups are many, and the file of each; all others are with the function itself. The kinds of `sources` have programs here. */
const large: Record<string, string> = {
  volumes: "volumes",
  pod: "pod",
  scale: "scale",
  "triggers.kafka": "sources",
  "triggers.mqtt": "sources",
  "triggers.redis": "sources",
  "triggers.event.NAME.replies": "sources",
  triggers: "triggers",
};

/** What several subjects share is with the first. */
function subjectOf({ paths: [home = ""] }: Group): string {
  const property = Object.keys(large).find(
    (one) => home === one || home.startsWith(`${one}.`) || home.startsWith(`${one}[`),
  );
  return large[property ?? ""] ?? "function";
}

/** What stands only below what is left out is left out too. */
function isKept({ paths }: Group): boolean {
  return paths.some((path) => !isOmitted(path));
}

const isOmitted = (path: string) =>
  Object.keys(omitted).some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));

function struct({ type, paths: [home = ""], schema, properties }: Group): string {
  const name = goTypeName(type);
  const about = schema.meta()?.description ?? "What the function is.";
  const fields = properties.filter(([property]) => !(joined(home, property) in omitted)).map((one) => field(type, one));
  return [`// ${about}`, `type ${name} struct {`, ...aligned(fields).map(indented), "}", ""].join("\n");
}

const indented = (line: string) => `\t${line}`;

/** An image is what every Function has. */
function field(owner: string, [name, { schema, optional }]: [string, Property]): string[] {
  const isOptional = optional && !(owner === "Function" && name === "image");
  const type = goType(schema);
  const isNil = type.startsWith("[]") || type.startsWith("map[");
  return [goName(name), isOptional && !isNil ? `*${type}` : type, `\`json:"${name}${isOptional ? ",omitzero" : ""}"\``];
}

function goType(schema: z.ZodType): string {
  const { type, element, valueType, format } = definition(schema);
  switch (type) {
    case "string":
    case "enum":
      return "string";
    case "boolean":
      return "bool";
    case "number":
      return format === "safeint" ? "int64" : "float64";
    case "array":
      return `[]${goType(unwrapped(element))}`;
    case "record":
      return `map[string]${goType(unwrapped(valueType))}`;
    case "object":
      return goTypeName(typeName(schema));
    default:
      throw new Error(`Go has no type here for a ${type}`);
  }
}
