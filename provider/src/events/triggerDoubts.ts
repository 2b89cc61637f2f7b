// Tells what is right in a trigger's arguments, and may be something else than was meant.
import * as pulumi from "@pulumi/pulumi";
import { knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
import type { Doubt, Kind } from "./kinds/kind";

interface Place {
  component: pulumi.ComponentResource;
  /** Where the kind's arguments stand. */
  path: string;
}

/** A warning each, as soon as it is known. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function warnTriggerDoubts(place: Place, kind: Kind<any>, args: any): void {
  for (const doubt of kind.doubts?.(args) ?? []) void tell(place, doubt);
}

async function tell({ component, path }: Place, { property, doubt }: Doubt): Promise<void> {
  // An Output that fails is told where it is used.
  const text = await knownOf(pulumi.output(doubt)).catch(() => undefined);
  if (text !== undefined) void log.warn(`${path}.${property}: ${text}`, component);
}
