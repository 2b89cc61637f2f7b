// Tells which destinations, wherever arguments name one, are not in the cluster or leave it, and are not made by the program.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { displayName, type Identity, tryQuery } from "../cluster/cluster";
import { mayWaitInside, waitsForOthers } from "../cluster/installation";
import { written } from "../input/problems";
import { token } from "../kubernetes/kubernetesObject";
import { isOfProgram } from "../ownership/announced";
import { isOf } from "../ownership/refusals";
import { asOutput, knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
import { type State, stackState } from "../pulumi/previous";
import { refOf } from "./destination";
import type { DestinationArgs } from "./eventArgs.gen";

export interface Named {
  path: string;
  destination: DestinationArgs;
}

interface Arguments {
  schema: z.ZodType;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any component, which its schema has checked
  args: any;
  dependsOn: pulumi.ResourceOptions["dependsOn"];
}

/** A warning each, in a preview alone: the update meets it by itself. What the component waits for may make it. */
export async function warnAbsentDestinations(
  component: pulumi.ComponentResource,
  { schema, args, dependsOn }: Arguments,
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || waitsForOthers(dependsOn)) return;
  const named = destinationsIn(schema, args, "");
  if (named.length === 0) return;
  // The preview of the component is over only then.
  const done = (pulumi.runtime as unknown as { rpcKeepAlive(): () => void }).rpcKeepAlive();
  await tellAll(component, named, args).finally(done);
}

async function tellAll(component: pulumi.ComponentResource, named: Named[], sender: Sender): Promise<void> {
  if (await mayWaitInside(component)) return;
  await Promise.all(named.map((one) => tell(component, one, sender).catch(() => undefined)));
}

interface Sender {
  name: pulumi.Input<string>;
  namespace: pulumi.Input<string>;
}

async function tell(component: pulumi.ComponentResource, { path, destination }: Named, sender: Sender) {
  const { apiVersion, kind, name, namespace: given = sender.namespace } = refOf(destination) ?? {};
  const [namespace, own] = await Promise.all([given, sender.name].map((one) => knownOf(asOutput(one))));
  // An Output is of what makes the object.
  if (typeof name !== "string" || typeof namespace !== "string") return;
  const object = { apiVersion, kind, name, namespace } as Identity;
  const found = await tryQuery(component, (cluster) => cluster.get(object));
  const words = found && (found.answer === undefined ? absent : leaving(await stackState(), object, own));
  if (words === undefined || (await isOfProgram(object))) return;
  void log.warn(`${written(path)}: ${displayName(object)} (${apiVersion}) ${words}`, component);
}

/** What other resources of the program make nobody here gets to know. */
const absent =
  "is not in the cluster, and no component of knative-faas in this program makes it; if another resource does, pass on its output or give dependsOn, else change the name";

const leaves =
  "is of this stack, and no component of knative-faas has made it in this program so far: where this update takes it away, change the name here; where it comes later in the program, or another resource makes it, pass on its output or give dependsOn";

/** Pure. What gets the sender's own events comes after it in the program, and is there. */
function leaving(state: State, object: Identity, sender: string | undefined): string | undefined {
  const own = (urn: string) => urn.includes("::knative-faas:index:") && urn.includes(`$${token(object)}::`);
  const isMade = Object.entries(state).some(([urn, { outputs }]) => own(urn) && isOf(outputs, object));
  const isFed = Object.values(state).some(({ outputs }) => {
    const { subscriber, broker, brokerRef, channel } = outputs?.spec ?? {};
    return subscriber?.ref?.name === object.name && [broker, brokerRef?.name, channel?.name].includes(sender);
  });
  return isMade && !isFed ? leaves : undefined;
}

/** Pure: wherever the schema has a destination, by its property path. */
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

/** Of an optional value, a list, a map, an object. */
interface Parts {
  innerType?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
}
