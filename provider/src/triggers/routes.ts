// What a preview tells of routing: how the sample events of a broker go with the triggers of one function, before and after.
import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../core/kubernetes";
import { log } from "../core/log";
import { previousResources } from "../core/previous";
import { type Routed, routedOf, routingOf } from "../filters/routed";
import { routingDiff } from "../filters/routing";
import { samplesOfProgram } from "./brokers";

/** Tells, at the component, how samples go from now on; a preview alone does. Nothing is told of filters not known yet. */
export function tellRoutes(component: pulumi.Resource, receiver: pulumi.Input<string>, triggers: Manifest[]): void {
  if (!pulumi.runtime.isDryRun() || triggers.length === 0) return;
  const brokers = triggers.map(({ spec }) => spec.broker as pulumi.Input<string>);
  pulumi.all([receiver, ...brokers]).apply(async ([to]) => {
    // A broker may stand after the function in the program.
    await new Promise(setImmediate);
    if (samplesOfProgram().length === 0) return;
    pulumi.output(triggers).apply((all) => tell(component, to as string, (all as never[]).map(routedOf)));
  });
}

async function tell(component: pulumi.Resource, to: string, routed: Routed[]): Promise<void> {
  const left = await previousResources("kubernetes:eventing.knative.dev/v1:Trigger");
  const before = left.map(routedOf).filter((one) => one.to === to);
  for (const line of changes(before, routed)) void log.info(`routing: ${line}`, component);
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
