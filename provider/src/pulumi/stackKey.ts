// The key of a stack's secret hashes: created by its first update, stored encrypted in its state.
import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { oncePerDeployment, stackState } from "./previous";
import { notKnown } from "./value";

/** By stack, one for all functions that its first update creates. */
const made = new Map<string, string>();

/**
 * Without the key nobody can guess values from the name of a Secret. A preview of a stack without a key does not know it yet,
 * nor the names that depend on it.
 */
export const stackKey: () => pulumi.Output<string> = oncePerDeployment(() => {
  const known = pulumi.output(previousKey()).apply((key): pulumi.Input<string> => {
    if (key !== undefined) return key;
    if (pulumi.runtime.isDryRun()) return notKnown<string>();
    return newKey(`${pulumi.getProject()}/${pulumi.getStack()}`);
  });
  return pulumi.secret(known);
});

function newKey(stack: string): string {
  const key = made.get(stack) ?? randomBytes(32).toString("hex");
  made.set(stack, key);
  return key;
}

/** False in the first update of a stack and in its preview, which can't know the key. */
export async function hasStackKey(): Promise<boolean> {
  return (await previousKey()) !== undefined;
}

async function previousKey(): Promise<string | undefined> {
  for (const { type, outputs } of Object.values(await stackState()))
    if (type === "knative-faas:index:Function" && outputs.secretKey !== undefined) return outputs.secretKey;
  return undefined;
}
