// A Git repository with this package behind TLS on loopback, like a repository host's.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { dirname, join } from "node:path";
import { repository } from "../environment/home";

/** A separate address with the port of HTTPS: Pulumi does not find a plugin again if its host has a port (pulumi v3.187). */
const host = "127.97.0.1";
const port = 443;

export const address = `https://${host}/acme/knative-faas.git`;

export interface GitServer {
  /** The server's certificate, in PEM. */
  certificate: string;
  close(): void;
}

/** The bare repository is created in `directory`; it has one commit, the current tree, and the tag of its version. */
export async function serveGit(directory: string, tag: string): Promise<GitServer> {
  bareRepository(directory, tag);
  certify(directory);
  const pem = (file: string) => readFileSync(join(directory, file));
  const server = createServer({ key: pem("key.pem"), cert: pem("certificate.pem") }, (asked, answer) =>
    backend(directory, asked, answer),
  );
  server.listen(port, host);
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { certificate: join(directory, "certificate.pem"), close };
}

function bareRepository(directory: string, tag: string): void {
  const tree = join(directory, "tree");
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: repository });
  for (const file of listed.toString().trim().split("\n")) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(repository, file), join(tree, file));
  }
  const git = (...args: string[]) => execFileSync("git", ["-C", tree, ...args], { stdio: "ignore" });
  git("init", "--initial-branch=main");
  git("add", "--all", "--force");
  git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--message=all");
  git("tag", tag);
  git("clone", "--bare", tree, join(directory, "acme", "knative-faas.git"));
}

function certify(directory: string): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
  const names = ["-subj", "/CN=git", "-addext", `subjectAltName=IP:${host}`];
  const args = ["req", "-x509", ...key, "-out", "certificate.pem", "-days", "2", ...names];
  execFileSync("openssl", args, { cwd: directory, stdio: "ignore" });
}

/** Git's own CGI program: its output begins with the headers. */
function backend(directory: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { pathname, search } = new URL(asked.url ?? "/", "https://git");
  const header = (name: string) => String(asked.headers[name] ?? "");
  const env = {
    ...process.env,
    GIT_PROJECT_ROOT: directory,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: asked.method,
    CONTENT_TYPE: header("content-type"),
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
  };
  const git = spawn("git", ["http-backend"], { env, stdio: ["pipe", "pipe", "ignore"] });
  asked.pipe(git.stdin);
  const parts: Buffer[] = [];
  git.stdout.on("data", (part) => parts.push(part));
  git.on("close", () => {
    const all = Buffer.concat(parts);
    const end = all.indexOf("\r\n\r\n");
    for (const line of all.subarray(0, end).toString().split("\r\n")) {
      const [name = "", value = ""] = line.split(": ");
      if (name === "Status") answer.statusCode = Number.parseInt(value, 10);
      else if (name !== "") answer.setHeader(name, value);
    }
    answer.end(all.subarray(end + 4));
  });
}
