// Whose an object of the cluster is: a component registers what is its own or nobody's, and refuses what is another's.
import * as pulumi from "@pulumi/pulumi";
import { backendLabel, backendMark } from "./backend";
import { lookBehind } from "./behind";
import { asked, called, type Identity, isForbidden, type LiveObject } from "./cluster";
import { asOutput, knownOf } from "./combined";
import { type Manifest, token } from "./kubernetes";
import { isOwn, otherOwnerOf } from "./marks";
import { moveRefusal } from "./moves";
import { oncePerDeployment, type State, stackState } from "./previous";
import { Failure } from "./problems";
import { providerSettings } from "./provider";
import { nameIn, urnsOfChild } from "./urn";

const adopting = new WeakSet<pulumi.Resource>();

/** The component takes over what is there, as its user has said. */
export function adoptFor(component: pulumi.Resource): void {
  adopting.add(component);
}

export const adopts = (component: pulumi.Resource): boolean => adopting.has(component);

/** The object's name, once it is sure that the object is nobody else's. Nothing that uses it is applied before that. */
export function claimed(manifest: Manifest, component: pulumi.ComponentResource, node: string): pulumi.Output<string> {
  const { name, namespace } = manifest.metadata;
  return pulumi.all([name, namespace]).apply(async ([known, place]) => {
    const { apiVersion, kind } = manifest;
    await checkOwner({ apiVersion, kind, name: known, namespace: place }, component, node);
    return known;
  });
}

async function checkOwner(object: Identity, component: pulumi.ComponentResource, node: string): Promise<void> {
  const [urns, state, mark] = await Promise.all([
    urnsOfChild(component, token(object), node),
    stackState(),
    backendMark(),
  ]);
  const isMain = node === nameIn((await knownOf(component.urn)) ?? "");
  const own = urns.find((urn) => state[urn] !== undefined);
  const moved = isMain ? moveRefusal(object, own, state) : undefined;
  claimOnce(object, urns[0] ?? "", await clusterKey(component));
  const live = await unknownToState(object, component, { urns, state });
  const refusal =
    moved ??
    (live === undefined
      ? twinOf(object, { urns, state })
      : refusalOf(live, { urns, state, mark, adopt: adopts(component) }));
  if (refusal !== undefined) throw new Failure(refusal);
  if (own !== undefined && isOf(state[own]?.outputs, object)) {
    const other = await lookBehind(object, state[own]?.outputs?.metadata?.uid, component);
    if (other !== undefined && !adopts(component) && !isOwn(other, mark)) throw new Failure(madeAgain(object, other));
  }
  if (live === undefined) return;
  if (!adopts(component)) await pulumi.log.warn(takenFor(object, live), component);
  else if (!isOwn(live, mark))
    await pulumi.log.info(`${called(object)} is there, and taken over: ${otherOwnerOf(live)}`, component);
}

/** Of a name in the state whose object was deleted behind its back. */
const madeAgain = (object: Identity, other: LiveObject) =>
  `${called(object)} is not the one that this stack has made: that was deleted, and somebody has made another one; ${otherOwnerOf(other)}; ${otherStack}`;

/** As of a machine that went down. */
function takenFor(object: Identity, { metadata: { labels = {} } }: LiveObject): string {
  const taken = `${called(object)} is there already with the labels of this stack, and is not in its state: it is taken for what an update that died has made, or a destroy has left in place`;
  return labels[backendLabel] === undefined ? `${taken}. ${unmarked()}` : taken;
}

/** Without the mark it looks the same as what a stack of these names has made whose state is elsewhere. */
const unmarked = () =>
  `Where another backend has a stack ${pulumi.getProject()}/${pulumi.getStack()} too, it may be that one's; give one of the two another name`;

/** What is there and is not of this stack, though it is what the node would make. Nothing where it can't be looked up. */
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
  const live = await unknownToState({ apiVersion, kind, name, namespace }, component, { urns, state });
  return live !== undefined && !isOwn(live, await backendMark()) ? live : undefined;
}

