// When a Knative object is ready: what Pulumi waits for, and what is reported if the object fails.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { type Identity, tryQuery } from "../cluster/cluster";
import { type Condition, conditionText, failedCondition, ready, type Status } from "../cluster/conditions";
import { withSink } from "../cluster/sink";
import { Failure } from "../input/problems";
import { knownOf } from "../pulumi/value";
import { lastingDrift } from "./drift";
import type { KubernetesObject, KubernetesPatch } from "./kubernetesObject";

/**
 * A JSONPath expression, because the provider's `condition=Ready` ends only at True: an object that Knative has refused would be waited for
 * until the timeout. The provider shows the expression while it waits, and kubernetes/waiting.ts replaces it by a message. The provider splits
 * the expression at "=" unless it is "==", so it contains no "!=".
 *
 * The expression holds as soon as Knative has decided the condition, True or False, for this generation. A False with one of the
 * `passing` reasons belongs to an object that is still being created, and is waited out.
 */
export function decided(passing: string[] = [], condition = ready): string {
  const bad = ["@.status=='False'", ...passing.map((reason) => `!(@.reason=='${reason}')`)].join("&&");
  const outcome = passing.length === 0 ? "(@.status=='True'||@.status=='False')" : `(@.status=='True'||(${bad}))`;
  return `jsonpath={.status.conditions[?(@.type=='${condition}'&&${outcome}&&$.metadata.generation==$.status.observedGeneration)].type}`;
}

interface Addressable extends Status {
  address?: { url?: string };
}

/** A node whose object has a status. */
type StatusNode = Pick<KubernetesObject | KubernetesPatch, "of" | "status" | "metadata"> &
  Partial<Pick<KubernetesObject, "spec">>;

/**
 * The status after the last update. If that was bad, the current one: the object may have recovered since, and an update that changes
 * nothing in it would repeat the old message forever. What happened outside of Pulumi counts as well: an update that leaves the object
 * as it is would otherwise succeed although nothing serves. `after` is what the object waits for in the cluster, e.g. its Pods.
 */
export function statusNow<T extends Status>(
  object: StatusNode,
  component: pulumi.Resource,
  condition = ready,
  after?: pulumi.Output<unknown>,
): pulumi.Output<T | undefined> {
  const kept: pulumi.Output<T | undefined> =
    after === undefined ? object.status : pulumi.all([object.status, after]).apply(([status]) => status);
  return kept.apply(async (status) => {
    const drift = await driftOf(object, component);
    // Each property of a status is optional.
    if (drift !== undefined)
      return { ...status, conditions: [{ type: condition, status: "False", message: drift }] } as T;
    if (!isBad(status, condition)) return status;
    return withSinks((await readDecided<T>(object, component, condition)) ?? status, object, component);
  });
}

async function driftOf(object: StatusNode, component: pulumi.Resource): Promise<string | undefined> {
  const known = await identityOf(object);
  return known && lastingDrift(known, component);
}

/** Adds to the conditions which sink is meant and what is wrong with it. */
async function withSinks<T extends Status>(status: T | undefined, object: StatusNode, component: pulumi.Resource) {
  const metadata = await knownOf(object.metadata);
  if (status?.conditions === undefined || metadata === undefined || object.spec === undefined) return status;
  const sender = { metadata, spec: await knownOf(object.spec) };
  const find = async (target: Identity) => {
    const found = await tryQuery(component, (cluster) => cluster.get(target));
    if (found === undefined) throw new Error("the cluster could not be queried");
    return found.answer;
  };
  const named = await Promise.all(status.conditions.map((one: Condition) => withSink(one, sender, find)));
  return { ...status, conditions: named };
}

const pauseMilliseconds = 500;
const mostPauses = 20;

/** A False may be temporary, e.g. while a controller retries: waits while the condition is being decided again. */
async function readDecided<T extends Status>(
  object: StatusNode,
  component: pulumi.Resource,
  condition: string,
): Promise<T | undefined> {
  for (let pauses = 0; ; pauses++) {
    const status = await readStatus<T>(object, component);
    const isOpen = status?.conditions?.some(({ type, status: is }) => type === condition && is === "Unknown") ?? false;
    if (!isOpen || pauses === mostPauses || pulumi.runtime.isDryRun()) return status;
    await setTimeout(pauseMilliseconds);
  }
}

/** The current status in the cluster; undefined if that can't be queried. */
export async function readStatus<T extends Status>(
  object: StatusNode,
  component: pulumi.Resource,
): Promise<T | undefined> {
  const known = await identityOf(object);
  return known && (await tryQuery(component, (cluster) => cluster.get(known)))?.answer?.status;
}

async function identityOf({ of, metadata }: StatusNode): Promise<Identity | undefined> {
  const known = await knownOf(metadata);
  return known && { ...of, name: known.name, namespace: known.namespace };
}

/** The address that Knative assigned to an addressable object. */
export function urlOf(status: pulumi.Output<Addressable | undefined>): pulumi.Output<string> {
  return status.apply((known) => known?.address?.url ?? "");
}

function isBad(status: Status | undefined, condition: string): boolean {
  return failedCondition(status, condition) !== undefined;
}

/** A value that resolves once the object is ready, but immediately in a preview. `what` names the object in the failure. */
export function whenReady<T>(
  status: pulumi.Output<Status | undefined>,
  what: string,
  value: pulumi.Output<T>,
  condition = ready,
): pulumi.Output<T> {
  if (pulumi.runtime.isDryRun()) return value;
  return pulumi.all([value, status]).apply(([known, status]) => {
    const failed = failedCondition(status, condition);
    if (failed === undefined) return known as T;
    throw new Failure(`${what} is not ready: ${conditionText(failed)}`);
  });
}
