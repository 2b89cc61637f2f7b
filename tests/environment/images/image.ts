// An image from a directory: one layer with fixed times and owners, so that equal files give an equal digest.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../command";
import type { Tools } from "../tools/tools";

export interface ImageConfig {
  /** Repository and tag, e.g. 127.0.0.1:5000/base:latest. */
  reference: string;
  user: string;
  entrypoint?: string;
}

/** Lets `fill` write the root directory, pushes it, and returns the reference by digest. */
export async function pushImage(
  tools: Tools,
  config: ImageConfig,
  fill: (root: string) => void | Promise<void>,
): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), "knative-faas-image-"));
  try {
    const root = join(work, "root");
    mkdirSync(root);
    await fill(root);
    const layer = join(work, "layer.tar");
    await packLayer(root, layer);
    return await push(tools, config, layer);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function packLayer(root: string, layer: string): Promise<void> {
  await run("chmod", ["-R", "u=rwX,go=rX", root]);
  if (existsSync(join(root, "tmp"))) chmodSync(join(root, "tmp"), 0o1777);
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"];
  await run("tar", [...same, "-C", root, "-cf", layer, "."]);
}

async function push(tools: Tools, { reference, user, entrypoint }: ImageConfig, layer: string): Promise<string> {
  await run(tools.crane, ["append", "--new_layer", layer, "--new_tag", reference]);
  const start = entrypoint === undefined ? [] : ["--entrypoint", entrypoint];
  const settings = ["--set-platform", "linux/amd64", "--user", user, ...start];
  await run(tools.crane, ["mutate", reference, ...settings, "--tag", reference]);
  const digest = (await run(tools.crane, ["digest", reference])).trim();
  return `${reference.replace(/:[\w.-]+$/, "")}@${digest}`;
}
