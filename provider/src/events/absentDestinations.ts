// Warns about destinations in a component's arguments that do not exist in the cluster, or are about to be deleted, and that the program does not create.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { displayName, type Identity, tryQuery } from "../cluster/cluster";
import { mayWaitInside, waitsForOthers } from "../cluster/installation";
import { receiverOf } from "../filters/routed";
import { written } from "../input/problems";
import { token } from "../kubernetes/kubernetesObject";
import { isOfProgram } from "../ownership/announced";
import { isOf } from "../ownership/refusals";
import { log } from "../pulumi/log";
import { type State, stackState } from "../pulumi/previous";
import { asOutput, knownOf } from "../pulumi/value";
import { refOf } from "./destination";
import type { DestinationArgs } from "./eventArgs.gen";

export interface Named {
  path: string;
  destination: DestinationArgs;
}

interface Arguments {
  schema: z.ZodType;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any component, which its schema has validated
  args: any;
  dependsOn: pulumi.ResourceOptions["dependsOn"];
}

/**
 * One warning each; of those that do not exist only in a preview, as the update fails by itself. Skipped if the component's
 * dependencies may create them.
 */
export async function warnAbsentDestinations(
  component: pulumi.ComponentResource,
  { schema, args, dependsOn }: Arguments,
): Promise<void> {
  if (waitsForOthers(dependsOn)) return;
  const named = destinationsIn(schema, args, "");
  if (named.length === 0) return;
  // Keeps the program running until the warnings are sent.
  const done = pulumi.runtime.rpcKeepAlive();
  await warnAll(component, named, args).finally(done);
}

async function warnAll(component: pulumi.ComponentResource, named: Named[], sender: Sender): Promise<void> {
  if (await mayWaitInside(component)) return;
  await Promise.all(named.map((one) => warn(component, one, sender).catch(() => undefined)));
}

interface Sender {
  name: pulumi.Input<string>;
  namespace: pulumi.Input<string>;
}

async function warn(component: pulumi.ComponentResource, { path, destination }: Named, sender: Sender) {
  const { apiVersion, kind, name, namespace: given = sender.namespace } = refOf(destination) ?? {};
  const [namespace, own] = await Promise.all([given, sender.name].map((one) => knownOf(asOutput(one))));
  // An Output depends on the resource that creates the object.
  if (typeof name !== "string" || typeof namespace !== "string") return;
  const object = { apiVersion, kind, name, namespace } as Identity;
  const missing = pulumi.runtime.isDryRun() ? absent : undefined;
  const left = leaving(await stackState(), object, own);
  if (missing === undefined && left === undefined) return;
  const found = await tryQuery(component, (cluster) => cluster.get(object));
  const reason = found && (found.answer === undefined ? missing : left);
  if (reason === undefined || (await isOfProgram(object))) return;
  void log.warn(`${written(path)}: ${displayName(object)} (${apiVersion}) ${reason}`, component);
}

/** Objects of other packages' resources are not visible here. */
const absent =
  "does not exist in the cluster, and no component of knative-faas in this program creates it; if another resource does, pass its output or set dependsOn, otherwise change the name";

const deleted =
  "belongs to this stack, but no component of knative-faas has created it in this program so far: if this update deletes it, change the name here; if it comes later in the program, or another resource creates it, pass its output or set dependsOn";

/** Pure. A receiver of the sender's own events comes after it in the program, so it counts as existing. */
function leaving(state: State, object: Identity, sender: string | undefined): string | undefined {
  const own = (urn: string) => urn.includes("::knative-faas:index:") && urn.includes(`$${token(object)}::`);
  const isMade = Object.entries(state).some(([urn, { outputs }]) => own(urn) && isOf(outputs, object));
  const isFed = Object.values(state).some(({ outputs }) => {
    const { subscriber, broker, brokerRef, channel } = outputs?.spec ?? {};
    const receiver = subscriber && outputs && receiverOf({ metadata: outputs.metadata, spec: outputs.spec });
    return receiver === object.name && [broker, brokerRef?.name, channel?.name].includes(sender);
  });
  return isMade && !isFed ? deleted : undefined;
}

/** Pure: all destinations in a value, by property path. */
export function destinationsIn(schema: z.ZodType, value: unknown, path: string): Named[] {
  if (value === undefined || value === null || pulumi.Output.isInstance(value)) return [];
  const { innerType, element, valueType, shape = {} } = schema.def as Parts;
  if (innerType !== undefined) return destinationsIn(innerType, value, path);
  const isOne = schema.meta()?.oneOf?.includes("function") === true;
  const own = isOne ? [{ path, destination: value as DestinationArgs }] : [];
  const below = Object.entries(value).flatMap(([key, inner]) => {
    const part = element ?? valueType ?? shape[key];
    return part === undefined ? [] : destinationsIn(part, inner, path === "" ? key : `${path}.${key}`);
  });
  return [...own, ...below];
}

/** The inner schemas of an optional value, a list, a map, an object. */
interface Parts {
  innerType?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
}
