// `knative-faas graph`: prints the event graph of a stack as Mermaid or JSON, or writes it as a page.
import { eventGraph } from "../../graph/graph";
import { graphOf } from "../../graph/graphModel";
import { command, jsonOption, stackOptions } from "../commandType";
import { writeOutput } from "../outputFile";
import { pulumiJson } from "../pulumiCommand";
import { print, printJson } from "../terminal";

export const graph = command({
  name: "graph",
  about: "Print the events of a stack as a Mermaid flowchart, or write them as a page",
  options: {
    ...stackOptions,
    html: { type: "text", value: "FILE", about: "Also write one HTML page that loads nothing" },
    ...jsonOption,
  },
  examples: [["knative-faas graph --html events.html", "draws brokers, triggers, flows, sources and functions"]],
  run: async ({ options }) => {
    const state = await pulumiJson(options, ["stack", "export"]);
    const { mermaid, html } = eventGraph(state, options.stack);
    if (options.html !== undefined) writeOutput(options.html, html);
    if (options.json) printJson(graphOf(state));
    else print(mermaid.trimEnd());
  },
});
