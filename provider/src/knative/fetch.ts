// Downloads manifest files from the user's URLs, checks them against their SHA-256, and caches them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Failure } from "../input/problems";

export interface ManifestUrl {
  url: string;
  sha256: string;
}

const limitSeconds = 60;
const limitBytes = 64 * 1024 * 1024;

/**
 * A component registers its objects while it is constructed, so it can't await a download: another process fetches, and
 * blocks until it is done. The variable makes it use the proxy of the environment.
 */
const fetching = `
fetch(process.argv[1], { signal: AbortSignal.timeout(${limitSeconds * 1000}) }).then(async (answer) => {
  if (!answer.ok) throw new Error("answers " + answer.status + " " + answer.statusText);
  process.stdout.write(Buffer.from(await answer.arrayBuffer()));
}).catch((error) => {
  process.stderr.write(error.cause?.message ?? error.message);
  process.exitCode = 1;
});`;

/** The file's text. A cached file is not requested again, as its SHA-256 identifies its content. */
export function manifestText({ url, sha256 }: ManifestUrl, index: number): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "knative-faas", "manifests");
  const file = join(cache, `${sha256}.yaml`);
  const cached = existsSync(file) ? readFileSync(file) : undefined;
  if (cached !== undefined && digest(cached) === sha256) return cached.toString("utf8");
  const found = fetched(url, index);
  const is = digest(found);
  if (is !== sha256)
    throw new Failure(
      `manifests.urls.${index}: ${url} has the SHA-256 ${is}, expected ${sha256}; the file is not used`,
    );
  keep(cache, file, found);
  return found.toString("utf8");
}

function fetched(url: string, index: number): Buffer {
  try {
    const env = { ...process.env, NODE_USE_ENV_PROXY: "1" };
    return execFileSync(process.execPath, ["-e", fetching, url], { env, stdio: "pipe", maxBuffer: limitBytes });
  } catch (error) {
    const { stderr, message } = error as { stderr?: Buffer; message: string };
    const output = stderr?.toString().trim();
    throw new Failure(
      `manifests.urls.${index}: can't get ${url}: ${output === undefined || output === "" ? message : output}`,
    );
  }
}

/** Written under another name first, so that nobody reads an incomplete file. */
function keep(cache: string, file: string, content: Buffer): void {
  mkdirSync(cache, { recursive: true });
  const part = `${file}.${process.pid}`;
  writeFileSync(part, content);
  renameSync(part, file);
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
