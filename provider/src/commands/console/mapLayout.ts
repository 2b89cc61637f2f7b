// The places of a graph's nodes, from senders on the left to receivers on the right, and the lines between them.
import ELK, { type ElkNode } from "elkjs/lib/elk.bundled.js";
import type { Graph } from "../../graph/graphModel";
import type { ConsoleMap } from "./consoleModel";

const box = { width: 210, height: 64 };

const layoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "POLYLINE",
  "elk.layered.spacing.nodeNodeBetweenLayers": "170",
  "elk.spacing.nodeNode": "28",
  "elk.padding": "[top=24,left=24,bottom=24,right=24]",
};

export async function mapLayout({ nodes, edges }: Graph): Promise<ConsoleMap> {
  const laid: ElkNode = await new ELK().layout({
    id: "map",
    layoutOptions,
    children: nodes.map(({ id }) => ({ id, ...box })),
    edges: edges.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
  });
  return {
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    nodes: nodes.map((node, index) => ({ ...node, ...box, ...placeOf(laid.children?.[index]) })),
    edges: edges.map((edge, index) => ({ ...edge, points: pointsOf(laid, index) })),
  };
}

const placeOf = ({ x = 0, y = 0 }: ElkNode = { id: "" }) => ({ x, y });

function pointsOf({ edges = [] }: ElkNode, index: number): { x: number; y: number }[] {
  const [section] = edges[index]?.sections ?? [];
  return section === undefined ? [] : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
}
