// The image of a Go directory, with the defaults of the configuration; components use it.
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { onceFree } from "../pulumi/held";
import { warned } from "../registry/warned";
import type { Build } from "./builder";
import { type Begun, begunImage } from "./builtImage";
import { unreadSettings } from "./funcYaml";
import { withSourceVersion } from "./go/sourceVersion";
import { ko } from "./ko/ko";

/** The image's repository is the registry followed by the name. */
export interface GoImage {
  name: pulumi.Input<string>;
  directory: string;
  package: string;
  registry: pulumi.Input<string>;
  goFlags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  ldflags?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  env?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  platforms?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  sbom?: pulumi.Input<Build["sbom"]> | undefined;
  baseImage?: pulumi.Input<string> | undefined;
  login?: { username: pulumi.Input<string>; password: pulumi.Input<string> } | undefined;
}

/** The reference by digest. Pulumi shows the progress at the resource `owner`. */
export function goImage(owner: pulumi.Resource, image: GoImage): pulumi.Output<string> {
  return begunGoImage(owner, image)();
}

export function begunGoImage(owner: pulumi.Resource, image: GoImage): Begun {
  const baseImage = image.baseImage ?? new pulumi.Config("knative-faas").get("baseImage");
  const registry = onceFree(owner, image.registry);
  const build = pulumi.output({ ...image, registry, baseImage }).apply(async (known): Promise<Build> => {
    const { goFlags = [], ldflags = [], env = {}, platforms = ["linux/amd64"], sbom = "none" } = known;
    const { name, package: path, baseImage: base, login } = known;
    const directory = resolve(image.directory);
    const where = { name, directory, package: path, repository: `${known.registry}/${name}` };
    const linked = await withSourceVersion(ldflags, directory);
    return { ...where, goFlags, ldflags: linked, env, platforms, sbom, baseImage: base, login };
  });
  const unread = unreadSettings(resolve(image.directory, image.package));
  if (unread !== undefined) warned(unread);
  const begun = begunImage(ko, owner, build);
  return () => pulumi.unsecret(begun());
}
