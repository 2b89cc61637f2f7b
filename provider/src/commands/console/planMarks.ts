// How nodes and edges that an update would change are marked; the page reads it too. Pure.
import type { Edge } from "../../graph/graphModel";

export type Mark = "new" | "changed" | "leaving";

export const edgeId = ({ from, to, label, kind }: Edge) => JSON.stringify([from, to, label, kind]);
