// Copies the image of a release by digest, without rebuilding it, to the registry of the stack that deploys it.
import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../input/problems";
import { onceFree } from "../pulumi/held";
import type { Say } from "../pulumi/log";
import { log } from "../pulumi/log";
import { unlessAway } from "./away";
import { copyImage, whereabouts } from "./copy";
import { pushedTo } from "./missingRepositories";
import type { Login } from "./savedLogin";

export interface Promotion {
  /** Name of the function, the last part of the repository. */
  name: string;
  /** The release's reference, by digest. */
  image: string;
  /** This stack's registry; undefined leaves the image where it is. */
  registry: string | undefined;
  login: Login | undefined;
}

/** The reference by digest. Pulumi shows the progress at the resource `owner`. */
export function promotedImage(owner: pulumi.Resource, promotion: pulumi.Input<Promotion>): pulumi.Output<string> {
  const say: Say = (line) => void log.info(line, owner, true);
  const image = pulumi.output(onceFree(owner, promotion)).apply((known) => promoted(known as Promotion, say));
  return pulumi.unsecret(image);
}

async function promoted({ name, image, registry, login }: Promotion, say: Say): Promise<string> {
  if (registry === undefined || image.startsWith(`${registry}/`)) return image;
  const to = `${registry}/${name}`;
  const promised = `${to}@${image.slice(image.indexOf("@") + 1)}`;
  const copy = () => copyImage({ from: image, to, fromLogin: undefined, toLogin: login, say });
  const work = () => (pulumi.runtime.isDryRun() ? foreseen() : pushedTo(to, login, copy));
  return await unlessAway(work, async () => promised);

  async function foreseen(): Promise<string> {
    if ((await whereabouts(image, to, { toLogin: login })) !== "nowhere") return promised;
    throw new Failure(`${image} no longer exists; promote a release whose image the registry still has`);
  }
}
