// The opening of a reference page: a minimal example of the component, complete programs, and its five most used properties.
import { dump } from "js-yaml";
import type { Face } from "../src/input/face";
import { properties } from "./shape";

export interface Opening {
  /** The properties of a resource in a YAML program. */
  example: object;
  /** Programs that tests run, by language. */
  programs: Record<string, string>;
  mostUsed: [string, string, string, string, string];
}

/** By component. */
export const openings: Record<string, Opening> = {
  Function: {
    example: { source: { directory: "./hello" }, env: { NAME: "World" } },
    programs: {
      YAML: "examples/languages/yaml/Pulumi.yaml",
      TypeScript: "examples/languages/typescript/index.ts",
      Python: "examples/languages/python/__main__.py",
      Go: "examples/languages/go/main.go",
    },
    mostUsed: ["source", "env", "secrets", "scale", "triggers"],
  },
  Knative: {
    example: { domain: "functions.example.com", eventing: {} },
    programs: { YAML: "examples/production/Pulumi.yaml" },
    mostUsed: ["domain", "ingress", "eventing", "config", "existing"],
  },
  Broker: {
    example: { delivery: { retry: 3, backoff: "exponential", deadLetter: { function: "${dead.name}" } } },
    programs: { YAML: "examples/events/Pulumi.yaml" },
    mostUsed: ["delivery", "eventTypes", "samples", "class", "config"],
  },
  EventSource: {
    example: { cron: { schedule: "0 4 * * *", timeZone: "Europe/Berlin" }, sink: { broker: "${orders.name}" } },
    programs: { YAML: "examples/event-sources/Pulumi.yaml" },
    mostUsed: ["sink", "cron", "apiServer", "knativeKafka", "container"],
  },
  Flow: {
    example: { sequence: { steps: [{ function: "${trim.name}" }, { function: "${shout.name}" }] } },
    programs: { YAML: "examples/flows/Pulumi.yaml" },
    mostUsed: ["channel", "sequence", "parallel", "transform", "namespace"],
  },
};

/** Sections of the page. */
export function opening(face: Face): string[] {
  const { example, programs, mostUsed } = openings[face.name] as Opening;
  const links = Object.entries(programs).map(([language, file]) => `[${language}](../../${file})`);
  return [
    `\`\`\`yaml\n${programOf(face, example)}\`\`\``,
    `Complete: ${links.join(", ")}.`,
    ["Most used:", "", "| property | what it is |", "|---|---|", ...mostUsed.map((name) => row(face, name))].join("\n"),
    "Everything: [arguments](#in.), [outputs](#outputs).",
  ];
}

function programOf({ name }: Face, example: object): string {
  return dump({ resources: { example: { type: `knative-faas:${name}`, properties: example } } }, { lineWidth: -1 });
}

function row(face: Face, name: string): string {
  const [, property] = properties(face.args).find(([one]) => one === name) ?? [];
  if (property === undefined) throw new Error(`${face.name} has no property ${name}`);
  const [sentence = ""] = /^.*?(?<!e\.g)\.(?= |$)/.exec(property.description) ?? [property.description];
  return `| [\`${name}\`](#${name}) | ${sentence} |`;
}
