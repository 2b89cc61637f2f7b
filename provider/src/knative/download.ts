// Finds the directory of the release manifests: the user's own, or the pinned Go module in Go's module cache.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure } from "../input/problems";
import { operatorModule } from "./releases";

/** The kodata directory. The module is downloaded through the user's Go proxy unless it is in Go's cache (30 MB, once). */
export function manifestDirectory(manifests: string | undefined): string {
  if (manifests !== undefined) return manifests;
  return join(cachedModule() ?? downloadedModule(), "cmd", "operator", "kodata");
}

/** Reads Go's cache directly, as starting `go` costs a tenth of a second in each preview. */
function cachedModule(): string | undefined {
  const { path, version, sum } = operatorModule;
  const cache =
    process.env.GOMODCACHE ?? join(process.env.GOPATH?.split(":")[0] ?? join(homedir(), "go"), "pkg", "mod");
  const hash = join(cache, "cache", "download", path, "@v", `${version}.ziphash`);
  const directory = join(cache, `${path}@${version}`);
  return existsSync(directory) && existsSync(hash) && readFileSync(hash, "utf8").trim() === sum ? directory : undefined;
}

function downloadedModule(): string {
  const { path, version, sum } = operatorModule;
  const module = `${path}@${version}`;
  let answer: { Dir: string; Sum: string };
  try {
    answer = JSON.parse(execFileSync("go", ["mod", "download", "-json", module], { encoding: "utf8", stdio: "pipe" }));
  } catch (error) {
    throw new Failure(`can't get Knative's manifests: ${downloadProblem(error, module)}`);
  }
  if (answer.Sum === sum) return answer.Dir;
  throw new Failure(
    `Knative's manifests do not match the version that this package pins: ${module} has the checksum ${answer.Sum}, expected ${sum}`,
  );
}

function downloadProblem(error: unknown, module: string): string {
  const { code, stdout, stderr, message } = error as {
    code?: string;
    stdout?: string;
    stderr?: string;
    message: string;
  };
  if (code === "ENOENT") {
    return "the command go is not on PATH; install Go 1.26 or newer, or name a directory in the property manifests.directory";
  }
  const output = /"Error": "(.*)"/.exec(stdout ?? "")?.[1] ?? stderr?.trim() ?? message;
  return `go mod download ${module}: ${output}; check GOPROXY, or name a directory in the property manifests.directory`;
}
