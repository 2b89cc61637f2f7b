// What a preview reports about routing: how a broker's sample events reach the triggers of one function, before and after.
import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { matches } from "../filters/passes";
import { type Routed, routedOf, routingOf } from "../filters/routed";
import { routingDiff } from "../filters/routing";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { log } from "../pulumi/log";
import { previousResources } from "../pulumi/previous";
import { samplesOfProgram } from "./programBrokers";

/** The objects of a trigger, with the property path of its arguments. */
interface Placed {
  path: string;
  manifests: Manifest[];
}

/** Reports at the component how samples will be routed; only in a preview. Unknown filters are not reported. */
export function reportRoutes(component: pulumi.Resource, receiver: pulumi.Input<string>, triggers: Placed[]): void {
  if (!pulumi.runtime.isDryRun() || triggers.length === 0) return;
  const senders = triggers.flatMap(({ path, manifests: all }) => all.slice(-1).map((sender) => ({ path, sender })));
  const manifests = senders.map(({ sender }) => sender);
  const paths = senders.map(({ path }) => path);
  const brokers = manifests.map(({ spec }) => spec.broker as pulumi.Input<string>);
  pulumi.all([receiver, ...brokers]).apply(async ([to]) => {
    // A broker may come after the function in the program.
    await new Promise(setImmediate);
    if (samplesOfProgram().length === 0) return;
    pulumi.output(manifests).apply((all) => {
      const routed = all.map(({ metadata, spec }) => ({ ...routedOf({ metadata, spec }), to: to as string }));
      return report(component, to as string, routed, paths);
    });
  });
}

async function report(component: pulumi.Resource, to: string, routed: Routed[], paths: string[]): Promise<void> {
  const left = await previousResources("kubernetes:eventing.knative.dev/v1:Trigger");
  const before = left.map(routedOf).filter((one) => one.to === to);
  const missed = paths.filter((_, index) => isMissed(routed[index] as Routed, before));
  const lines = [...changes(before, routed), ...missed.map((path) => `no sample reaches ${path}`)];
  for (const line of lines) void log.info(`routing: ${line}`, component);
}

/** True for a new or changed trigger that receives none of its broker's samples. */
function isMissed(trigger: Routed, before: Routed[]): boolean {
  const [, samples = {}] = samplesOfProgram().find(([broker]) => broker === trigger.broker) ?? [];
  const events = Object.values(samples);
  if (events.length === 0 || events.some((event) => matches(trigger.filters, event))) return false;
  return !before.some((one) => isDeepStrictEqual(one, trigger));
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
