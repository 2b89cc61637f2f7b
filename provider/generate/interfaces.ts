// Faces to TypeScript: the argument interfaces with their doc comments (provider/src/*/args.gen.ts).
import type { z } from "zod";
import { type Face, isShape } from "../src/core/face";
import { definition, namedTypes, type Property, properties, typeName, unwrapped } from "./shape";

const head = "// Generated from schema.ts by `npm run generate`; do not edit.";

export function interfaces(face: Face): string {
  const types = [...namedTypes(face.args)].reverse().map(([name, schema]) => declaration(name, schema));
  const args = `${comment(`Arguments of ${face.name}.`, "")}export interface ${face.name}Args {\n${fields(face.args)}}`;
  const body = [args, ...types].join("\n\n");
  const imports = body.includes("Input<") ? 'import type { Input } from "@pulumi/pulumi";\n\n' : "";
  return `${head}\n${imports}${body}\n`;
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
      throw new Error(`the public face has no place for a ${def.type}`);
  }
}

function leaf(wrapped: z.ZodType): string {
  const schema = unwrapped(wrapped);
  return isShape(schema) ? shape(schema) : `Input<${shape(schema)}>`;
}

function comment(text: string, indent: string): string {
  const lines = text.split("\n");
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`, ""].join("\n");
}
