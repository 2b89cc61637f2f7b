// Every place of the public schema that accepts a string, each in otherwise complete arguments.
import schema from "../../provider/schema.json";

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
}

interface Group {
  properties?: Record<string, Property>;
  required?: string[];
  enum?: { value: unknown }[];
}

const groupOf = ({ $ref = "" }: Property): Group | undefined =>
  (schema.types as unknown as Record<string, Group>)[$ref.replace("#/types/", "")];

/** An object with the secret at one place, for each place that accepts a string; only filters nest deeper. */
function places(property: Property, text: unknown, depth = 0): unknown[] {
  if (depth > 6) return [];
  if (property.items) return places(property.items, text, depth + 1).map((inner) => [inner]);
  if (property.additionalProperties) return places(property.additionalProperties, text, depth + 1).map((a) => ({ a }));
  const group = groupOf(property);
  if (group?.properties === undefined) return property.type === "string" ? [text] : [];
  return Object.entries(group.properties).flatMap(([name, inner]) =>
    places(inner, text, depth + 1).map((below) => ({ ...required(group), [name]: below })),
  );
}

/** Pulumi's YAML reports these before the plugin is called. */
const required = ({ properties = {}, required: names = [] }: Group): object =>
  Object.fromEntries(names.map((name) => [name, filled(properties[name] as Property)]));

function filled(property: Property): unknown {
  if (property.items) return [filled(property.items)];
  if (property.additionalProperties) return {};
  const group = groupOf(property);
  if (group?.enum) return group.enum[0]?.value;
  if (group?.properties) return required(group);
  return property.type === "string" ? "x" : property.type === "boolean" ? true : 1;
}

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const bases: Record<string, object> = {
  Function: { image },
  EventSource: { cron: { schedule: "@daily", data: "x", contentType: "text/plain" }, sink: { url: "http://nowhere" } },
};

interface Component {
  inputProperties: Record<string, Property>;
}

/** Arguments of a component with the string at one place, for each place. */
export function argumentsWith(component: string, text: unknown): object[] {
  const all = schema.resources as unknown as Record<string, Component>;
  const { inputProperties } = all[`knative-faas:index:${component}`] as Component;
  return Object.entries(inputProperties).flatMap(([name, property]) =>
    places(property, text).map((at) => ({ ...bases[component], [name]: at })),
  );
}

export const components = ["Function", "Broker", "EventSource", "Flow", "Knative"];
