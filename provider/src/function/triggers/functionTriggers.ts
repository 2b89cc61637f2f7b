// The triggers of a function as Kubernetes objects, and the flags that they need. Pure.
import type { Input } from "@pulumi/pulumi";
import { endlessReplies, type Reader, readReplies } from "../../events/adapters/repliesRules";
import { functionNamed } from "../../events/destination";
import { type Given, givenTriggers, triggerKind } from "../../events/kinds/kinds";
import { hashLength, objectName } from "../../events/objectName";
import { isAnswered } from "../../events/sourceImage";
import type { Need } from "../../features/featureFlags";
import { repliesSuffix } from "../../filters/routed";
import { type Problem, show } from "../../input/problems";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import { combined } from "../../pulumi/value";
import type { FunctionSpec } from "../functionSpec";
import type { Known } from "../knownArgs";

export function triggerNeeds(given: Given[]): Need[] {
  return given.flatMap(({ kind, path, args }) => triggerKind(kind).needs?.(args, path) ?? []);
}

/** Named after the function and the key; `pulled` are the Secrets that Pods pull with, `until` delays the objects until it is known. */
export function triggerObjects(
  { kind, key, args }: Given,
  spec: Pick<FunctionSpec, "name" | "namespace" | "stack" | "pullSecrets">,
  until: Input<unknown>,
  pulled: Input<string>[] = spec.pullSecrets,
): Manifest[] {
  const { path, ...own } = args;
  const of = triggerKind(kind);
  const name = combined([spec.name, until], (known) => `${known}-${key}`);
  const pullSecrets = pulled.length === 0 ? undefined : pulled;
  const place = { name: objectName(of, own, name), namespace: spec.namespace, stack: spec.stack, pullSecrets };
  return of.manifests(own, { ...place, to: functionNamed(spec.name, spec.namespace, path) });
}

/** The rules of each kind for its own arguments. */
export function triggerProblems({ triggers }: Known): Problem[] {
  return givenTriggers(triggers).flatMap(({ kind, args, path }) => triggerKind(kind).problems?.(args, path) ?? []);
}

/** A name consists of the function's, the key, for some kinds a hash, and with `replies` a suffix: at most 63 characters. */
export function triggerNames({ name, triggers }: Known): Problem[] {
  if (name === undefined) return [];
  return givenTriggers(triggers).flatMap(({ key, path, args }) => {
    const longest = 63 - hashLength - (isAnswered(args) ? repliesSuffix.length : 0);
    if (`${name}-${key}`.length <= longest) return [];
    const reason = `the object's name ${show(`${name}-${key}`)} is longer than ${longest} characters; shorten one of the two`;
    return [{ propertyPath: path, reason }];
  });
}

/** A function that reads its own answers would be called endlessly. */
export function repliesRead({ triggers }: Known): Problem[] {
  const all = givenTriggers(triggers);
  const readers = all
    .filter(({ kind }) => kind === "kafka" || kind === "knativeKafka")
    .map(({ path, args }): [string, Reader] => [path, args]);
  const ofKafka = readers.filter(([, { replies }]) => replies !== undefined);
  return [
    ...all.filter(({ args }) => isAnswered(args)).flatMap(({ path, args }) => readReplies(args.replies, path, readers)),
    ...endlessReplies(ofKafka),
  ];
}