/** True for what the state does not have and this user may not read: if it is there, it is others' to care for. */
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
  return (await asked(component, (cluster) => cluster.get(object)))?.answer;
}

/** By cluster and object, which node of this deployment has it. */
const claims = oncePerDeployment(() => new Map<string, string>());

function claimOnce(object: Identity, urn: string, cluster: string): void {
  const key = JSON.stringify([cluster, object]);
  const other = claims().get(key);
  if (other !== undefined && other !== urn)
    throw new Failure(`${called(object)} would be made twice: ${twice(other, urn)}`);
  claims().set(key, urn);
}

const twice = (one: string, other: string) =>
  `by ${one} and by ${other}, and the one would delete what is the other's; give one of them another name or namespace`;

/** Two providers of one program may lead to the same cluster. */
async function clusterKey(component: pulumi.ComponentResource): Promise<string> {
  const settings = await providerSettings(component).catch(() => undefined);
  if (settings !== undefined) return JSON.stringify(settings);
  const provider = component.getProvider("kubernetes:core/v1:Namespace");
  return provider === undefined ? "" : ((await knownOf(provider.urn)) ?? "");
}

function isOf(outputs: { metadata?: { name?: string; namespace?: string } } | undefined, object: Identity): boolean {
  const { name, namespace } = outputs?.metadata ?? {};
  return name === object.name && (namespace === object.namespace || object.namespace === undefined);
}

export interface Claim {
  /** Under which the state may have the node. */
  urns: string[];
  state: State;
  /** Of the stack's backend, where that is known. */
  mark?: string | undefined;
  adopt: boolean;
}

/** Pure: why this node may not have the object that is there, or undefined where it may. */
export function refusalOf(live: LiveObject, { urns, state, mark, adopt }: Claim): string | undefined {
  const what = `${called({ ...live, name: live.metadata.name, namespace: live.metadata.namespace })} is there already`;
  if (live.metadata.deletionTimestamp !== undefined) return `${what}, and is being deleted; wait until it is gone`;
  const other = Object.keys(state).find((urn) => !urns.includes(urn) && isManaged(urn) && hasUid(state[urn], live));
  if (other !== undefined) return `${what}, and is of another resource of this stack: ${other}; ${sameStack}`;
  if (isOwn(live, mark)) return undefined;
  const isClaim = live.kind === "ClusterDomainClaim";
  if (adopt && !isClaim) return undefined;
  const ways = isClaim ? `it is for namespace ${live.spec?.namespace}, and ${claimOfOthers}` : otherStack;
  return `${what}, and is not of this stack: ${otherOwnerOf(live)}; ${ways}`;
}

const sameStack =
  "it would be deleted together with that one. If this is the same one, renamed or moved, give it aliases with what it was; if it moves from there, take it away there in an update of its own; else give another name";
const claimOfOthers =
  "a claim is the platform's, and never adopted: ask for one of this namespace, or take another domain";
const otherStack =
  "give another name or namespace, or adopt: true to take it over and to leave it in place when this stack is destroyed";

/** Pure: why a node may not go on with an object that the state has twice. */
export function twinOf(object: Identity, { urns, state }: Pick<Claim, "urns" | "state">): string | undefined {
  const own = urns.find((urn) => isOf(state[urn]?.outputs, object));
  const uid = own && state[own]?.outputs?.metadata?.uid;
  const twin =
    uid &&
    Object.keys(state).find(
      (urn) => hasUid(state[urn], { metadata: { uid } }) && !urns.includes(urn) && isManaged(urn),
    );
  if (!twin) return undefined;
  return `${called(object)} is in this state twice, as ${own} and as ${twin}: to take one away would delete it for both; let go of one with pulumi state delete`;
}

const hasUid = (resource: State[string] | undefined, live: { metadata: { uid: string } }) =>
  resource?.outputs?.metadata?.uid === live.metadata.uid;

/** Patches and reads have the object of another. */
function isManaged(urn: string): boolean {
  return !/Patch::/.test(urn) && !urn.endsWith(" (read)");
}
