// What a Knative component publishes for its dependents: whether the stack owns it, its feature flags, what to depend on.
import * as pulumi from "@pulumi/pulumi";
import { oncePerDeployment } from "../pulumi/previous";
import { knownOf } from "../pulumi/value";
import { kubernetesProvider } from "./provider";

/** The feature flags of one part of Knative. */
export interface FlagsThere {
  /** The entries of `config-features`: those that the stack sets if it owns Knative, otherwise those in the cluster. */
  features: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Name of the object through which Knative's operator sets the flags, in a foreign Knative. */
  operator?: pulumi.Input<string | undefined>;
}

export interface Installation extends FlagsThere {
  /** True if the stack installs it, so that a function may turn feature flags on. */
  owned: boolean;
  /** Knative Eventing's own flags, if Eventing is installed too. */
  eventing?: FlagsThere | undefined;
  /** True if it includes this package's queue scaler. */
  queueScaler: boolean;
  /** The last resources of the installation: they exist once all others do, and are deleted before any other. */
  gate: pulumi.Resource[];
}

const installations = new WeakMap<pulumi.Resource, Installation>();

/** All Knative components of this deployment. */
const components = oncePerDeployment((): pulumi.Resource[] => []);

export function announce(component: pulumi.Resource, installation: Installation): void {
  installations.set(component, installation);
  components().push(component);
}

type DependsOn = pulumi.ResourceOptions["dependsOn"];

/** The installation that a component depends on, directly or through its parent component. */
export function installationOf(dependsOn: DependsOn, component?: pulumi.Resource): Installation | undefined {
  const named = listed(dependsOn).find((resource) => installations.has(resource));
  const found = named ?? (mayBeHidden(dependsOn, component) ? onlyOne(component) : undefined);
  return found && installations.get(found);
}

/** Dependencies in an Output or a promise can't be inspected immediately, and Pulumi does not expose a parent's dependencies. */
function mayBeHidden(dependsOn: DependsOn, component: pulumi.Resource | undefined): boolean {
  const parent = parentOf(component);
  const isInside = parent !== undefined && "__pulumiType" in parent && parent.__pulumiType !== "pulumi:pulumi:Stack";
  return isInside || (dependsOn !== undefined && !areResources(dependsOn));
}

/** The SDK does not declare this field. */
function parentOf(component: pulumi.Resource | undefined): (pulumi.Resource & { __pulumiType?: string }) | undefined {
  return (component as { __parentResource?: pulumi.Resource } | undefined)?.__parentResource;
}

/** The program's only Knative, if it is in the same cluster. */
function onlyOne(component: pulumi.Resource | undefined): pulumi.Resource | undefined {
  const [one, ...others] = components();
  const isSameCluster = one?.getProvider(kubernetesProvider) === component?.getProvider(kubernetesProvider);
  return others.length === 0 && isSameCluster ? one : undefined;
}

/** The program's installations in the cluster of a component, whatever it depends on. */
export async function otherInstallations(component: pulumi.Resource): Promise<Installation[]> {
  const all = [...components()];
  const [own, ...others] = await Promise.all([component, ...all].map(providerUrn));
  return all.filter((_, index) => others[index] === own).flatMap((one) => installations.get(one) ?? []);
}

/** A plugin receives the same provider as a separate object for each of its components. */
async function providerUrn(component: pulumi.Resource): Promise<string | undefined> {
  const provider = component.getProvider(kubernetesProvider);
  return provider && knownOf(provider.urn);
}

/** Replaces Knative by its gate: a dependency on its last resources means the same as one on all, and takes far less space in the state. */
export function throughGate(dependsOn: DependsOn): DependsOn {
  const resources = listed(dependsOn);
  if (!resources.some((resource) => installations.has(resource))) return dependsOn;
  return resources.flatMap((resource) => installations.get(resource)?.gate ?? [resource]);
}

/** True if a component depends on something other than a Knative, which may create what the component needs. */
export function waitsForOthers(dependsOn: DependsOn): boolean {
  if (dependsOn === undefined) return false;
  return !areResources(dependsOn) || listed(dependsOn).some((resource) => !installations.has(resource));
}

/**
 * The same for its parent component: true whenever there is one, because its dependencies are not visible. By the time an update
 * registers the children, all dependencies have been created; a preview creates nothing.
 */
export async function mayWaitInside(component: pulumi.Resource): Promise<boolean> {
  const parent = parentOf(component);
  if (parent === undefined) return false;
  // A plugin knows only the URN of a parent.
  const type = parent.__pulumiType || (await knownOf(parent.urn))?.split("::")[2];
  return type !== "pulumi:pulumi:Stack";
}

function listed(dependsOn: DependsOn): pulumi.Resource[] {
  return dependsOn !== undefined && areResources(dependsOn) ? ([dependsOn].flat() as pulumi.Resource[]) : [];
}

function areResources(dependsOn: NonNullable<DependsOn>): boolean {
  return [dependsOn].flat().every((entry) => pulumi.Resource.isInstance(entry));
}
