// Where the image of a function comes from: built, given, of a release, or the one that was there.
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
  return image ?? site.last.apply(keptOf);
}

type Pushing = Pick<FunctionArgs, "source" | "dockerfile" | "release" | "rollout" | "triggers">;

/** Whether an image goes to the registry, the function's own or that of a program of ours. */
export function pushes({ source, dockerfile, release, rollout, triggers }: Pushing): boolean {
  const own = [source, dockerfile, release].some((origin) => origin !== undefined);
  const gates = rollout !== undefined && rollout.image === undefined;
  return own || gates || givenTriggers(triggers).some(({ kind, args }) => isBuilt(triggerKind(kind), args));
}

function builtOf({ owner, spec }: Site, { package: path = ".", ...options }: FunctionSourceArgs) {
  return goImage(owner, { ...options, name: spec.name, package: path, ...destinationOf(spec) });
}

/** Docker's own resource builds it, and pushes it at update. */
function dockerOf({ name, spec, child }: Site, given: FunctionDockerfileArgs): pulumi.Output<string> {
  const { registry, login } = destinationOf(spec);
  const { directory, file = "Dockerfile", args: values, target, platform = "linux/amd64", tag = "latest" } = given;
  const destination = { name: spec.name, registry: afterChecks(spec.given, registry), login };
  const image = dockerImage({ directory, file, args: values, target, platform, tag }, destination);
  const own = `${name}-image`;
  return new Image(own, image, following(child, "docker:index/image:Image", own)).repoDigest;
}

function promotedOf({ owner, spec }: Site, release: FunctionArgs["release"]) {
  const { registry, registryLogin: login } = spec;
  const image = releaseIn(release).apply((known) => known.image);
  return promotedImage(owner, pulumi.output({ name: spec.name, image, registry, login }));
}

/** Traffic names earlier revisions only: the template, and so its image, stays as it is. */
function keptOf({ image }: Previous): string {
  if (image !== undefined) return image;
  throw new InvalidArgs("Function", [imageIsRequired]);
}

/** The release that is given, of another stack or an earlier one. */
export function releaseIn(release: FunctionArgs["release"]): pulumi.Output<FunctionRelease> {
  return pulumi.unsecret(pulumi.output(release)) as pulumi.Output<FunctionRelease>;
}

/** What a new release tells of where its image came from. */
export async function originIn({ source, dockerfile }: Pick<FunctionArgs, "source" | "dockerfile">): Promise<Origin> {
  if (dockerfile !== undefined) return { ...(await commitOf(resolve(dockerfile.directory))), builder: "docker" };
  if (source === undefined) return {};
  const directory = resolve(source.directory, source.package ?? ".");
  const [commit, builderVersion] = await Promise.all([commitOf(moduleRoot(directory) ?? directory), koVersionUsed()]);
  return { ...commit, builder: "ko", builderVersion };
}
