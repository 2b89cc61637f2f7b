// Generates the Pulumi package schema (provider/schema.json) from faces.
import type { z } from "zod";
import type { Face } from "../src/input/face";
import { type About, languages, published } from "./languages";
import { definition, isPlainItem, namedTypes, type Property, properties, typeName, unwrapped } from "./shape";

type Json = Record<string, unknown>;

export function pulumiSchema(faces: Face[], about: About): Json {
  const types = faces.flatMap((face) => [...namedTypes(face.args), ...namedTypes(face.outputs)]);
  return {
    name: about.name,
    displayName: "Knative FaaS",
    version: about.version,
    description: about.description,
    license: about.license,
    keywords: ["pulumi", "knative", "kubernetes", "serverless", "category/infrastructure", "kind/component"],
    ...published(about),
    publisher: about.name,
    // The Go SDK has its own go.mod, and SDKs have the schema's version.
    meta: { moduleFormat: "(.*)", supportPack: true },
    language: languages(about),
    types: Object.fromEntries(types.map(([name, schema]) => [token(about.name, name), namedType(about.name, schema)])),
    resources: Object.fromEntries(faces.map((face) => [token(about.name, face.name), component(about.name, face)])),
  };
}

function component(pkg: string, face: Face): Json {
  const inputs = properties(face.args);
  const outputs = properties(face.outputs);
  return {
    isComponent: true,
    description: face.description,
    inputProperties: Object.fromEntries(inputs.map(([name, input]) => [name, describe(pkg, input, { input: true })])),
    requiredInputs: required(inputs),
    properties: Object.fromEntries(outputs.map(([name, output]) => [name, describe(pkg, output, { input: false })])),
    required: required(outputs),
  };
}

function namedType(pkg: string, schema: z.ZodType): Json {
  const meta = schema.meta() ?? {};
  if (definition(schema).type === "enum") {
    const values = Object.keys(definition(schema).entries);
    return {
      type: "string",
      description: meta.description,
      enum: values.map((value) => ({ name: enumName(value), value, description: meta.values?.[value] })),
    };
  }
  const all = properties(schema);
  return {
    type: "object",
    description: meta.description,
    properties: Object.fromEntries(all.map(([name, inner]) => [name, describe(pkg, inner, { input: true })])),
    required: required(all),
  };
}

function describe(pkg: string, property: Property, { input }: { input: boolean }): Json {
  return {
    ...type(pkg, property.schema),
    ...(input && property.plain ? { plain: true } : {}),
    ...(property.secret ? { secret: true } : {}),
    description: property.description,
  };
}

function type(pkg: string, schema: z.ZodType): Json {
  const def = definition(schema);
  switch (def.type) {
    case "string":
      return { type: "string" };
    case "boolean":
      return { type: "boolean" };
    case "any":
      return { $ref: "pulumi.json#/Any" };
    case "number":
      return { type: def.format === "safeint" ? "integer" : "number" };
    case "enum":
    case "object":
      return { $ref: `#/types/${token(pkg, typeName(schema))}` };
    case "array":
      return { type: "array", items: { ...type(pkg, unwrapped(def.element)), ...shapeIsPlain(def.element) } };
    case "record":
      return {
        type: "object",
        additionalProperties: { ...type(pkg, unwrapped(def.valueType)), ...shapeIsPlain(def.valueType) },
      };
    default:
      throw new Error(`the public face does not support the type ${def.type}`);
  }
}

function shapeIsPlain(schema: z.ZodType): Json {
  return isPlainItem(schema) ? { plain: true } : {};
}

function required(all: [string, Property][]): string[] {
  return all.filter(([, property]) => !property.optional).map(([name]) => name);
}

function token(pkg: string, name: string): string {
  return `${pkg}:index:${name}`;
}

/** `cluster-local` is ClusterLocal, `1.23.0` is V1_23_0. */
function enumName(value: string): string {
  if (/^\d/.test(value)) return `V${value.replace(/\W/g, "_")}`;
  return value.replace(/(^|\W)(\w)/g, (_, _separator, letter: string) => letter.toUpperCase());
}
