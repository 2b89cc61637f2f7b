// Ownership of objects in the cluster: a component registers its own objects and unowned ones, and refuses those of other owners.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { displayName, type Identity, isForbidden, type LiveObject, query, tryQuery } from "../cluster/cluster";
import { kubernetesProvider, providerSettings, refuseProvider } from "../cluster/provider";
import { Failure } from "../input/problems";
import { type Manifest, token } from "../kubernetes/kubernetesObject";
import { backendLabel, backendMark } from "../pulumi/backend";
import { whenFree } from "../pulumi/held";
import { log } from "../pulumi/log";
import { momentMilliseconds } from "../pulumi/moment";
import { type Outputs, oncePerDeployment, stackState } from "../pulumi/previous";
import { followedIn, nameIn, urnsOf, urnsOfChild } from "../pulumi/urn";
import { asOutput, knownOf } from "../pulumi/value";
import { lookBehind } from "./behind";
import { ownedElsewhere } from "./leadsTo";
import { adoptedAnnotation, isOwn, otherOwnerOf } from "./marks";
import { moveRefusal } from "./moves";
import { type Claim, isOf, leftBehind, otherNode, refusalOf, takenOverBy, twinOf } from "./refusals";

const adopting = new WeakSet<pulumi.Resource>();

/** Lets the component adopt existing objects, as its user requested. */
export function adoptFor(component: pulumi.Resource): void {
  adopting.add(component);
}

export const adopts = (component: pulumi.Resource): boolean => adopting.has(component);

/**
 * The object's name, once it is certain that nobody else owns the object. Nothing that uses the name is applied before. `own` is the
 * component's name in the cluster.
 */
export function claimed(
  manifest: Manifest,
  component: pulumi.ComponentResource,
  node: string,
  own: pulumi.Input<string>,
): pulumi.Output<string> {
  const { name, namespace } = manifest.metadata;
  return pulumi.all([name, namespace]).apply(async ([known, place]) => {
    const { apiVersion, kind } = manifest;
    const object = { apiVersion, kind, name: known, namespace: place };
    const isElsewhere = (live: LiveObject) => ownedElsewhere(live, manifest, own);
    await together(component, checkOwner(object, component, node, isElsewhere));
    return known;
  });
}

const checks = new WeakMap<pulumi.Resource, Promise<void>[]>();

/**
 * One error reports all refused objects of the component, as far as their names are known by then, and none of its objects is
 * registered if one is refused.
 */
async function together(component: pulumi.Resource, check: Promise<void>): Promise<void> {
  const all = checks.get(component) ?? [];
  checks.set(component, all);
  all.push(check);
  if ((await Promise.allSettled(all)).every(({ status }) => status === "fulfilled")) return;
  const ended = await settledChecks(all);
  const errors = ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  const refused = errors.filter((error) => error instanceof Failure);
  if (refused.length === 0 || new Set(refused).size === 1) throw refused[0] ?? errors[0];
  throw new Failure([...new Set(refused.map(({ message }) => message))].join("\n"));
}

/** During an update a name may become known a moment later: waits for those before reporting. */
async function settledChecks(all: Promise<void>[]): Promise<PromiseSettledResult<void>[]> {
  for (let known = -1; known !== all.length; ) {
    known = all.length;
    await Promise.allSettled(all);
    await setTimeout(momentMilliseconds);
  }
  return Promise.allSettled(all);
}

/** Why an existing object with this stack's labels belongs to another component. */
type Elsewhere = (live: LiveObject) => Promise<string | undefined>;

async function checkOwner(
  object: Identity,
  component: pulumi.ComponentResource,
  node: string,
  isElsewhere: Elsewhere,
): Promise<void> {
  await whenFree(component);
  await refuseProvider(component);
  const [given, state, mark] = await Promise.all([
    urnsOfChild(component, token(object), node),
    stackState(),
    backendMark(),
  ]);
  const urns = followedIn(state, given);
  const isMain = node === nameIn((await knownOf(component.urn)) ?? "");
  const own = urns.find((urn) => state[urn] !== undefined);
  const moved = isMain ? moveRefusal(object, own, state) : undefined;
  claimOnce(object, given[0] ?? "", await clusterKey(component));
  const live = await unknownToState(object, component, { urns, state });
  const begun = (await urnsOf(component)).some((urn) => state[urn] !== undefined);
  const claim = { urns, given, state, mark, adopt: adopts(component), begun, own };
  const refusal = moved ?? (await refusedBy(object, live, claim, isElsewhere));
  if (refusal !== undefined) throw new Failure(refusal);
  if (own !== undefined) await checkOwn(object, state[own]?.outputs, component, mark);
  if (live !== undefined) reportTaken(object, live, component, mark);
}

async function refusedBy(
  object: Identity,
  live: LiveObject | undefined,
  claim: Claim & { own: string | undefined },
  isElsewhere: Elsewhere,
): Promise<string | undefined> {
  const { state, mark, own, adopt } = claim;
  if (live === undefined) return twinOf(object, claim);
  const left = otherNode(live, claim) === undefined && leftBehind(live, own && state[own]?.outputs, mark);
  const refusal = left || refusalOf(live, claim);
  return refusal ?? (adopt || !isOwn(live, mark) ? undefined : isElsewhere(live));
}

