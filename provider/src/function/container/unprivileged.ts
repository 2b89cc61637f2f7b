// Who the program of an image runs as that ko has built: never root, as a namespace under Pod Security `restricted` wants it.

import type { Input, Output } from "@pulumi/pulumi";
import { combined } from "../../pulumi/combined";
import type { FunctionArgs } from "../functionArgs.gen";
import { type Previous, releaseOf } from "../release/history";
import type { FunctionRelease } from "../release/releaseSchema";

/**
 * The arguments with `securityContext.runAsNonRoot`, unless they say something else. Of an image that somebody else has built
 * nobody here knows whether it can run so.
 */
export function unprivileged(args: FunctionArgs, previous: Output<Previous>): FunctionArgs {
  const isBuilt = saysUser(args) ? undefined : builtByKo(args, previous);
  if (isBuilt === undefined) return args;
  const runAsNonRoot = combined([isBuilt], (built) => built || undefined) as Input<boolean>;
  return { ...args, securityContext: { ...args.securityContext, runAsNonRoot } };
}

function saysUser({ securityContext = {}, pod }: FunctionArgs): boolean {
  const contexts = [securityContext, pod?.securityContext ?? {}];
  return contexts.some(({ runAsNonRoot, runAsUser }) => runAsNonRoot !== undefined || !isOther(runAsUser));
}

/** A number that is known, and not root's. */
const isOther = (user: Input<number> | undefined) => user === undefined || (typeof user === "number" && user > 0);

function builtByKo(args: FunctionArgs, previous: Output<Previous>): Input<boolean> | undefined {
  const { source, dockerfile, image, release } = args;
  if (source !== undefined) return true;
  if (dockerfile !== undefined || image !== undefined) return undefined;
  if (release !== undefined) return combined([release], (known) => isKos(known as FunctionRelease));
  return previous.apply((before) => isKos(releaseOf(before, before.revision ?? "")));
}

const isKos = (release: FunctionRelease | undefined) => release?.builder === "ko";
