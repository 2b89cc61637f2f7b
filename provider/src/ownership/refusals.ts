// Why a node may not have an object of the cluster. Pure.
import { displayName, type Identity, type LiveObject } from "../cluster/cluster";
import type { Outputs, State } from "../pulumi/previous";
import { nameIn } from "../pulumi/urn";
import { isOwn, isTakenOver, isUnknownTo, otherOwnerOf } from "./marks";

export interface Claim {
  /** Under which the state has the node, or may have it. */
  urns: string[];
  /** Also those of aliases that the engine does not follow, as the state has the node under an earlier one. */
  given?: string[];
  state: State;
  /** Of the stack's backend, where that is known. */
  mark?: string | undefined;
  adopt: boolean;
  /** The state has the component: an update of this stack may have died between it and its object. */
  begun: boolean;
}

/** Why this node may not have the object that is there, or undefined where it may. */
export function refusalOf(live: LiveObject, claim: Claim): string | undefined {
  const { mark, adopt, begun } = claim;
  const what = `${displayName({ ...live, name: live.metadata.name, namespace: live.metadata.namespace })} is there already`;
  if (live.metadata.deletionTimestamp !== undefined) return `${what}, and is being deleted; wait until it is gone`;
  const other = otherNode(live, claim);
  if (other !== undefined)
    return `${what}, and is of another resource of this stack: ${other}; ${sameStack(other, claim)}`;
  const isClaim = live.kind === "ClusterDomainClaim";
  if (isOwn(live, mark)) return begun || adopt ? undefined : `${what}, ${ofItsName}`;
  if (adopt && !isClaim) return undefined;
  const remedy = isClaim ? `it is for namespace ${live.spec?.namespace}, and ${claimOfOthers}` : ways;
  return `${what}, and is not of this stack: ${otherOwnerOf(live)}; ${remedy}`;
}

/** The other node of the state that has the object. */
export function otherNode(live: LiveObject, { urns, state }: Pick<Claim, "urns" | "state">): string | undefined {
  return Object.keys(state).find((urn) => !urns.includes(urn) && isManaged(urn) && hasUid(state[urn], live));
}

function sameStack(other: string, { urns, given, state }: Claim): string {
  if (given?.includes(other))
    return `its alias is not followed, as the state has ${urns[0]} too, and it would be deleted together with that other one; give the resource a name in the program that the state does not have, with the same alias`;
  const owner = ownerIn(state, other);
  const was =
    owner === undefined ? "" : `: ${owner} (also where its parent was renamed, whose aliases a plugin is not told)`;
  return `it would be deleted together with that one. If this is the same one, renamed or moved, give it aliases with what it was${was}; if it moves from there, take it away there in an update of its own; else give another name`;
}

/** The names of a component's objects begin with its own. */
function ownerIn(state: State, urn: string): string | undefined {
  const start = `${urn.slice(0, urn.lastIndexOf("$"))}::`;
  const object = nameIn(urn);
  const isPart = (own: string) => object.startsWith(own) && /^($|[/-])/.test(object.slice(own.length));
  const found = Object.keys(state).filter((key) => key.startsWith(start) && isPart(nameIn(key)));
  return found.sort((one, other) => other.length - one.length)[0];
}
const claimOfOthers =
  "a claim is the platform's, and never adopted: ask for one of this namespace, or take another domain";
const ways =
  "give another name or namespace, or adopt: true to take it over and to leave it in place when this stack is destroyed";
const ofItsName = `with the labels of this stack, whose state does not have the component: a stack that had this one's name has made it, or a destroy has left it in place; ${ways}`;

/** Why a node may not go on with an object that the state has twice. */
export function twinOf(object: Identity, { urns, state }: Pick<Claim, "urns" | "state">): string | undefined {
  const own = urns.find((urn) => isOf(state[urn]?.outputs, object));
  const uid = own && state[own]?.outputs?.metadata?.uid;
  const twin =
    uid &&
    Object.keys(state).find(
      (urn) => hasUid(state[urn], { metadata: { uid } }) && !urns.includes(urn) && isManaged(urn),
    );
  if (!twin) return undefined;
  return `${displayName(object)} is in this state twice, as ${own} and as ${twin}: to take one away would delete it for both; let go of one with pulumi state delete`;
}

const hasUid = (resource: State[string] | undefined, live: { metadata: { uid: string } }) =>
  resource?.outputs?.metadata?.uid === live.metadata.uid;

/** Patches and reads have the object of another. */
function isManaged(urn: string): boolean {
  return !/Patch::/.test(urn) && !urn.endsWith(" (read)");
}

/** How an object of the state came to be another's; undefined where it is this stack's still. */
export function takenOverBy(
  there: LiveObject,
  { metadata: left = {}, __fieldManager: manager }: Left = {},
  mark: string | undefined,
): string | undefined {
  const { uid } = there.metadata;
  const isOther = left.uid !== undefined && uid !== undefined && uid !== left.uid;
  // A refresh has written the other's uid into the state.
  if (isOther || isUnknownTo(manager, there))
    return isOwn(there, mark) ? undefined : `${madeAgain}; ${otherOwnerOf(there)}; ${ways}`;
  return isTakenOver(there, left.labels ?? {}, mark) ? `${adoptedBy(there)}; ${letGo}` : undefined;
}

/** What the state has of it; the Kubernetes provider keeps the manager under which it applies. */
interface Left {
  metadata?: { uid?: string; labels?: Record<string, string> };
  __fieldManager?: string;
}

const madeAgain = "is not the one that this stack has made: that was deleted, and somebody has made another one";

const adoptedBy = (there: LiveObject) =>
  `was made by this stack, and another one has adopted it: ${otherOwnerOf(there)}`;

const letGo =
  "take it out of this program and of the state (pulumi state delete), as a destroy here would delete it there; or adopt: true takes it back";

/**
 * An update that moved this node failed before its end, and the state has the object that it moved from as one to be
 * deleted, which nobody but the engine sees. What a dead update has made is younger than the node's own.
 */
export function leftBehind(live: LiveObject, own: Outputs | undefined, mark: string | undefined): string | undefined {
  if (own === undefined || !isOwn(live, mark)) return undefined;
  const [since, until] = [live.metadata.creationTimestamp, own.metadata?.creationTimestamp].map((at) =>
    Date.parse(at ?? ""),
  );
  if ((since as number) > (until as number)) return undefined;
  const { kind, metadata } = live;
  const from = displayName({ kind, name: metadata.name, namespace: metadata.namespace });
  const to = displayName({ kind, name: own.metadata?.name, namespace: own.metadata?.namespace });
  return `${from} would be deleted at the end of this update: one that moved it to ${to} has failed, and its last step is to do; finish that update first, with the name and namespace of then, or take the entry of ${metadata.name} that is marked for deletion out of the state (pulumi stack export and import). Where none has failed, as retainOnDelete has left it in place: take the label app.kubernetes.io/managed-by off it, and adopt: true takes it over`;
}

export function isOf(
  outputs: { metadata?: { name?: string; namespace?: string } } | undefined,
  object: Identity,
): boolean {
  const { name, namespace } = outputs?.metadata ?? {};
  return name === object.name && (namespace === object.namespace || object.namespace === undefined);
}
