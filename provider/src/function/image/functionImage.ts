// The image of a function: built, prebuilt, from a release, or the last one reused.
import { resolve } from "node:path";
import { Image } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { commitOf } from "../../build/commit";
import { dockerImage } from "../../build/dockerImage";
import { moduleRoot } from "../../build/go/moduleRoot";
import { goImage } from "../../build/goImage";
import { koVersionUsed } from "../../build/ko/koProgram";
import { givenTriggers, triggerKind } from "../../events/kinds/kinds";
import { isBuilt } from "../../events/sourceImage";
import { InvalidArgs } from "../../input/problems";
import { afterChecks } from "../../input/validate";
import { following } from "../../pulumi/child";
import { promotedImage } from "../../registry/promote";
import type { FunctionArgs, FunctionDockerfileArgs, FunctionSourceArgs } from "../functionArgs.gen";
import type { Previous } from "../release/history";
import type { Origin } from "../release/release";
import type { FunctionRelease } from "../release/releaseSchema";
import { destinationOf, type Site } from "../site";
import { imageIsRequired } from "./imageRules";

/** The reference by digest. */
export function imageOf(site: Site): pulumi.Input<string> {
  const { dockerfile, source, release, image } = site.spec;
  if (dockerfile !== undefined) return dockerOf(site, dockerfile);
  if (source !== undefined) return builtOf(site, source);
  if (release !== undefined) return promotedOf(site, release);
  return image ?? site.last.apply(lastImageOf);
}

type Pushing = Pick<FunctionArgs, "source" | "dockerfile" | "release" | "rollout" | "triggers">;

/** Whether an image is pushed to the registry: the function's own or that of one of this package's programs. */
export function pushes({ source, dockerfile, release, rollout, triggers }: Pushing): boolean {
  const own = [source, dockerfile, release].some((origin) => origin !== undefined);
  const gates = rollout !== undefined && rollout.image === undefined;
  return own || gates || givenTriggers(triggers).some(({ kind, args }) => isBuilt(triggerKind(kind), args));
}

function builtOf({ owner, spec }: Site, { package: path = ".", ...options }: FunctionSourceArgs) {
  return goImage(owner, { ...options, name: spec.name, package: path, ...destinationOf(spec) });
}

/** Docker's own resource builds the image, and pushes it in an update. */
function dockerOf({ name, spec, child }: Site, given: FunctionDockerfileArgs): pulumi.Output<string> {
  const { registry, login } = destinationOf(spec);
  const { directory, file = "Dockerfile", args: values, target, platform = "linux/amd64", tag = "latest" } = given;
  const destination = { name: spec.name, registry: afterChecks(spec.given, registry), login };
  const image = dockerImage({ directory, file, args: values, target, platform, tag }, destination);
  const own = `${name}-image`;
  return new Image(own, image, following(child, "docker:index/image:Image", own)).repoDigest;
}

function promotedOf({ owner, spec }: Site, release: NonNullable<FunctionArgs["release"]>) {
  const { registry, registryLogin: login } = spec;
  const image = releaseIn(release).apply((known) => known.image);
  return promotedImage(owner, pulumi.output({ name: spec.name, image, registry, login }));
}

/** If traffic names only earlier revisions, the template and thus its image are unchanged. */
function lastImageOf({ image }: Previous): string {
  if (image !== undefined) return image;
  throw new InvalidArgs("Function", [imageIsRequired]);
}

/** The release in the arguments: of another stack, or an earlier one of this function. */
export function releaseIn(release: NonNullable<FunctionArgs["release"]>): pulumi.Output<FunctionRelease> {
  return pulumi.unsecret(pulumi.output(release));
}

/** The origin of the image that a new release records. */
export async function originIn({ source, dockerfile }: Pick<FunctionArgs, "source" | "dockerfile">): Promise<Origin> {
  if (dockerfile !== undefined) return { ...(await commitOf(resolve(dockerfile.directory))), builder: "docker" };
  if (source === undefined) return {};
  const directory = resolve(source.directory, source.package ?? ".");
  const [commit, builderVersion] = await Promise.all([commitOf(moduleRoot(directory) ?? directory), koVersionUsed()]);
  return { ...commit, builder: "ko", builderVersion };
}
