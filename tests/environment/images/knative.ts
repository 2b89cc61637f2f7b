// Knative's own programs as images in a registry that the cluster can pull from, built with ko from the pinned modules.
import { join } from "node:path";
import { run } from "../command";
import { logHome } from "../home";
import type { Say } from "../progress";
import { countCompiled, dependencies, go, goEnvironment, modulesHome } from "../tools/go";
import type { Tools } from "../tools/tools";

interface Release {
  tools: Tools;
  /** Where the images are pushed, such as 127.0.0.1:5000/kn. */
  repository: string;
  /** Base image by digest. */
  base: string;
  /** Directory of modules/ that has the programs among its tools. */
  module: string;
}

/** The module that also has the cluster's programs: what they share with Knative's is compiled once. */
export const knativeModule = "tools";

/** References by digest, keyed by the name in the release manifests. */
export async function pushKnative(release: Release, say: Say): Promise<Record<string, string>> {
  const programs = await programsOf(release.module);
  await compileShared(release, programs, say);
  const printed = await publish(release, programs, say);
  return releasedNames(printed.trim().split("\n"), release.repository);
}

/** Downloads Knative's modules, before there is a registry for its images. */
export async function downloadKnative(say: Say): Promise<void> {
  await dependencies(join(modulesHome, knativeModule), await programsOf(knativeModule), say);
}

async function programsOf(module: string): Promise<string[]> {
  const tools = await go(join(modulesHome, module), ["list", "tool"]);
  return tools.split("\n").filter((path) => path.startsWith("knative.dev/"));
}

/** All packages in one go build, each once: ko starts one build per program, and two of them would compile the same package. */
async function compileShared({ module }: Release, programs: string[], say: Say): Promise<void> {
  const directory = join(modulesHome, module);
  const packages = await dependencies(directory, programs, say);
  const options = { log: logOf(module), onLine: countCompiled(packages.length, say) };
  await go(directory, ["build", "-v", "-trimpath", ...packages], options);
}

async function publish({ tools, repository, base, module }: Release, programs: string[], say: Say): Promise<string> {
  const env = { ...goEnvironment, KO_DOCKER_REPO: repository, KO_DEFAULTBASEIMAGE: base };
  const flags = ["--preserve-import-paths", "--sbom=none", "--platform=linux/amd64", "--ldflags=-s", "--ldflags=-w"];
  let published = 0;
  const onLine = (line: string) => {
    if (/ Published /.test(line)) say(`image ${++published} of ${programs.length}`);
  };
  const options = { cwd: join(modulesHome, module), env, log: logOf(module), onLine };
  return run(tools.ko, ["build", ...flags, ...programs], options);
}

const logOf = (module: string) => join(logHome, `build-${module}.log`);

/** "127.0.0.1:5000/kn/knative.dev/serving/cmd/queue@sha256:..." is gcr.io/knative-releases/knative.dev/serving/cmd/queue. */
export function releasedNames(references: string[], repository: string): Record<string, string> {
  const entries = references.map((reference) => {
    const path = reference.slice(repository.length + 1).replace(/(:[\w.-]+)?@sha256:\w+$/, "");
    return [`gcr.io/knative-releases/${path}`, reference];
  });
  return Object.fromEntries(entries);
}
