// Kubernetes objects among what a program registered.
import assert from "node:assert/strict";
import type { Registration } from "./harness";

export function objects(all: Registration[], kind: string): Registration[] {
  return all.filter(({ type }) => type.startsWith("kubernetes:") && type.endsWith(`:${kind}`));
}

export function one(all: Registration[], kind: string): Registration {
  const found = objects(all, kind);
  assert.equal(found.length, 1, `${found.length} of ${kind}`);
  return found[0] as Registration;
}
