// What must hold for a flow's arguments beyond the schema.
import type { z } from "zod";
import type { Problem } from "../core/problems";
import type { Rule } from "../core/validate";
import type { flowArgs } from "./schema";

type Known = z.infer<typeof flowArgs>;

export const flowRules: Rule<Known>[] = [repliesOfTransform];

function repliesOfTransform({ transform }: Known): Problem[] {
  if (transform?.discardReply === undefined) return [];
  if (transform.jsonata !== undefined && transform.sink !== undefined) return [];
  const reason = "needs jsonata and sink: there is no answer of a sink to drop; leave it out";
  return [{ propertyPath: "transform.discardReply", reason }];
}
