// The namespace of a component that sets none: that of the Kubernetes provider, determined as the provider does.
import * as pulumi from "@pulumi/pulumi";
import { Failure, InvalidArgs, show } from "../input/problems";
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";
import { innerOf } from "../pulumi/undeclared";
import { asOutput, knownOf, notKnown } from "../pulumi/value";
import { type Cluster, tryQuery } from "./cluster";
import { mayWaitInside, waitsForOthers } from "./installation";
import { closedBecause, closedNow, namespaceAppears, namespaceObject, patience } from "./namespaceObject";
import { type Configured, configurationOf, configuredDefaults, kubernetesProvider } from "./provider";

const usual = "default";

/** A preview reports a namespace that it does not know yet, e.g. in a cluster that the same update creates. */
export function homeOf(
  component: pulumi.ComponentResource,
  given: pulumi.Input<string> | undefined,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<string> {
  const home = given ?? defaultNamespace(component.getProvider(kubernetesProvider));
  if (given === undefined && typeof home !== "string") void reportUnknown(component, home);
  if (pulumi.runtime.isDryRun() && !waitsForOthers(dependsOn)) void warnMissing(component, home);
  return home;
}

/** Warns once, however many components are in the namespace. */
async function warnMissing(component: pulumi.ComponentResource, home: pulumi.Input<string>): Promise<void> {
  const name = (await mayWaitInside(component)) ? undefined : await plainName(home);
  const reason = name && (await tryQuery(component, (cluster) => foundClosed(cluster, name)))?.answer;
  if (reason) void log.warn(`namespace: ${reason}`, component);
}

/**
 * During an update, resolves once the namespace has been seen. Without a namespace, every object would be retried until the timeout.
 * Not checked for a component with other dependencies, which may create the namespace.
 */
export function homeThere(
  type: string,
  component: pulumi.ComponentResource,
  home: pulumi.Input<string>,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<unknown> {
  if (pulumi.runtime.isDryRun() || waitsForOthers(dependsOn)) return undefined;
  return pulumi.output(refuseMissing(type, component, home));
}

async function refuseMissing(type: string, component: pulumi.ComponentResource, home: pulumi.Input<string>) {
  const name = await plainName(home);
  if (name === undefined) return;
  // The URN is known only after the dependencies of the parent component exist.
  await knownOf(component.urn);
  const looked = await tryQuery(component, async (cluster) => {
    const isSeen = await namespaceAppears(cluster, name, () => reportWaiting(component, name));
    return isSeen ? undefined : closedNow(cluster, name);
  });
  if (looked?.answer === undefined) return;
  throw new InvalidArgs(type, [{ propertyPath: "namespace", reason: looked.answer }]);
}

function reportWaiting(component: pulumi.ComponentResource, name: string): void {
  const seconds = patience.milliseconds / 1000;
  const waiting = `does not exist in the cluster yet; waiting up to ${seconds} s, because this program may be creating it`;
  void log.info(`namespace: ${show(name)} ${waiting}`, component);
}

/**
 * Undefined if the name is not known yet, or if the program creates the namespace: then the name is its Output, or the namespace is in
 * `dependsOn`; otherwise the order is undefined. A secret name is refused by the validation of all arguments.
 */
async function plainName(home: pulumi.Input<string>): Promise<string | undefined> {
  const output = asOutput(home);
  const query = Promise.all([knownOf(output), makersOf(output), pulumi.isSecret(output)]);
  const [name, makers, isSecret] = await query.catch(() => [undefined, 0, false] as const);
  return typeof name !== "string" || name === "" || makers > 0 || isSecret ? undefined : name;
}

const lookedFor = new WeakMap<Cluster, Set<string>>();

async function foundClosed(cluster: Cluster, name: string): Promise<string | undefined> {
  const names = lookedFor.get(cluster) ?? new Set();
  if (names.has(name)) return undefined;
  lookedFor.set(cluster, names.add(name));
  return closedBecause(name, await namespaceObject(cluster, name));
}

/** The number of resources that an Output depends on. */
async function makersOf(output: pulumi.Output<unknown>): Promise<number> {
  return (await innerOf(output).allResources?.())?.size ?? 0;
}

const byProvider = oncePerDeployment(() => new Map<pulumi.ProviderResource | undefined, pulumi.Input<string>>());

/** Immediate for the default provider; any other is queried. */
export function defaultNamespace(provider: pulumi.ProviderResource | undefined): pulumi.Input<string> {
  const known = byProvider().get(provider) ?? namespaceOf(provider);
  byProvider().set(provider, known);
  return known;
}

function namespaceOf(provider: pulumi.ProviderResource | undefined): pulumi.Input<string> {
  if (provider === undefined) return namespaceIn(configuredDefaults()) as string;
  return pulumi.output(configurationOf(provider).then(namespaceIn, notFound));
}

function notFound({ message }: Error): never {
  throw new Failure(`the Kubernetes provider's namespace could not be read: ${message}; set namespace`);
}

/**
 * First the provider's own setting, then that of the context (pulumi-kubernetes v4, Configure in provider/pkg/provider). A
 * kubeconfig that can't be read sets none; the reason is reported when the cluster is queried.
 */
function namespaceIn({ settings, namespace }: Configured): string {
  if (namespace !== undefined) return namespace;
  if (settings === undefined) return notKnown();
  // Loaded on demand, because the client is slow to load.
  const kubeconfig = require("./kubeconfig") as typeof import("./kubeconfig");
  try {
    return kubeconfig.namespaceOf(settings) || usual;
  } catch {
    return usual;
  }
}

async function reportUnknown(component: pulumi.Resource, home: pulumi.Input<string>): Promise<void> {
  if ((await knownOf(asOutput(home)).catch(() => usual)) !== undefined) return;
  void log.info(
    "namespace: not known before the update, because it comes from the Kubernetes provider, which is not known yet; set namespace to see it here",
    component,
  );
}
