// Warns about a trigger's arguments that are valid but may not be what the user meant.
import * as pulumi from "@pulumi/pulumi";
import { log } from "../pulumi/log";
import { knownOf } from "../pulumi/value";
import type { Doubt, Kind } from "./kinds/kind";

interface Place {
  component: pulumi.ComponentResource;
  /** The property path of the kind's arguments. */
  path: string;
}

/** One warning each, as soon as it is known. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function warnTriggerDoubts(place: Place, kind: Kind<any>, args: any): void {
  for (const doubt of kind.doubts?.(args) ?? []) void warn(place, doubt);
}

async function warn({ component, path }: Place, { property, doubt }: Doubt): Promise<void> {
  // An Output that fails is reported where it is used.
  const text = await knownOf(pulumi.output(doubt)).catch(() => undefined);
  if (text !== undefined) void log.warn(`${path}.${property}: ${text}`, component);
}
