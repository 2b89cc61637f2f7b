// Generates the reference pages (provider/docs/*.md) from faces: every property with its type, default, limits and errors.
import type { z } from "zod";
import { type Face, isShape } from "../src/input/face";
import { defaultOf } from "./defaults";
import { type Group, groups, inside, joined } from "./groups";
import { limits, type Message, mistakes, ruleMistakes } from "./mistakes";
import { opening } from "./opening";
import { definition, type Property, properties, typeName, unwrapped } from "./shape";
import { rules, wrong } from "./wrong";

export function reference(face: Face): string {
  const all = groups(face.name, face.args);
  const messages = ruleMistakes(face, rules[face.name] ?? [], wrong[face.name] ?? {});
  const sections = [
    "<!-- Generated from the schemas by `npm run generate`; do not edit. -->",
    `# ${face.name}`,
    face.description,
    ...opening(face),
    ...legend,
    ...all.flatMap((group) => section(group, all, messages)),
    ...outputs(face),
  ];
  return `${sections.join("\n\n")}\n`;
}

const legend = [
  "In paths `NAME` is your own name (a key of a map), and `[]` is any element of a list.",
  "*Input*: may be an Output of another resource. *Plain*: must be known when the program runs. *Secret*: encrypted in the state; masked in messages, as are its lines, the strings in it (JSON, settings, a URL's password) and its usual encodings (base64, percent, hexadecimal), from six characters on.",
  [
    "All errors are reported together, each at its path, before anything is applied. The messages below are followed by the value",
    "received, unless it is a secret. For any property: `unknown property` (with the nearest name) for an unknown key;",
    "`must be a plain value, not an Output, a secret or a whole resource: it decides which resources exist or what is built` for an Output instead of a plain value;",
    "`is secret but would be stored in plain text in the cluster` for a secret in a property that is not marked *secret*.",
  ].join("\n"),
];

function section(group: Group, all: Group[], messages: Message[]): string[] {
  const { type, paths, schema } = group;
  const [path = "", ...others] = paths;
  if (path === "") return [heading(2, "in.", "Arguments"), names(group), ...entries(group, all, messages)];
  const also = others.length === 0 ? "" : ` The same at ${others.map((other) => `\`${other}\``).join(", ")}.`;
  return [
    heading(2, `in.${path}`, path),
    `${schema.meta()?.description ?? ""} Type \`${type}\`.${also}`,
    ...entries(group, all, messages),
  ];
}

/** Links to the component's own properties, in one line. */
function names({ properties: own }: Group): string {
  return `${own.map(([name]) => `[${name}](#${name})`).join(", ")}.`;
}

function heading(level: number, anchor: string, text: string): string {
  return `<a id="${anchor}"></a>\n${"#".repeat(level)} ${text}`;
}

function entries({ type, paths: [path = ""], properties: own }: Group, all: Group[], messages: Message[]): string[] {
  return own.flatMap(([name, property]) => {
    const rows = messages.filter((problem) => problem.property === `${type}.${name}`);
    const at = joined(path, name);
    return [heading(3, at, at), property.description, facts(property, at, all, rows)];
  });
}

function facts(property: Property, at: string, all: Group[], messages: Message[]): string {
  const { schema, optional, description } = property;
  const home = homeOf(schema, at, all);
  const allowed = limits(schema);
  const errors = [...mistakes(schema), ...(optional ? [] : ["is required"])].map(code);
  const rows = [
    `${typeOf(schema)}${home === undefined ? "" : ` ([${home}](#in.${home}))`}, ${marks(property)}`,
    ...(optional ? [`Default: ${defaultOf(description) ?? "none"}`] : []),
    ...(/Changing it replaces/.test(description) ? ["Immutable: a change causes a replacement"] : []),
    ...(allowed.length > 0 ? [`Limits: ${allowed.join("; ")}`] : []),
    ...values(schema),
    `Errors: ${errors.join(", ")}`,
    ...messages.map(
      ({ propertyPath, reason }) => `Error with other properties, e.g. at \`${propertyPath}\`: ${code(reason)}`,
    ),
  ];
  return rows.map((row) => `- ${row}`).join("\n");
}

function homeOf(schema: z.ZodType, at: string, all: Group[]): string | undefined {
  const group = inside(schema, at);
  return group && all.find(({ type }) => type === typeName(group.schema))?.paths[0];
}

function marks({ optional, plain, secret, schema }: Property): string {
  return [
    optional ? "optional" : "**required**",
    plain || isShape(schema) ? "plain" : "input",
    ...(secret ? ["secret"] : []),
  ].join(", ");
}

function typeOf(schema: z.ZodType): string {
  const def = definition(schema);
  if (def.type === "array") return `list of ${typeOf(unwrapped(def.element))}`;
  if (def.type === "record") return `map of ${typeOf(unwrapped(def.valueType))}`;
  if (def.type === "number") return def.format === "safeint" ? "whole number" : "number";
  return def.type === "enum" ? "word" : def.type;
}

/** The values of an enum, of the property itself or of its list elements. */
function values(schema: z.ZodType): string[] {
  const def = definition(schema);
  if (def.element !== undefined) return values(unwrapped(def.element));
  if (def.type !== "enum") return [];
  const meanings = schema.meta()?.values ?? {};
  return Object.keys(def.entries).map((value) => `\`${value}\`: ${meanings[value]}`);
}

function outputs(face: Face): string[] {
  const rows = properties(face.outputs).map(
    ([name, { schema, description }]) => `| \`${name}\` | ${typeOf(schema)} | ${description} |`,
  );
  return [heading(2, "outputs", "Outputs"), ["| output | type | what it is |", "|---|---|---|", ...rows].join("\n")];
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
