// Generates TypeScript argument interfaces with doc comments (provider/src/*/*Args.gen.ts) from faces.
import type { z } from "zod";
import type { Face } from "../src/input/face";
import { definition, isPlainItem, namedTypes, type Property, properties, typeName, unwrapped } from "./shape";

const head = "// Generated from the schemas by `npm run generate`; do not edit.";

/** The types of one component; those that several share are imported. */
export function interfaces(face: Face): string {
  const own = [...namedTypes(face.args)].filter(([name]) => isOf(face, name));
  const types = own.reverse().map(([name, schema]) => declaration(name, schema));
  const args = `${comment(`Arguments of ${face.name}.`, "")}export interface ${face.name}Args {\n${fields(face.args)}}`;
  const body = [args, ...types].join("\n\n");
  const shared = [...namedTypes(face.args)].filter(([name]) => !isOf(face, name)).map(identifier);
  const used = shared.filter((name) => new RegExp(`\\b${name}\\b`).test(body)).sort();
  const imports = used.length === 0 ? "" : `import type { ${used.join(", ")} } from "../events/eventArgs.gen";\n`;
  return file(imports, body);
}

/** The types that no single component owns (provider/src/events/eventArgs.gen.ts). */
export function sharedInterfaces(faces: Face[]): string {
  const types = new Map(faces.flatMap(({ args }) => [...namedTypes(args)]));
  const shared = [...types].filter(([name]) => !faces.some((face) => isOf(face, name)));
  return file("", shared.map(([name, schema]) => declaration(name, schema)).join("\n\n"));
}

function file(imports: string, body: string): string {
  const input = body.includes("Input<") ? 'import type { Input } from "@pulumi/pulumi";\n' : "";
  return [head, `${input}${imports}`, body, ""].filter((part, index) => index === 3 || part !== "").join("\n");
}

/** A type belongs to the component that has it and whose name it starts with. */
function isOf({ name: component, args }: Face, name: string): boolean {
  return name.startsWith(component) && namedTypes(args).has(name);
}

function identifier([name, schema]: [string, z.ZodType]): string {
  return definition(schema).type === "enum" ? name : `${name}Args`;
}

function declaration(name: string, schema: z.ZodType): string {
  const { description = "", values } = schema.meta() ?? {};
  if (definition(schema).type !== "enum")
    return `${comment(description, "")}export interface ${name}Args {\n${fields(schema)}}`;
  const lines = Object.entries(values ?? {}).map(([value, meaning]) => `- \`${value}\`: ${meaning}`);
  const members = Object.keys(definition(schema).entries).map((value) => JSON.stringify(value));
  return `${comment([description, "", ...lines].join("\n"), "")}export type ${name} = ${members.join(" | ")};`;
}

function fields(object: z.ZodType): string {
  return properties(object)
    .map(([name, property]) => field(name, property))
    .join("");
}

function field(name: string, property: Property): string {
  const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
  const type = property.plain ? shape(property.schema) : `Input<${shape(property.schema)}>`;
  return `${comment(property.description, "  ")}  ${key}${property.optional ? "?" : ""}: ${type};\n`;
}

function shape(schema: z.ZodType): string {
  const def = definition(schema);
  switch (def.type) {
    case "string":
    case "boolean":
    case "number":
      return def.type;
    case "enum":
      return typeName(schema);
    case "object":
      return `${typeName(schema)}Args`;
    case "array":
      return `${leaf(def.element)}[]`.replace(/^(Input<.*>)\[\]$/, "$1[]");
    case "record":
      return `Record<string, ${leaf(def.valueType)}>`;
    default:
      throw new Error(`the public face does not support the type ${def.type}`);
  }
}

function leaf(wrapped: z.ZodType): string {
  const schema = unwrapped(wrapped);
  return isPlainItem(schema) ? shape(schema) : `Input<${shape(schema)}>`;
}

function comment(text: string, indent: string): string {
  const lines = text.split("\n");
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`, ""].join("\n");
}
