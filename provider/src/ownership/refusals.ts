// Why a node may not have an existing object of the cluster. Pure.
import { displayName, type Identity, type LiveObject } from "../cluster/cluster";
import type { Outputs, State } from "../pulumi/previous";
import { nameIn } from "../pulumi/urn";
import { isOwn, isTakenOver, isUnknownTo, otherOwnerOf } from "./marks";

export interface Claim {
  /** The URNs under which the state may have the node. */
  urns: string[];
  /** Also those of aliases that the engine does not follow, because the state has the node under an earlier one. */
  given?: string[];
  state: State;
  /** Identifies the stack's backend, if known. */
  mark?: string | undefined;
  adopt: boolean;
  /** The component is in the state: an update of this stack may have died between registering it and its object. */
  begun: boolean;
}

/** Why this node may not have the existing object, or undefined if it may. */
export function refusalOf(live: LiveObject, claim: Claim): string | undefined {
  const { mark, adopt, begun } = claim;
  const what = `${displayName({ ...live, name: live.metadata.name, namespace: live.metadata.namespace })} already exists`;
  if (live.metadata.deletionTimestamp !== undefined)
    return `${what} and is being deleted; wait for the deletion to finish`;
  const other = otherNode(live, claim);
  if (other !== undefined)
    return `${what} and belongs to another resource of this stack: ${other}; ${sameStack(other, claim)}`;
  const isClaim = live.kind === "ClusterDomainClaim";
  if (isOwn(live, mark)) return begun || adopt ? undefined : `${what} ${ofItsName}`;
  if (adopt && !isClaim) return undefined;
  const remedy = isClaim ? `it is for namespace ${live.spec?.namespace}, and ${foreignClaim}` : ways;
  return `${what} and does not belong to this stack: ${otherOwnerOf(live)}; ${remedy}`;
}

/** The other node of the state that has the object. */
export function otherNode(live: LiveObject, { urns, state }: Pick<Claim, "urns" | "state">): string | undefined {
  return Object.keys(state).find((urn) => !urns.includes(urn) && isManaged(urn) && hasUid(state[urn], live));
}

function sameStack(other: string, { urns, given, state }: Claim): string {
  if (given?.includes(other))
    return `its alias is not followed, because the state also has ${urns[0]}, and it would be deleted together with that other one; give the resource a name in the program that the state does not have, with the same alias`;
  const owner = ownerIn(state, other);
  const was =
    owner === undefined
      ? ""
      : `: ${owner} (also if its parent was renamed, because a plugin does not receive its parent's aliases)`;
  return `it would be deleted together with that one. If this is the same one, renamed or moved, set aliases to what it was${was}; if it moves here from there, remove it there in a separate update first; otherwise set another name`;
}

/** The names of a component's objects begin with its own. */
function ownerIn(state: State, urn: string): string | undefined {
  const start = `${urn.slice(0, urn.lastIndexOf("$"))}::`;
  const object = nameIn(urn);
  const isPart = (own: string) => object.startsWith(own) && /^($|[/-])/.test(object.slice(own.length));
  const found = Object.keys(state).filter((key) => key.startsWith(start) && isPart(nameIn(key)));
  return found.sort((one, other) => other.length - one.length)[0];
}
const foreignClaim =
  "claims belong to the platform and are never adopted: request one for this namespace, or use another domain";
const ways =
  "set another name or namespace, or set adopt: true to adopt it and leave it in place when this stack is destroyed";
const ofItsName = `with the labels of this stack, but the component is not in its state: an earlier stack of the same name created it, or a destroy left it in place; ${ways}`;

/** Why a node may not continue with an object that is in the state twice. */
export function twinOf(object: Identity, { urns, state }: Pick<Claim, "urns" | "state">): string | undefined {
  const own = urns.find((urn) => isOf(state[urn]?.outputs, object));
  const uid = own && state[own]?.outputs?.metadata?.uid;
  const twin =
    uid &&
    Object.keys(state).find(
      (urn) => hasUid(state[urn], { metadata: { uid } }) && !urns.includes(urn) && isManaged(urn),
    );
  if (!twin) return undefined;
  return `${displayName(object)} is in this state twice, as ${own} and as ${twin}: removing one would delete it for both; remove one from the state with pulumi state delete`;
}

const hasUid = (resource: State[string] | undefined, live: { metadata: { uid: string } }) =>
  resource?.outputs?.metadata?.uid === live.metadata.uid;

/** Patches and reads refer to an object that another resource owns. */
function isManaged(urn: string): boolean {
  return !/Patch::/.test(urn) && !urn.endsWith(" (read)");
}

/** How an object in the state came to belong to another owner; undefined while it belongs to this stack. */
export function takenOverBy(
  there: LiveObject,
  { metadata: left = {}, __fieldManager: manager }: Left = {},
  mark: string | undefined,
): string | undefined {
  const { uid } = there.metadata;
  const isOther = left.uid !== undefined && uid !== undefined && uid !== left.uid;
  // A refresh has written the other object's uid into the state.
  if (isOther || isUnknownTo(manager, there))
    return isOwn(there, mark) ? undefined : `${madeAgain}; ${otherOwnerOf(there)}; ${ways}`;
  return isTakenOver(there, left.labels ?? {}, mark) ? `${adoptedBy(there)}; ${letGo}` : undefined;
}

/** What the state has of the object; the Kubernetes provider records the manager under which it applies. */
interface Left {
  metadata?: { uid?: string; labels?: Record<string, string> };
  __fieldManager?: string;
}

const madeAgain = "is not the one that this stack created: that was deleted, and somebody created another one";

const adoptedBy = (there: LiveObject) =>
  `was created by this stack, but another one has adopted it: ${otherOwnerOf(there)}`;

const letGo =
  "remove it from this program and from the state (pulumi state delete), or a destroy here deletes it there too; or set adopt: true to take it back";

/**
 * An update that moved this node failed before it finished, and the state has the old object as pending deletion, which only
 * the engine sees. An object that a dead update created is younger than the node's own.
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
  return `${from} would be deleted at the end of this update: an earlier update that moved it to ${to} failed before its last step; finish that update first, with its name and namespace, or remove the entry of ${metadata.name} that is marked for deletion from the state (pulumi stack export and import). If no update failed, because retainOnDelete left it in place: remove the label app.kubernetes.io/managed-by from it, and set adopt: true`;
}

export function isOf(
  outputs: { metadata?: { name?: string; namespace?: string } } | undefined,
  object: Identity,
): boolean {
  const { name, namespace } = outputs?.metadata ?? {};
  return name === object.name && (namespace === object.namespace || object.namespace === undefined);
}
