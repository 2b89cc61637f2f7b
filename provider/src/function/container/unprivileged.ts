// Runs images that ko built as a user other than root, as namespaces that enforce Pod Security `restricted` require.

import type { Input, Output } from "@pulumi/pulumi";
import { combined, optional } from "../../pulumi/value";
import type { FunctionArgs } from "../functionArgs.gen";
import { type Previous, releaseOf } from "../release/history";
import type { FunctionRelease } from "../release/releaseSchema";

/**
 * Adds `securityContext.runAsNonRoot` unless the arguments set a user. For images that ko did not build it is unknown whether
 * they can run so.
 */
export function unprivileged(args: FunctionArgs, previous: Output<Previous>): FunctionArgs {
  const isBuilt = setsUser(args) ? undefined : builtByKo(args, previous);
  if (isBuilt === undefined) return args;
  const runAsNonRoot = optional(combined([isBuilt], (built) => built || undefined));
  return { ...args, securityContext: { ...args.securityContext, runAsNonRoot } };
}

function setsUser({ securityContext = {}, pod }: FunctionArgs): boolean {
  const contexts = [securityContext, pod?.securityContext ?? {}];
  return contexts.some(({ runAsNonRoot, runAsUser }) => runAsNonRoot !== undefined || !isNotRoot(runAsUser));
}

/** Unset, or known not to be root. */
const isNotRoot = (user: Input<number> | undefined) => user === undefined || (typeof user === "number" && user > 0);

function builtByKo(args: FunctionArgs, previous: Output<Previous>): Input<boolean> | undefined {
  const { source, dockerfile, image, release } = args;
  if (source !== undefined) return true;
  if (dockerfile !== undefined || image !== undefined) return undefined;
  if (release !== undefined) return combined([release], (known) => isByKo(known as FunctionRelease));
  return previous.apply((before) => isByKo(releaseOf(before, before.revision ?? "")));
}

const isByKo = (release: FunctionRelease | undefined) => release?.builder === "ko";
