// The event graph of a stack as a picture, from its exported state: a call for programs, and what the command prints.

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
 * @param deployment What `pulumi stack export` prints, parsed, or what `stack.exportStack()` of the Automation API answers.
 * @param title The heading of the page. Defaults to `Events`.
 */
export function eventGraph(deployment: unknown, title = "Events"): EventGraph {
  const graph = graphOf(deployment);
  return { mermaid: mermaid(graph), html: page(graph, title) };
}
