// The image of a function built from source: its digest is known at preview, an update pushes it when the registry lacks it.
import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../core/problems";
import type { Build, Builder, Say } from "./builder";
import { presence } from "./registry";

/** The reference by digest. `owner` is the resource at which Pulumi shows the progress. */
export function builtImage(
  builder: Builder,
  owner: pulumi.Resource,
  build: pulumi.Input<Build>,
): pulumi.Output<string> {
  const say: Say = (line) => void pulumi.log.info(line, owner, undefined, true);
  const push = !pulumi.runtime.isDryRun();
  return pulumi
    .output(build)
    .apply((known) => (push ? pushed(builder, known as Build, say) : builder.resolve(known as Build, say)));
}

async function pushed(builder: Builder, build: Build, say: Say): Promise<string> {
  const isThere = async (reference: string) => (await presence(reference, build.login)) === "present";
  const reference = await builder.push(build, say, isThere);
  if ((await presence(reference, build.login)) !== "absent") return reference;
  throw new Failure(`function ${build.name}: ${reference} was pushed, but the registry has no image of this digest`);
}
