// The texts of the page that several of its parts show.

import type { NodeStatus } from "../src/commands/console/consoleModel";
import type { Node } from "../src/graph/graphModel";

/** The first line below a node's name. */
export function summary(node: Node, status: NodeStatus | undefined): string {
  const one = status?.function;
  if (one === undefined) return node.detail ?? status?.status ?? "";
  const ready = one.revisions.reduce((sum, { pods }) => sum + pods.ready, 0);
  const total = one.revisions.reduce((sum, { pods }) => sum + pods.total, 0);
  const pods = total === 0 ? "no Pods" : `${ready}/${total} Pods`;
  const serving = one.revisions.filter(({ percent }) => percent > 0);
  return serving.length > 1 ? `${pods}, ${serving.map(({ percent }) => `${percent} %`).join(" / ")}` : pods;
}

export const standing = (status: NodeStatus | undefined): string => status?.status ?? "outside";

/** A sign besides the colour, for those who do not see it. */
export const signs: Record<string, string> = {
  ready: "●",
  waiting: "◐",
  failed: "▲",
  missing: "✕",
  unknown: "?",
  outside: "",
};
