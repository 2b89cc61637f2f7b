// The layout of a graph: boxes in columns from senders to receivers. Pure.
import type { Graph, Node } from "./graphModel";

export interface Placed extends Node {
  x: number;
  y: number;
}

export const box = { width: 190, height: 46, gapX: 190, gapY: 26, margin: 24 };

export function placed({ nodes, edges }: Graph): Placed[] {
  const columns = columnsOf({ nodes, edges });
  const filled: Record<number, number> = {};
  return nodes.map((node) => {
    const column = columns.get(node.id) ?? 0;
    const row = filled[column] ?? 0;
    filled[column] = row + 1;
    const x = box.margin + column * (box.width + box.gapX);
    return { ...node, x, y: box.margin + row * (box.height + box.gapY) };
  });
}

/** Each node is one column after its farthest sender; replies are ignored, because they point back. */
function columnsOf({ nodes, edges }: Graph): Map<string, number> {
  const columns = new Map<string, number>();
  const column = (id: string, above: string[]): number => {
    const found = columns.get(id);
    if (found !== undefined) return found;
    const senders = edges.filter(({ from, to, kind }) => to === id && kind !== "reply" && !above.includes(from));
    const depth = Math.max(0, ...senders.map(({ from }) => column(from, [...above, id]) + 1));
    if (above.length === 0) columns.set(id, depth);
    return depth;
  };
  for (const { id } of nodes) column(id, []);
  return columns;
}
