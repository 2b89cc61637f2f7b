// The triggers of a function as Kubernetes objects, and the flags that they need. Pure.
import { all, type Input } from "@pulumi/pulumi";
import type { Need } from "../core/closure";
import type { Manifest } from "../core/kubernetes";
import { type Problem, show } from "../core/problems";
import { functionNamed } from "../triggers/destination";
import { type Given, givenTriggers, triggerKind } from "../triggers/kinds";
import type { Known } from "./rules/known";
import type { FunctionSpec } from "./spec";

export function triggerNeeds(given: Given[]): Need[] {
  return given.flatMap(({ kind, path, args }) => triggerKind(kind).needs?.(args, path) ?? []);
}

interface TriggerObject {
  manifest: Manifest;
  replaceOnChanges: string[];
}

/** Named after the function and the key; `until` holds them back until it is known. */
export function triggerObjects({ kind, key, args }: Given, spec: FunctionSpec, until: Input<unknown>): TriggerObject[] {
  const { manifests, replaceOnChanges = {} } = triggerKind(kind);
  const { path, ...own } = args;
  const name = all([spec.name, until]).apply(([known]) => `${known}-${key}`);
  const to = functionNamed(spec.name, spec.namespace, path);
  return manifests(own, { name, namespace: spec.namespace, to }).map((manifest) => ({
    manifest,
    replaceOnChanges: replaceOnChanges[manifest.kind] ?? [],
  }));
}

/** What each kind says of its own arguments. */
export function triggerProblems({ triggers }: Known): Problem[] {
  return givenTriggers(triggers as never).flatMap(
    ({ kind, args, path }) => triggerKind(kind).problems?.(args, path) ?? [],
  );
}

/** Objects of one kind share their names, and a name is the function's with the key: at most 63 characters. */
export function triggerNames({ name, triggers }: Known): Problem[] {
  if (name === undefined) return [];
  return givenTriggers(triggers as never)
    .filter(({ key }) => `${name}-${key}`.length > 63)
    .map(({ key, path }) => ({
      propertyPath: path,
      reason: `the object's name ${show(`${name}-${key}`)} is longer than 63 characters; shorten one of the two`,
    }));
}
