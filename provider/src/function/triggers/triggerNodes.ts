// The triggers of a function as separate nodes, registered after its traffic.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../../cluster/cluster";
import { warnAbsent } from "../../events/absentObjects";
import { reportGroups } from "../../events/groupLines";
import { type Given, givenTriggers, triggerKind } from "../../events/kinds/kinds";
import { isOfProgram } from "../../events/programBrokers";
import { reportRoutes } from "../../events/routeLines";
import { running } from "../../events/runningPods";
import { checkShared } from "../../events/sharedNames";
import { withProgram } from "../../events/sourceImage";
import { warnTriggerDoubts } from "../../events/triggerDoubts";
import { flagsFor, noFlags } from "../../features/enabledFlags";
import { eventingObject } from "../../features/eventingObject";
import { InvalidArgs, show } from "../../input/problems";
import type { KubernetesObject, Manifest } from "../../kubernetes/kubernetesObject";
import { statusNow, whenReady } from "../../kubernetes/readiness";
import { asOutput, combined } from "../../pulumi/value";
import { destinationOf, type Site } from "../site";
import { triggerNeeds, triggerObjects } from "./functionTriggers";

/** Callers find the function already serving. The values are known once the triggers are ready. */
export function registerTriggers(
  site: Site,
  pullSecrets: pulumi.Input<string>[],
  traffic: pulumi.Resource,
): pulumi.Output<unknown>[] {
  const { owner, name, spec, child, dependsOn } = site;
  const given = givenTriggers(spec.triggers).map((one) => {
    return { ...one, args: withProgram(owner, triggerKind(one.kind), one.args, destinationOf(spec)) };
  });
  const asking = { type: "Function", name, dependsOn, child };
  const flags = given.length === 0 ? noFlags : flagsFor(asking, "eventing", triggerNeeds(given));
  const made = given.map((trigger) => {
    const object = { name: combined([spec.name], (own) => `${own}-${trigger.key}`), namespace: spec.namespace };
    const reader = { component: owner, type: "Function", name, path: trigger.path, object };
    const shared = checkShared(reader, triggerKind(trigger.kind), trigger.args);
    warnTriggerDoubts(reader, triggerKind(trigger.kind), trigger.args);
    void warnAbsent({ ...reader, namespace: spec.namespace }, triggerKind(trigger.kind), trigger.args);
    const until = combined([flags.checked, brokerOf(site, trigger), shared], () => undefined);
    const manifests = triggerObjects(trigger, spec, until, pullSecrets);
    return { ...trigger, manifests, ready: triggerNodes(site, trigger, manifests, [traffic, ...flags.nodes]) };
  });
  const events = made.filter(({ kind }) => kind === "event");
  reportRoutes(owner, spec.name, events);
  reportGroups(
    owner,
    name,
    made.map((one) => ({ ...one, node: `${name}/${one.key}` })),
  );
  return made.map(({ ready }) => ready);
}

/** The permissions that a trigger needs come first, the object that calls the function last. */
function triggerNodes(
  { owner, name, spec, child }: Site,
  { kind, key, path }: Given,
  manifests: Manifest[],
  after: pulumi.Resource[],
) {
  const objects: KubernetesObject[] = [];
  for (const manifest of manifests) {
    const options = { ...child, dependsOn: [...after, ...objects] };
    objects.push(eventingObject(`${name}/${key}`, manifest, spec.name, options));
  }
  const last = objects.at(-1) as KubernetesObject;
  const status = statusNow(last, owner);
  const source = { name: `${name}/${key}`, path, namespace: spec.namespace, manifests, object: last };
  const runs = running(triggerKind(kind), source, child);
  const there = runs === undefined ? last.urn : pulumi.all([last.urn, runs]).apply(([urn]) => urn);
  return whenReady(status, `trigger ${key} of function ${name}`, there);
}

/** A broker that is not of this program is looked up before anything waits for it unnecessarily. */
function brokerOf({ owner, spec }: Site, { kind, path, args }: Given): pulumi.Output<unknown> | undefined {
  const { broker, brokerNamespace = spec.namespace } = args;
  if (kind !== "event" || typeof broker !== "string" || isOfProgram(brokerNamespace, broker)) return undefined;
  return asOutput<string>(brokerNamespace).apply(async (namespace) => {
    const kindOf = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", namespace };
    const found = await tryQuery(owner, (cluster) => cluster.list(kindOf));
    const names = found?.answer.map(({ metadata }) => metadata.name);
    if (names === undefined || names.includes(broker)) return;
    const existing = names.length === 0 ? "which has none" : `which has ${names.join(", ")}`;
    const reason = `expected a broker of namespace ${namespace}, ${existing}, got ${show(broker)}; change the name, or create the broker first`;
    throw new InvalidArgs("Function", [{ propertyPath: `${path}.broker`, reason }]);
  });
}
