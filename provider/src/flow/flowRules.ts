// Rules for a flow's arguments beyond the schema.
import type { z } from "zod";
import { type Problem, show } from "../input/problems";
import type { Rule } from "../input/validate";
import type { flowArgs } from "./flowSchema";
import { jsonataProblem } from "./jsonata";

type Known = z.infer<typeof flowArgs>;

export const flowRules: Rule<Known>[] = [repliesOfTransform, expressionOfTransform, sameNamespace];

function repliesOfTransform({ transform }: Known): Problem[] {
  if (transform?.discardReply === undefined) return [];
  if (transform.jsonata !== undefined && transform.sink !== undefined) return [];
  const reason = "requires jsonata and sink, because without them there is no response to drop; leave it out";
  return [{ propertyPath: "transform.discardReply", reason }];
}

/** Knative accepts any text, but the transformation then never becomes ready. */
function expressionOfTransform({ transform }: Known): Problem[] {
  const expression = transform?.jsonata;
  const reason = typeof expression === "string" ? jsonataProblem(expression) : undefined;
  if (reason === undefined) return [];
  return [
    { propertyPath: "transform.jsonata", reason: `${reason}, got ${show(expression)}; fix it, or use a function` },
  ];
}

/** Knative's webhook refuses another namespace for these; elsewhere it accepts one. */
function sameNamespace({ namespace, channel, transform }: Known): Problem[] {
  if (namespace === undefined) return [];
  const destinations = {
    "channel.delivery.deadLetter": channel?.delivery?.deadLetter,
    "transform.sink": transform?.jsonata === undefined ? undefined : transform.sink,
  };
  return Object.entries(destinations)
    .filter(([, to]) => to?.namespace !== undefined && to.namespace !== namespace)
    .map(([path, to]) => ({
      propertyPath: `${path}.namespace`,
      reason: `expected the flow's own namespace (${namespace}), got ${show(to?.namespace)}; Knative accepts no other here; leave it out, or set the address as url`,
    }));
}
