// Helpers for tests of functions at zero: their Pods start and stop, their servers' credentials, a program without changes.
import type { Program } from "../engine/program";
import type { Item, TestCluster } from "./cluster";
import { login } from "./servers";

const podsOf = (name: string) => ({ labelSelector: `serving.knative.dev/service=${name}` });
const stays = ({ metadata }: Item) => metadata.deletionTimestamp === undefined;

/** Waits until a function has no Pod: one that is ending still receives requests, as long as the activator knows it. */
export function atZero(cluster: TestCluster, namespace: string, name: string): Promise<number> {
  return cluster.waitForAll("Pod", namespace, podsOf(name), `${name} has no Pod`, 90, (all) => all.length === 0);
}

/** Waits until a function has a Pod; returns the seconds that this took. */
export function hasPods(cluster: TestCluster, namespace: string, name: string): Promise<number> {
  return cluster.waitForAll("Pod", namespace, podsOf(name), `${name} has a Pod`, 30, (all) => all.some(stays));
}

/** The Secret `servers`, with user and password of the test servers. */
export async function makeLogin(cluster: TestCluster, namespace: string): Promise<void> {
  const metadata = { name: "servers", namespace };
  await cluster.create({ apiVersion: "v1", kind: "Secret", metadata, stringData: login });
}

/** Asserts that the program shows no change, before and after a refresh. */
export async function settled(program: Program): Promise<void> {
  await program.expectNoChanges();
  await program.expectNoDrift();
  await program.expectNoChanges();
}
