// What is right as such and may surprise: said before anything is registered.
import { tellAbsentDestinations } from "../../triggers/absentDestinations";
import { tellDoubts } from "../doubts";
import { tellPodSecurity } from "../podSecurity";
import { tellProtocol } from "../protocol";
import { functionArgs } from "../schema";
import type { Site } from "./site";

export function warn({ owner, spec, dependsOn }: Site): void {
  void tellDoubts(owner, spec);
  void tellPodSecurity(owner, spec);
  void tellAbsentDestinations(owner, { schema: functionArgs, args: spec.given, dependsOn });
  void tellProtocol(owner, spec, spec.source);
}
