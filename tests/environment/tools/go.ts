// Runs Go: one environment for every build, progress in packages, and failures explained in the user's terms.
import { join } from "node:path";
import { type CommandOptions, run } from "../command";
import { EnvironmentProblem, type Say } from "../progress";

/**
 * Debug information is a fifth of the compiler's output, and a tenth of its time. Go's own packages keep it: builds of functions have it,
 * and share them.
 */
const withoutDebugging = ["-gcflags=all=-dwarf=false", "-gcflags=std="];

/** The user's GOFLAGS and workspaces are ignored, so that equal pins give equal programs everywhere. */
export const goEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  CGO_ENABLED: "0",
  GOFLAGS: ["-mod=readonly", ...withoutDebugging].join(" "),
  GOWORK: "off",
  GOGC: "200", // the compiler takes a tenth less time, and no more memory than with debug information
};

export const modulesHome = join(__dirname, "..", "modules");

/** Runs go in a module's directory; an error says what failed, where, and what can be done. */
export async function go(directory: string, args: string[], options: CommandOptions = {}): Promise<string> {
  try {
    return await run("go", args, { cwd: directory, env: goEnvironment, ...options });
  } catch (error) {
    throw new EnvironmentProblem(explain(String((error as Error).message), directory));
  }
}

const unreachable =
  /GOPROXY=off|dial tcp|no such host|i\/o timeout|connection refused|connection reset|TLS handshake|unexpected EOF|\b(403|404|410|429|5\d\d) [A-Z]/;

/** An error of go as a sentence: no disk space, no registry, or the compiler's message. */
export function explain(failure: string, directory: string): string {
  if (failure.includes("no space left on device")) {
    return `the disk is full (in ${directory}): make room in GOCACHE, GOMODCACHE and KNATIVE_FAAS_HOME, then run it again\n${failure}`;
  }
  if (unreachable.test(failure)) {
    return `the Go module registry does not answer (in ${directory}): set GOPROXY to one that this machine can reach (\`go env -w GOPROXY=...\`), then run it again\n${failure}`;
  }
  return failure;
}

/** Import paths of every package that the given ones consist of; downloads the modules on the way. */
export async function dependencies(directory: string, packages: string[], say: Say): Promise<string[]> {
  let downloads = 0;
  const onLine = (line: string) => {
    const module = line.match(/^go: downloading (\S+)/)?.[1];
    if (module !== undefined) say(`download ${++downloads}, ${module}`);
  };
  const format = '{{if and (ne .Name "main") (ne .ImportPath "unsafe")}}{{.ImportPath}}{{end}}';
  const env = { ...goEnvironment, GOMAXPROCS: "8" }; // as many concurrent downloads, whatever the number of processors
  const listed = await go(directory, ["list", "-deps", "-f", format, ...packages], { env, onLine });
  return listed.split("\n").filter((path) => path !== "");
}

/** The package that a line of `go build -v` names, if it names one. */
export function compiledPackage(line: string): string | undefined {
  return /^[\w.~-]+(\/[\w.~+-]+)*$/.test(line) ? line : undefined;
}

/** Reports how many packages are compiled; go does not count those in its cache. */
export function countCompiled(total: number, say: Say): (line: string) => void {
  let count = 0;
  say(`package 0 of at most ${total}`);
  return (line) => {
    const path = compiledPackage(line);
    if (path !== undefined) say(`package ${++count} of at most ${total}, ${path}`);
  };
}
