// What a preview tells of routing: how the sample events of a broker go with the triggers of one function, before and after.
import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../core/kubernetes";
import { previousResources } from "../core/previous";
import { type Routed, routedOf, routingOf } from "../filters/routed";
import { routingDiff } from "../filters/routing";
import { samplesOfProgram } from "./brokers";

/** Tells, at the component, how samples go from now on; a preview alone does. Nothing is told of filters not known yet. */
export function tellRoutes(component: pulumi.Resource, receiver: pulumi.Input<string>, triggers: Manifest[]): void {
  if (!pulumi.runtime.isDryRun()) return;
  const now = pulumi.output(triggers).apply((all) => (all as never[]).map(routedOf));
  pulumi.all([receiver, now]).apply(async ([to, routed]) => {
    if (samplesOfProgram().length === 0) return;
    const left = await previousResources("kubernetes:eventing.knative.dev/v1:Trigger");
    const before = left.map(routedOf).filter((one) => one.to === to);
    for (const line of changes(before, routed as Routed[])) await pulumi.log.info(`routing: ${line}`, component);
  });
}

function changes(before: Routed[], after: Routed[]): string[] {
  return samplesOfProgram().flatMap(([broker, samples]) => {
    const routes = (all: Routed[]) =>
      routingOf(
        all.filter((one) => one.broker === broker),
        samples,
      );
    return routingDiff(routes(before), routes(after));
  });
}
