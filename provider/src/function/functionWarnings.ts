// Warnings about valid arguments, logged before anything is registered.
import { warnAbsentDestinations } from "../events/absentDestinations";
import { warnBounds } from "../kubernetes/podBoundsWarning";
import { warnProtocol } from "./container/protocol";
import { warnFunctionDoubts } from "./functionDoubts";
import { functionArgs } from "./functionSchema";
import { podsOf } from "./pod/functionPods";
import { warnPodSecurity } from "./pod/podSecurity";
import type { Site } from "./site";

export function warn({ owner, spec, dependsOn }: Site): void {
  void warnFunctionDoubts(owner, spec);
  void warnPodSecurity(owner, spec);
  for (const pods of podsOf(spec)) void warnBounds(owner, pods);
  void warnAbsentDestinations(owner, { schema: functionArgs, args: spec.given, dependsOn });
  void warnProtocol(owner, spec, spec.source);
}
