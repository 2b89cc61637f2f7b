// Gets manifest files from the addresses that the user gave, each checked against its SHA-256 and kept.
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
 * A component registers its objects while it is constructed, so it can't wait for a download: another process fetches,
 * and its output is waited for. The variable makes it use the proxy that the environment names.
 */
const fetching = `
fetch(process.argv[1], { signal: AbortSignal.timeout(${limitSeconds * 1000}) }).then(async (answer) => {
  if (!answer.ok) throw new Error("answers " + answer.status + " " + answer.statusText);
  process.stdout.write(Buffer.from(await answer.arrayBuffer()));
}).catch((error) => {
  process.stderr.write(error.cause?.message ?? error.message);
  process.exitCode = 1;
});`;

/** The file's text. What was fetched once is not asked for again, as its SHA-256 says what it holds. */
export function manifestText({ url, sha256 }: ManifestUrl, index: number): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "knative-faas", "manifests");
  const file = join(cache, `${sha256}.yaml`);
  const kept = existsSync(file) ? readFileSync(file) : undefined;
  if (kept !== undefined && digest(kept) === sha256) return kept.toString("utf8");
  const found = fetched(url, index);
  const is = digest(found);
  if (is !== sha256)
    throw new Failure(
      `manifests.urls.${index}: ${url} has the SHA-256 ${is}, expected ${sha256}; nothing of it is used`,
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
    const said = stderr?.toString().trim();
    throw new Failure(
      `manifests.urls.${index}: can't get ${url}: ${said === undefined || said === "" ? message : said}`,
    );
  }
}

/** Under another name first, so that nobody reads half a file. */
function keep(cache: string, file: string, content: Buffer): void {
  mkdirSync(cache, { recursive: true });
  const part = `${file}.${process.pid}`;
  writeFileSync(part, content);
  renameSync(part, file);
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
