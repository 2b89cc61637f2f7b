// The event graph of a stack as a picture, from its exported state: the function for programs, and the output of the command.

import { graphOf } from "./graphModel";
import { page } from "./graphPage";
import { mermaid } from "./mermaid";

export interface EventGraph {
  /** The text of a Mermaid flowchart. */
  mermaid: string;
  /** One HTML page that loads nothing. */
  html: string;
}

/**
 * Draws brokers, triggers with their filters, channels, flows, sources, functions and dead letters.
 *
 * @param deployment The parsed output of `pulumi stack export`, or the result of `stack.exportStack()` of the Automation API.
 * @param title The heading of the page. Defaults to `Events`.
 */
export function eventGraph(deployment: unknown, title = "Events"): EventGraph {
  const graph = graphOf(deployment);
  return { mermaid: mermaid(graph), html: page(graph, title) };
}
