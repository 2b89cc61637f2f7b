// One run of ko: its arguments, its environment, what it says, what it gives back.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "../core/problems";
import type { Build, Say } from "./builder";
import { explainKo } from "./koErrors";
import { koProgram } from "./koProgram";
import { dockerConfig, registryOf } from "./login";

/** The package that is built, and the file that makes a handler a program. */
export interface Target {
  package: string;
  overlay: string | undefined;
}

/** The references that ko wrote, by digest. `naming` says how images are called in the registry. */
export async function koRun(
  build: Build,
  targets: Target[],
  push: boolean,
  naming: "--bare" | "-P",
  say: Say,
): Promise<string[]> {
  const [program, ...first] = await koProgram();
  const login = push && build.login !== undefined ? loginDirectory(build) : undefined;
  const forget = () => login !== undefined && rmSync(login, { recursive: true, force: true });
  const child = spawn(
    program,
    [...first, "build", ...targets.map((target) => target.package), naming, ...flags(build, push)],
    {
      cwd: build.directory,
      env: { ...environment(build, targets), ...(login === undefined ? {} : { DOCKER_CONFIG: login }) },
    },
  );
  // A plugin ends in the middle of it when its engine is gone. At an interrupt ko ends its compilers, too.
  const leave = () => {
    child.kill("SIGINT");
    forget();
  };
  process.once("exit", leave);
  try {
    return await references(child, build, say);
  } finally {
    process.off("exit", leave);
    forget();
  }
}

function flags({ platforms, sbom }: Build, push: boolean): string[] {
  return [`--push=${push}`, `--sbom=${sbom}`, `--platform=${platforms.join(",")}`];
}

async function references(child: ReturnType<typeof spawn>, build: Build, say: Say): Promise<string[]> {
  const lines: string[] = [];
  const found: string[] = [];
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
    lines.push(line);
    const step = progress(line);
    if (step !== undefined) say(step);
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => found.push(line.trim()));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Failure(explainKo(build, lines.join("\n")));
  return found.map((reference) => reference.replace(/:[\w.-]+@/, "@"));
}

/** What the image depends on is set here; what would make it differ from machine to machine is taken out. */
export function environment(build: Build, targets: Target[]): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, SOURCE_DATE_EPOCH: _epoch, ...env } = process.env;
  return {
    ...env,
    ...build.env,
    KO_DOCKER_REPO: build.repository,
    GOFLAGS: goFlags(build, targets),
    ...(build.baseImage === undefined ? {} : { KO_DEFAULTBASEIMAGE: build.baseImage }),
  };
}

/** Go takes quotes around a flag with spaces. */
function goFlags({ goFlags: given, ldflags }: Build, targets: Target[]): string {
  const overlay = targets.find((target) => target.overlay !== undefined)?.overlay;
  const flags = [
    // Go writes the commit into the binary otherwise: a commit of anything would be a new digest.
    "-buildvcs=false",
    ...given,
    ...(ldflags.length === 0 ? [] : [`-ldflags=${ldflags.join(" ")}`]),
    ...(overlay === undefined ? [] : [`-overlay=${overlay}`]),
  ];
  return [process.env.GOFLAGS, ...flags.map((flag) => (/\s/.test(flag) ? `'${flag}'` : flag))]
    .filter(Boolean)
    .join(" ");
}

/** Only its owner may read it, and it is gone when ko has ended: a password stands in no argument and no variable. */
function loginDirectory({ repository, login }: Build): string {
  const directory = mkdtempSync(join(tmpdir(), "knative-faas-login-"));
  const config = dockerConfig(login as NonNullable<Build["login"]>, registryOf(repository));
  writeFileSync(join(directory, "config.json"), config, { mode: 0o600 });
  return directory;
}

/** The lines that tell how far ko is, without their time stamps; it also writes of the state of the git tree. */
function progress(line: string): string | undefined {
  return /(Using base|Building|Publishing|Published) .*$/.exec(line)?.[0];
}
