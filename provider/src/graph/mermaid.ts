// A graph as a Mermaid flowchart (mermaid.js.org). Pure.
import type { Edge, Graph, Node, NodeKind } from "./graphModel";

/** The shape of a kind: the delimiters around the title. */
const shapes: Record<NodeKind, [string, string]> = {
  function: ["(", ")"],
  broker: ["{{", "}}"],
  channel: ["[(", ")]"],
  flow: ["[[", "]]"],
  source: ["([", "])"],
  url: [">", "]"],
  outside: ["[", "]"],
};

export function mermaid({ nodes, edges }: Graph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const name = (id: string) => names.get(id) as string;
  const lines = [
    ...nodes.map((node) => `  ${name(node.id)}${drawn(node)}`),
    ...edges.map((edge) => drawnEdge(edge, name)),
  ];
  return `${["flowchart LR", ...lines].join("\n")}\n`;
}

function drawn({ kind, title, detail }: Node): string {
  const [before, after] = shapes[kind];
  const text = detail === undefined ? escaped(title) : `${escaped(title)}<br/><small>${escaped(detail)}</small>`;
  return `${before}"${text}"${after}`;
}

function drawnEdge({ from, to, label, kind }: Edge, name: (id: string) => string): string {
  const arrow = kind === "dead letter" ? "-.->" : "-->";
  return `  ${name(from)} ${arrow}${label === "" ? "" : `|"${escaped(label)}"|`} ${name(to)}`;
}

/** Mermaid uses numeric entities for characters that would end a text. */
function escaped(text: string): string {
  return text.replace(/[^\w .,:/()=\-'+*%]/gu, (character) => `#${character.codePointAt(0)};`);
}
