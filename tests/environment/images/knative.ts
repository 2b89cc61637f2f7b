// Knative's own programs as images in a registry that the cluster can pull from, built with ko from the pinned modules.
import { join } from "node:path";
import { run } from "../command";
import { logHome } from "../home";
import type { Say } from "../progress";
import { countCompiled, dependencies, go, goEnvironment, modulesHome } from "../tools/go";
import type { Tools } from "../tools/tools";

const directory = join(modulesHome, "knative");
const log = join(logHome, "build-knative.log");

/** References by digest, keyed by the name that the release manifests use. */
export async function pushKnative(
  tools: Tools,
  registry: string,
  baseImage: string,
  say: Say,
): Promise<Record<string, string>> {
  const programs = (await go(directory, ["list", "tool"])).trim().split("\n");
  await compileShared(programs, say);
  const repository = `${registry}/kn`;
  const printed = await publish(tools, repository, baseImage, programs, say);
  return releasedNames(printed.trim().split("\n"), repository);
}

/** All packages in one go build, each once: ko starts one build per program, and two of them would compile the same package. */
async function compileShared(programs: string[], say: Say): Promise<void> {
  const packages = await dependencies(directory, programs, say);
  await go(directory, ["build", "-v", "-trimpath", ...packages], { log, onLine: countCompiled(packages.length, say) });
}

async function publish(tools: Tools, repository: string, base: string, programs: string[], say: Say): Promise<string> {
  const env = { ...goEnvironment, KO_DOCKER_REPO: repository, KO_DEFAULTBASEIMAGE: base };
  const flags = ["--preserve-import-paths", "--sbom=none", "--platform=linux/amd64", "--ldflags=-s", "--ldflags=-w"];
  let published = 0;
  const onLine = (line: string) => {
    if (/ Published /.test(line)) say(`image ${++published} of ${programs.length}`);
  };
  return run(tools.ko, ["build", ...flags, ...programs], { cwd: directory, env, log, onLine });
}

/** "127.0.0.1:5000/kn/knative.dev/serving/cmd/queue@sha256:..." is gcr.io/knative-releases/knative.dev/serving/cmd/queue. */
export function releasedNames(references: string[], repository: string): Record<string, string> {
  const entries = references.map((reference) => {
    const path = reference.slice(repository.length + 1).replace(/(:[\w.-]+)?@sha256:\w+$/, "");
    return [`gcr.io/knative-releases/${path}`, reference];
  });
  return Object.fromEntries(entries);
}
