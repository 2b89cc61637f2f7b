// The checks of a function as one value that its nodes wait for, so that nothing is applied before all have passed.
import * as pulumi from "@pulumi/pulumi";
import { homeThere } from "../cluster/namespace";
import type { Flags } from "../features/enabledFlags";
import { afterChecks } from "../input/validate";
import { stateRead } from "../pulumi/previous";
import { combined, knownOf } from "../pulumi/value";
import { withFreeNames } from "./network/takenNames";
import type { NextRevision } from "./nextRevision";
import { withControllers } from "./service/classes";
import { withinLimits } from "./service/limits";
import type { Site } from "./site";
import { trafficChecked } from "./traffic/trafficPlan";

export interface Admission {
  /** Known once every check has passed; applied objects get their names from it. It depends on no resource. */
  granted: pulumi.Input<unknown>;
  /** The check of the traffic table alone; unlike `granted` it keeps its dependencies, and traffic depends on it. */
  traffic: pulumi.Input<unknown>;
}

export function admission(site: Site, flags: Flags, next: NextRevision): Admission {
  const { owner, spec, dependsOn } = site;
  const traffic = trafficChecked(site, next);
  const checks = [
    flags.checked,
    afterChecks(spec.given, undefined),
    stateRead(),
    sureOf(homeThere("Function", owner, spec.namespace, dependsOn)),
    sureOf(withinLimits(owner, spec.given, dependsOn)),
    sureOf(withControllers(owner, spec, dependsOn)),
    sureOf(withFreeNames(owner, spec)),
    sureOf(traffic),
  ];
  return { granted: combined(checks, () => undefined), traffic };
}

/**
 * The check as a value that is always known and has no dependencies. In a preview with an unknown image the Service's name must
 * stay known, or the Service would be replaced.
 */
function sureOf(checked: pulumi.Input<unknown>): pulumi.Input<unknown> {
  if (checked === undefined) return checked;
  return pulumi.output(knownOf(pulumi.output(checked)).then(() => undefined));
}
