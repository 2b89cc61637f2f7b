// One run of ko: its arguments, its environment, what it says, what it gives back.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "../../input/problems";
import type { Say } from "../../pulumi/log";
import { registryOf } from "../../registry/login";
import { isConfiguredPlain, speaksPlainHttp } from "../../registry/plainHttp";
import { failureOf } from "../../registry/pushErrors";
import { repositoryUrl } from "../../registry/reference";
import { savedWith } from "../../registry/savedLogin";
import type { Build } from "../builder";
import { explainKo } from "./koErrors";
import { koProgram } from "./koProgram";

/** The package that is built; of a handler, the file that makes it a program, and what tells ko where its data lie. */
export interface Target {
  package: string;
  overlay?: string | undefined;
  driver?: string | undefined;
}

export interface Run {
  build: Build;
  targets: Target[];
  /** How images are called in the registry. */
  naming: "--bare" | "-P";
  /** What they are pushed under; undefined pushes nothing. */
  tag?: string;
  say: Say;
}

/** The references that ko wrote, by digest. */
export async function koRun({ build, targets, naming, tag, say }: Run): Promise<string[]> {
  const [program, ...first] = await koProgram();
  const given = flags(build, tag);
  const login = build.login === undefined ? undefined : loginDirectory(build);
  const forget = () => login !== undefined && rmSync(login, { recursive: true, force: true });
  const child = spawn(program, [...first, "build", ...targets.map((target) => target.package), naming, ...given], {
    cwd: build.directory,
    env: { ...environmentOf(build, targets), ...(login === undefined ? {} : { DOCKER_CONFIG: login }) },
  });
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

/** A tag of its own for each image: `latest`, which ko takes otherwise, can't be set again where tags can't be moved. */
function flags(build: Build, tag: string | undefined): string[] {
  const { platforms, sbom } = build;
  const pushing = tag === undefined ? ["--push=false"] : ["--push=true", `--tags=${tag}`];
  const insecure = isInsecure(build, tag !== undefined) ? ["--insecure-registry"] : [];
  return [...pushing, `--sbom=${sbom}`, `--platform=${platforms.join(",")}`, ...insecure];
}

/** Where it is said, ko speaks plain HTTP to both registries, and takes any certificate where it pushes. */
function isInsecure({ name, repository, baseImage = "" }: Build, pushes: boolean): boolean {
  const { host } = repositoryUrl(repository);
  const { host: ofBase } = repositoryUrl(baseImage);
  if (isConfiguredPlain(ofBase) && pushes && !speaksPlainHttp(host))
    throw new Failure(
      `function ${name}: ko can't take the base image from ${ofBase} by plain HTTP and push to ${host} by TLS; copy the base image to ${host}`,
    );
  return isConfiguredPlain(ofBase) || (pushes && isConfiguredPlain(host));
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
  if (code !== 0) throw failureOf(explainKo(build, lines.join("\n")), lines.join("\n"));
  return found.map((reference) => reference.replace(/:[\w.-]+@/, "@"));
}

/** A handler is built alone. */
function environmentOf(build: Build, targets: Target[]): NodeJS.ProcessEnv {
  const { overlay, driver } = targets.find((target) => target.overlay !== undefined) ?? {};
  return { ...environment(build, overlay), GOPACKAGESDRIVER: driver ?? "off" };
}

/** What the image depends on is set here; what would make it differ from machine to machine is taken out. */
export function environment(build: Build, overlay?: string): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, GOARM: _arm, SOURCE_DATE_EPOCH: _epoch, ...env } = process.env;
  return {
    ...env,
    ...build.env,
    KO_DOCKER_REPO: build.repository,
    GOFLAGS: goFlags(build, overlay),
    ...(build.baseImage === undefined ? {} : { KO_DEFAULTBASEIMAGE: build.baseImage }),
  };
}

/** Go takes quotes around a flag with spaces. */
function goFlags({ goFlags: given, ldflags }: Build, overlay: string | undefined): string {
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

/**
 * Only its owner may read it, and it is gone when ko has ended: a password stands in no argument and no variable. What this
 * machine has for other registries is in it, as the base image may be in one of them.
 */
function loginDirectory({ repository, login }: Build): string {
  const directory = mkdtempSync(join(tmpdir(), "knative-faas-login-"));
  const config = savedWith(login as NonNullable<Build["login"]>, registryOf(repository));
  writeFileSync(join(directory, "config.json"), JSON.stringify(config), { mode: 0o600 });
  return directory;
}

/** The lines that tell how far ko is, without their time stamps; it also writes of the state of the git tree. */
function progress(line: string): string | undefined {
  return /(Using base|Building|Publishing|Published) .*$/.exec(line)?.[0];
}
