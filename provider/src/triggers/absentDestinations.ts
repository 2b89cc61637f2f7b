// Tells which destinations, wherever arguments name one, are neither in the cluster nor made by the program.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { asked, called, type Identity } from "../core/cluster";
import { asOutput, knownOf } from "../core/combined";
import { waitsForOthers } from "../core/installation";
import { isClaimed } from "../core/owner";
import { written } from "../core/problems";
import type { DestinationArgs } from "./args.gen";
import { refOf } from "./destination";

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

/** A program sends its components one after the other, and the one that is named may come next. */
const momentMilliseconds = 200;

/** A warning each, in a preview alone: the update meets it by itself. What the component waits for may make it. */
export async function tellAbsentDestinations(
  component: pulumi.ComponentResource,
  { schema, args, dependsOn }: Arguments,
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || waitsForOthers(dependsOn)) return;
  const named = destinationsIn(schema, args, "");
  if (named.length === 0) return;
  // The preview of the component is over only then.
  const done = (pulumi.runtime as unknown as { rpcKeepAlive(): () => void }).rpcKeepAlive();
  const told = named.map((one) => tell(component, one, args.namespace).catch(() => undefined));
  await Promise.all(told).finally(done);
}

async function tell(component: pulumi.ComponentResource, { path, destination }: Named, home: pulumi.Input<string>) {
  const { apiVersion, kind, name, namespace = home } = refOf(destination) ?? {};
  const known = await knownOf(asOutput(namespace));
  // An Output is of what makes the object.
  if (typeof name !== "string" || typeof known !== "string") return;
  const object = { apiVersion, kind, name, namespace: known } as Identity;
  const isAbsent = async () => (await asked(component, async (cluster) => !(await cluster.get(object))))?.answer;
  if ((await isClaimed(object, component)) || (await isAbsent()) !== true) return;
  await setTimeout(momentMilliseconds);
  if (await isClaimed(object, component)) return;
  const words = `${called(object)} (${apiVersion}) is not in the cluster, and nothing before it in this program makes it`;
  void pulumi.log.warn(`${written(path)}: ${words}; ${ways}`, component);
}

const ways = "change the name, or pass on the output of what makes it";

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
