// The objects that a program's components create, collected as an update or a preview reaches them.
import { setTimeout } from "node:timers/promises";
import type { Identity } from "../cluster/cluster";
import { momentMilliseconds } from "../pulumi/moment";
import { oncePerDeployment } from "../pulumi/previous";
import { type Makes, objectsOf, type Registering } from "./earlier";
import { ofComponent, whereabouts } from "./moves";

const announced = oncePerDeployment(() => ({ objects: new Set<string>(), last: 0 }));

/** Ignores what is not known yet. */
export async function announceObjects({ component, args, urn }: Registering, makes: Makes): Promise<void> {
  const of = ofComponent(component, args, urn);
  const at = await whereabouts(of).catch(() => undefined);
  if (at?.name === undefined || at.namespace === undefined) return;
  const found = await objectsOf(makes, of.name, { ...args, name: at.name, namespace: at.namespace });
  for (const object of found) announced().objects.add(keyOf(object));
  announced().last = performance.now();
}

/** Polls until no component has arrived for a moment; those that depend on others arrive later. */
export async function isOfProgram(object: Identity): Promise<boolean> {
  const isThere = () => announced().objects.has(keyOf(object));
  for (let isComing = true; isComing && !isThere(); ) {
    isComing = performance.now() - announced().last < momentMilliseconds;
    await setTimeout(momentMilliseconds);
  }
  return isThere();
}

const keyOf = ({ apiVersion, kind, name, namespace }: Identity) => JSON.stringify([apiVersion, kind, name, namespace]);
