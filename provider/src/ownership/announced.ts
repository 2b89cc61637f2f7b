// The objects that the components of a program make, as a preview meets them one after the other.
import { setTimeout } from "node:timers/promises";
import type { Identity } from "../cluster/cluster";
import { momentMilliseconds } from "../pulumi/moment";
import { oncePerDeployment } from "../pulumi/previous";
import { type Makes, objectsOf, type Registering } from "./earlier";
import { ofComponent, whereabouts } from "./moves";

const announced = oncePerDeployment(() => ({ objects: new Set<string>(), last: 0 }));

/** What is not known yet is not told. */
export async function announceObjects({ component, args, urn }: Registering, makes: Makes): Promise<void> {
  const of = ofComponent(component, args, urn);
  const at = await whereabouts(of).catch(() => undefined);
  if (at?.name === undefined || at.namespace === undefined) return;
  const found = await objectsOf(makes, of.name, { ...args, name: at.name, namespace: at.namespace });
  for (const object of found) announced().objects.add(keyOf(object));
  announced().last = performance.now();
}

/** Asked again until no component has come for a moment; those that wait for others come later. */
export async function isOfProgram(object: Identity): Promise<boolean> {
  const isThere = () => announced().objects.has(keyOf(object));
  for (let isComing = true; isComing && !isThere(); ) {
    isComing = performance.now() - announced().last < momentMilliseconds;
    await setTimeout(momentMilliseconds);
  }
  return isThere();
}

const keyOf = ({ apiVersion, kind, name, namespace }: Identity) => JSON.stringify([apiVersion, kind, name, namespace]);
