// What a Knative component tells to those that depend on it: whose it is, its feature flags, what to wait for.
import * as pulumi from "@pulumi/pulumi";
import { knownOf } from "../pulumi/combined";
import { oncePerDeployment } from "../pulumi/previous";
import { kubernetesProvider } from "./provider";

/** The flags of a part of Knative. */
export interface FlagsThere {
  /** The entries of `config-features`: what the stack sets when it is its own, else what the cluster says. */
  features: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Name of the object by which Knative's operator sets them, in a Knative of others. */
  operator?: pulumi.Input<string | undefined>;
}

export interface Installation extends FlagsThere {
  /** True when the stack installs it, so that a function may turn feature flags on. */
  owned: boolean;
  /** Knative Eventing's own flags, where it is there too. */
  eventing?: FlagsThere | undefined;
  /** True when our queue scaler comes with it. */
  queueScaler: boolean;
  /** The last resources of the installation: they are there when all of it is, and go before any other goes. */
  gate: pulumi.Resource[];
}

const installations = new WeakMap<pulumi.Resource, Installation>();

/** All of this deployment. */
const components = oncePerDeployment((): pulumi.Resource[] => []);

export function announce(component: pulumi.Resource, installation: Installation): void {
  installations.set(component, installation);
  components().push(component);
}

type DependsOn = pulumi.ResourceOptions["dependsOn"];

/** The installation that a component depends on, by its own words or by those of the component that it stands in. */
export function installationOf(dependsOn: DependsOn, component?: pulumi.Resource): Installation | undefined {
  const named = listed(dependsOn).find((resource) => installations.has(resource));
  const found = named ?? (mayBeHidden(dependsOn, component) ? onlyOne(component) : undefined);
  return found && installations.get(found);
}

/** In an Output or a promise it can't be seen at once, and what a parent depends on Pulumi does not tell. */
function mayBeHidden(dependsOn: DependsOn, component: pulumi.Resource | undefined): boolean {
  const parent = parentOf(component);
  const isInside = parent !== undefined && "__pulumiType" in parent && parent.__pulumiType !== "pulumi:pulumi:Stack";
  return isInside || (dependsOn !== undefined && !areResources(dependsOn));
}

/** The SDK does not declare it. */
function parentOf(component: pulumi.Resource | undefined): (pulumi.Resource & { __pulumiType?: string }) | undefined {
  return (component as { __parentResource?: pulumi.Resource } | undefined)?.__parentResource;
}

/** The program's one Knative, where it goes to the same cluster. */
function onlyOne(component: pulumi.Resource | undefined): pulumi.Resource | undefined {
  const [one, ...others] = components();
  const isSameCluster = one?.getProvider(kubernetesProvider) === component?.getProvider(kubernetesProvider);
  return others.length === 0 && isSameCluster ? one : undefined;
}

/** Those of this program in the cluster of a component, whatever it depends on. */
export async function otherInstallations(component: pulumi.Resource): Promise<Installation[]> {
  const all = [...components()];
  const [own, ...others] = await Promise.all([component, ...all].map(providerUrn));
  return all.filter((_, index) => others[index] === own).flatMap((one) => installations.get(one) ?? []);
}

/** A plugin gets one provider as an object for each of its components. */
async function providerUrn(component: pulumi.Resource): Promise<string | undefined> {
  const provider = component.getProvider(kubernetesProvider);
  return provider && knownOf(provider.urn);
}

/** Knative's gate in place of Knative: depending on its last resources says the same as on all of them, in a few lines of state. */
export function throughGate(dependsOn: DependsOn): DependsOn {
  const resources = listed(dependsOn);
  if (!resources.some((resource) => installations.has(resource))) return dependsOn;
  return resources.flatMap((resource) => installations.get(resource)?.gate ?? [resource]);
}

/** True where a component waits for something else than a Knative, which may make what it needs. */
export function waitsForOthers(dependsOn: DependsOn): boolean {
  if (dependsOn === undefined) return false;
  return !areResources(dependsOn) || listed(dependsOn).some((resource) => !installations.has(resource));
}

/**
 * The same of the component that it stands in: true wherever there is one, as nobody can tell. By the time that an update
 * registers what stands there, all that is waited for is made; a preview makes nothing.
 */
export async function mayWaitInside(component: pulumi.Resource): Promise<boolean> {
  const parent = parentOf(component);
  if (parent === undefined) return false;
  // A plugin knows of a parent nothing but its URN.
  const type = parent.__pulumiType || (await knownOf(parent.urn))?.split("::")[2];
  return type !== "pulumi:pulumi:Stack";
}

function listed(dependsOn: DependsOn): pulumi.Resource[] {
  return dependsOn !== undefined && areResources(dependsOn) ? ([dependsOn].flat() as pulumi.Resource[]) : [];
}

function areResources(dependsOn: NonNullable<DependsOn>): boolean {
  return [dependsOn].flat().every((entry) => pulumi.Resource.isInstance(entry));
}
