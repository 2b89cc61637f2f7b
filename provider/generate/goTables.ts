// What the controller in Go must have as the component has it: annotations, defaults, reasons that pass (tables/tables_gen.go).

import { destinationKinds } from "../src/events/destination";
import { passing } from "../src/features/eventingObject";
import { repliesSuffix } from "../src/filters/routed";
import { defaults } from "../src/function/functionSpec";
import { autoscalingKeys, classSuffix, ownKeys, queueProxyKey } from "../src/function/service/annotations";
import { amounts } from "./cel/scale";
import { aligned, goName } from "./goNames";

const head = `// Code generated from provider/src by "npm run generate". DO NOT EDIT.

// Package tables contains what the Pulumi component and the controller must share.
package tables
`;

const quoted = (text: string) => JSON.stringify(text);

/** The file's text. */
export function goTables(): string {
  const proxyKeys = ["requests", "limits"].flatMap((kind) =>
    amounts.map((amount) => [`${kind}.${amount}`, queueProxyKey(kind, amount)]),
  );
  const parts = [
    constants(
      "Defaults of properties.",
      Object.entries(defaults).map(([name, value]) => [`default.${name}`, value]),
    ),
    constants("Annotations and labels that one property sets.", [
      ["progressDeadline", ownKeys.readySeconds],
      ["rolloutDuration", ownKeys.rolloutSeconds],
      ["visibility", ownKeys.visibility],
      ["classSuffix", classSuffix],
    ]),
    constants("The end of the names of a program's objects.", [["repliesSuffix", repliesSuffix]]),
    map(
      "ScaleKeys are the annotations that the properties of scale set.",
      "ScaleKeys",
      "string",
      Object.entries(autoscalingKeys).map(texts),
    ),
    map(
      "QueueProxyKeys are the annotations that the properties of queueProxy set.",
      "QueueProxyKeys",
      "string",
      proxyKeys.map(texts),
    ),
    map(
      "DestinationKinds are the kinds of objects that the properties of a destination name.",
      "DestinationKinds",
      "struct{ APIVersion, Kind string }",
      Object.entries(destinationKinds).map(([name, { apiVersion, kind }]) => [
        name,
        `{${quoted(apiVersion)}, ${quoted(kind)}}`,
      ]),
    ),
    map(
      "Passing are transient reasons by kind, which Knative reports while it creates the parts of an object.",
      "Passing",
      "[]string",
      Object.entries(passing).map(([kind, reasons]) => [kind, `{${reasons.map(quoted).join(", ")}}`]),
    ),
  ];
  return [head, ...parts].join("\n");
}

const texts = ([name = "", value = ""]: string[]): [string, string] => [name, quoted(value)];

function constants(about: string, all: [string, string | number][]): string {
  const written = (value: string | number) => (typeof value === "number" ? `int64(${value})` : quoted(value));
  const lines = aligned(all.map(([name, value]) => [goName(name), `= ${written(value)}`]));
  return [`// ${about}`, "const (", ...lines.map((line) => `\t${line}`), ")", ""].join("\n");
}

function map(about: string, name: string, type: string, rows: [string, string][]): string {
  const lines = aligned(rows.map(([key, value]) => [`${quoted(key)}:`, `${value},`]));
  return [`// ${about}`, `var ${name} = map[string]${type}{`, ...lines.map((line) => `\t${line}`), "}", ""].join("\n");
}
