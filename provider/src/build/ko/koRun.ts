// One run of ko: its arguments, environment, progress and results.
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

/** The package to build; for a handler, also the overlay that makes it a program, and the driver that tells ko where its data is. */
export interface Target {
  package: string;
  overlay?: string | undefined;
  driver?: string | undefined;
}

export interface Run {
  build: Build;
  targets: Target[];
  /** How images are named in the registry. */
  naming: "--bare" | "-P";
  /** The tag to push; undefined pushes nothing. */
  tag?: string;
  say: Say;
}

/** The references that ko printed, by digest. */
export async function koRun({ build, targets, naming, tag, say }: Run): Promise<string[]> {
  const [program, ...first] = await koProgram();
  const given = flags(build, tag);
  const login = build.login === undefined ? undefined : loginDirectory(build);
  const forget = () => login !== undefined && rmSync(login, { recursive: true, force: true });
  const child = spawn(program, [...first, "build", ...targets.map((target) => target.package), naming, ...given], {
    cwd: build.directory,
    env: { ...environmentOf(build, targets), ...(login === undefined ? {} : { DOCKER_CONFIG: login }) },
  });
  // A plugin exits in the middle of this if its engine is gone. On an interrupt, ko also stops its compilers.
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

/** A unique tag for each image: ko's default `latest` can't be set again where tags are immutable. */
function flags(build: Build, tag: string | undefined): string[] {
  const { platforms, sbom } = build;
  const pushing = tag === undefined ? ["--push=false"] : ["--push=true", `--tags=${tag}`];
  const insecure = isInsecure(build, tag !== undefined) ? ["--insecure-registry"] : [];
  return [...pushing, `--sbom=${sbom}`, `--platform=${platforms.join(",")}`, ...insecure];
}

/** With this flag ko uses plain HTTP for both registries, and accepts any certificate when pushing. */
function isInsecure({ name, repository, baseImage = "" }: Build, pushes: boolean): boolean {
  const { host } = repositoryUrl(repository);
  const { host: ofBase } = repositoryUrl(baseImage);
  if (isConfiguredPlain(ofBase) && pushes && !speaksPlainHttp(host))
    throw new Failure(
      `function ${name}: ko can't pull the base image from ${ofBase} over plain HTTP and push to ${host} over TLS; copy the base image to ${host}`,
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

/** Sets what the image depends on, and removes what would make it differ between machines. */
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

/** Go accepts quotes around a flag with spaces. */
function goFlags({ goFlags: given, ldflags }: Build, overlay: string | undefined): string {
  const flags = [
    // Otherwise Go writes the commit into the binary, and each commit would change the digest.
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
 * Readable only by its owner, and deleted when ko ends: no argument or variable contains the password. It includes this
 * machine's logins for other registries, because the base image may be in one of them.
 */
function loginDirectory({ repository, login }: Build): string {
  const directory = mkdtempSync(join(tmpdir(), "knative-faas-login-"));
  const config = savedWith(login as NonNullable<Build["login"]>, registryOf(repository));
  writeFileSync(join(directory, "config.json"), JSON.stringify(config), { mode: 0o600 });
  return directory;
}

/** The lines that report ko's progress, without timestamps; it also reports the state of the git tree. */
function progress(line: string): string | undefined {
  return /(Using base|Building|Publishing|Published) .*$/.exec(line)?.[0];
}
