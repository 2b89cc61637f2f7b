// The image of a function built from source: a preview computes its digest, an update pushes it if the registry lacks it.
import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../input/problems";
import { log, type Say } from "../pulumi/log";
import { unlessAway } from "../registry/away";
import { warnUnreachable } from "../registry/glance";
import { pushedTo } from "../registry/missingRepositories";
import { presence } from "../registry/presence";
import type { Build, Builder } from "./builder";

/** Returns the reference by digest, when called. */
export type Begun = () => pulumi.Output<string>;

interface Outcome {
  reference?: string;
  error?: Error;
}

/**
 * Starts immediately; a failure is reported where the image is used, and not at all if it is not. Pulumi shows the progress at the resource
 * `owner`.
 */
export function begunImage(builder: Builder, owner: pulumi.Resource, build: pulumi.Input<Build>): Begun {
  const say: Say = (line) => void log.info(line, owner, true);
  const push = !pulumi.runtime.isDryRun();
  const work = (known: Build) => (push ? pushedImage(builder, known, say) : foreseen(builder, known, say));
  const outcome: pulumi.Output<Outcome> = pulumi.output(build).apply((known) =>
    work(known as Build).then(
      (reference) => ({ reference }),
      (error) => ({ error }),
    ),
  );
  return () =>
    outcome.apply(({ reference, error }) => {
      if (reference === undefined) throw error;
      return reference;
    });
}

async function foreseen(builder: Builder, build: Build, say: Say): Promise<string> {
  const reference = await builder.resolve(build, say);
  await warnUnreachable(reference);
  return reference;
}

function pushedImage(builder: Builder, build: Build, say: Say): Promise<string> {
  const push = () => pushedTo(build.repository, build.login, () => pushedAndThere(builder, build, say));
  return unlessAway(push, () => builder.resolve(build, say));
}

async function pushedAndThere(builder: Builder, build: Build, say: Say): Promise<string> {
  const isThere = async (reference: string) => (await presence(reference, build.login)) === "present";
  const reference = await builder.push(build, say, isThere);
  if ((await presence(reference, build.login)) !== "absent") return reference;
  throw new Failure(`function ${build.name}: ${reference} was pushed, but the registry has no image with this digest`);
}