/** For an object that is in the state: whether it still belongs to this stack. */
async function checkOwn(
  object: Identity,
  own: Outputs | undefined,
  component: pulumi.ComponentResource,
  mark: string | undefined,
): Promise<void> {
  if (isOf(own, object)) {
    const there = await lookBehind(object, component);
    const lost = there && takenOverBy(there, own, mark);
    if (lost !== undefined && !adopts(component)) throw new Failure(`${displayName(object)} ${lost}`);
    if (lost !== undefined) void log.warn(`${displayName(object)} ${lost}`, component);
  }
  if (own?.metadata?.annotations?.[adoptedAnnotation] !== undefined && !adopts(component))
    void log.info(`${displayName(object)} was adopted and now belongs to this stack: a destroy deletes it`, component);
}

/** For an object that is not in the state. */
function reportTaken(
  object: Identity,
  live: LiveObject,
  component: pulumi.ComponentResource,
  mark: string | undefined,
): void {
  const whose = `${otherOwnerOf(live)}${remedyThere(live)}`;
  if (!adopts(component)) void log.warn(takenFor(object, live), component);
  else if (!isOwn(live, mark)) void log.info(`${displayName(object)} exists and is adopted: ${whose}`, component);
}

const remedyThere = ({ metadata: { labels = {} } }: LiveObject) =>
  labels["app.kubernetes.io/managed-by"] === "pulumi"
    ? "; remove it from that stack's state (pulumi state delete), or a destroy of that stack deletes it"
    : "";

/** Left by an update that died, e.g. because its machine went down. */
function takenFor(object: Identity, { metadata: { labels = {} } }: LiveObject): string {
  const taken = `${displayName(object)} already exists with the labels of this stack but is not in its state: it is treated as created by an update that died`;
  return labels[backendLabel] === undefined ? `${taken}. ${unmarked()}` : taken;
}

/** Without the backend mark it looks the same as an object of a stack with the same names in another backend. */
const unmarked = () =>
  `If another backend also has a stack ${pulumi.getProject()}/${pulumi.getStack()}, it may belong to that one; rename one of the two`;

/** The foreign object that exists under the node's name, if any. Undefined if the cluster can't be queried. */
export async function foreignObject(
  manifest: Manifest,
  component: pulumi.ComponentResource,
  node: string,
): Promise<LiveObject | undefined> {
  const { apiVersion, kind, metadata } = manifest;
  const [name, namespace] = await Promise.all([
    knownOf(asOutput(metadata.name)),
    knownOf(asOutput(metadata.namespace)),
  ]);
  if (name === undefined) return undefined;
  const [urns, state] = await Promise.all([urnsOfChild(component, token(manifest), node), stackState()]);
  const object = { apiVersion, kind, name, namespace };
  const live = await unknownToState(object, component, { urns: followedIn(state, urns), state });
  return live !== undefined && !isOwn(live, await backendMark()) ? live : undefined;
}

/** True for an object that is not in the state and that this user may not read: if it exists, others manage it. */
export async function isOutOfReach(
  manifest: Manifest,
  component: pulumi.ComponentResource,
  node: string,
): Promise<boolean> {
  const { apiVersion, kind, metadata } = manifest;
  const [name, urns, state] = await Promise.all([
    knownOf(asOutput(metadata.name)),
    urnsOfChild(component, token(manifest), node),
    stackState(),
  ]);
  if (name === undefined || urns.some((urn) => state[urn] !== undefined)) return false;
  return isForbidden(component, { apiVersion, kind, name });
}

async function unknownToState(
  object: Identity,
  component: pulumi.ComponentResource,
  { urns, state }: Pick<Claim, "urns" | "state">,
): Promise<LiveObject | undefined> {
  if (urns.some((urn) => isOf(state[urn]?.outputs, object))) return undefined;
  return (await query(component, (cluster) => cluster.get(object)))?.answer;
}

/** The node that claims an object, by cluster and object. */
const claims = oncePerDeployment(() => new Map<string, string>());

/** Claims the name of an object that the cluster creates for the component. */
export async function claimName(object: Identity, component: pulumi.ComponentResource): Promise<void> {
  claimOnce(object, (await knownOf(component.urn)) ?? "", await clusterKey(component));
}

function claimOnce(object: Identity, urn: string, cluster: string): void {
  const key = JSON.stringify([cluster, object]);
  const other = claims().get(key);
  if (other !== undefined && other !== urn)
    throw new Failure(`${displayName(object)} would be created twice: ${twice(other, urn)}`);
  claims().set(key, urn);
}

const twice = (one: string, other: string) =>
  `by ${one} and by ${other}, and each would delete the other's; set another name or namespace for one of them`;

/** Two providers of one program may connect to the same cluster with different settings. */
async function clusterKey(component: pulumi.ComponentResource): Promise<string> {
  const address = (await tryQuery(component, async (cluster) => cluster.address))?.answer;
  if (address !== undefined) return address;
  const settings = await providerSettings(component).catch(() => undefined);
  if (settings !== undefined) return JSON.stringify(settings);
  const provider = component.getProvider(kubernetesProvider);
  return provider === undefined ? "" : ((await knownOf(provider.urn)) ?? "");
}
