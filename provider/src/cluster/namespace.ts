// The namespace of objects whose component names none: that of the Kubernetes provider, as the provider itself finds it.
import * as pulumi from "@pulumi/pulumi";
import { Failure, InvalidArgs, show } from "../input/problems";
import { asOutput, innerOf, knownOf, notKnown } from "../pulumi/combined";
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";
import { type Cluster, tryQuery } from "./cluster";
import { mayWaitInside, waitsForOthers } from "./installation";
import { closedBecause, closedNow, namespaceAppears, namespaceObject, patience } from "./namespaceObject";
import { type Configured, configurationOf, configuredDefaults, kubernetesProvider } from "./provider";

const usual = "default";

/** A preview may not know it yet, as of a cluster that the same update makes, and says so then. */
export function homeOf(
  component: pulumi.ComponentResource,
  given: pulumi.Input<string> | undefined,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<string> {
  const home = given ?? defaultNamespace(component.getProvider(kubernetesProvider));
  if (given === undefined && typeof home !== "string") void tellUnknown(component, home);
  if (pulumi.runtime.isDryRun() && !waitsForOthers(dependsOn)) void tellMissing(component, home);
  return home;
}

/** Told once, however many components stand there. */
async function tellMissing(component: pulumi.ComponentResource, home: pulumi.Input<string>): Promise<void> {
  const name = (await mayWaitInside(component)) ? undefined : await plainName(home);
  const reason = name && (await tryQuery(component, (cluster) => foundClosed(cluster, name)))?.answer;
  if (reason) void log.warn(`namespace: ${reason}`, component);
}

/**
 * In an update, known once the namespace was seen. Without one every object is tried again and again, until the time is over.
 * That of a component that waits for others they may make.
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
  // What the component that it stands in depends on is there by then.
  await knownOf(component.urn);
  const looked = await tryQuery(component, async (cluster) => {
    const isSeen = await namespaceAppears(cluster, name, () => tellWaiting(component, name));
    return isSeen ? undefined : closedNow(cluster, name);
  });
  if (looked?.answer === undefined) return;
  throw new InvalidArgs(type, [{ propertyPath: "namespace", reason: looked.answer }]);
}

function tellWaiting(component: pulumi.ComponentResource, name: string): void {
  const seconds = patience.milliseconds / 1000;
  const words = `is not in the cluster yet; it is waited for, ${seconds} s at most, as this program may be making it`;
  void log.info(`namespace: ${show(name)} ${words}`, component);
}

/**
 * Undefined where nobody knows it yet, or the program makes it: that is an Output of it, or stands in `dependsOn`; else nobody
 * knows which of the two comes first. A secret one is refused, by the checks of all arguments.
 */
async function plainName(home: pulumi.Input<string>): Promise<string | undefined> {
  const output = asOutput(home);
  const asking = Promise.all([knownOf(output), makersOf(output), pulumi.isSecret(output)]);
  const [name, makers, isSecret] = await asking.catch(() => [undefined, 0, false] as const);
  return typeof name !== "string" || name === "" || makers > 0 || isSecret ? undefined : name;
}

const lookedFor = new WeakMap<Cluster, Set<string>>();

async function foundClosed(cluster: Cluster, name: string): Promise<string | undefined> {
  const names = lookedFor.get(cluster) ?? new Set();
  if (names.has(name)) return undefined;
  lookedFor.set(cluster, names.add(name));
  return closedBecause(name, await namespaceObject(cluster, name));
}

/** Of how many resources an Output is. */
async function makersOf(output: pulumi.Output<unknown>): Promise<number> {
  return (await innerOf(output).allResources?.())?.size ?? 0;
}

const byProvider = oncePerDeployment(() => new Map<pulumi.ProviderResource | undefined, pulumi.Input<string>>());

/** At once with the default provider; any other is asked for. */
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
  throw new Failure(`the Kubernetes provider's namespace could not be read: ${message}; give namespace`);
}

/**
 * First what the provider is given, then what the context says (pulumi-kubernetes v4, Configure in provider/pkg/provider). A
 * kubeconfig that can't be read has none, and whoever asks the cluster says why.
 */
function namespaceIn({ settings, namespace }: Configured): string {
  if (namespace !== undefined) return namespace;
  if (settings === undefined) return notKnown();
  // The client takes its time to load.
  const kubeconfig = require("./kubeconfig") as typeof import("./kubeconfig");
  try {
    return kubeconfig.namespaceOf(settings) || usual;
  } catch {
    return usual;
  }
}

async function tellUnknown(component: pulumi.Resource, home: pulumi.Input<string>): Promise<void> {
  if ((await knownOf(asOutput(home)).catch(() => usual)) !== undefined) return;
  void log.info(
    "namespace: not known before the update, as it is that of the Kubernetes provider, which is not known yet; give namespace to see it here",
    component,
  );
}
