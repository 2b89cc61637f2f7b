// A registry in memory on the loopback, with an empty base image, for builds that must not leave the test's own process.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Registry {
  /** Host and port. */
  host: string;
  /** The base image, by digest. */
  base: string;
  /** Manifests that were pushed, as `repository:tag`. */
  pushed: string[];
  /** Answers every push with this status and Docker's words for it. */
  refuse: (status: number | undefined) => void;
  close: () => void;
}

interface Stored {
  type: string;
  content: Buffer;
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const configType = "application/vnd.oci.image.config.v1+json";

const digestOf = (content: Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

export async function serveRegistry(): Promise<Registry> {
  const stored = new Map<string, Stored>();
  const pushed: string[] = [];
  let refused: number | undefined;
  const base = addBase(stored);

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (refused !== undefined && !["GET", "HEAD"].includes(request.method ?? "")) return refusal(response, refused);
    const path = new URL(request.url ?? "/", "http://registry").pathname;
    if (request.method === "POST" || request.method === "PATCH") return upload(path, request, response, body);
    if (request.method === "PUT") return put(request, response, body, stored, pushed);
    return get(path, request, response, stored);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const refuse = (status: number | undefined) => {
    refused = status;
  };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { host, base: `${host}/base@${base}`, pushed, refuse, close };
}

/** An image without layers; its digest. */
function addBase(stored: Map<string, Stored>): string {
  const config = { architecture: "amd64", os: "linux", config: {}, rootfs: { type: "layers", diff_ids: [] } };
  const content = Buffer.from(JSON.stringify(config));
  const digest = add(stored, { type: configType, content });
  const described = { mediaType: configType, size: content.length, digest };
  const manifest = { schemaVersion: 2, mediaType: manifestType, config: described, layers: [] };
  return add(stored, { type: manifestType, content: Buffer.from(JSON.stringify(manifest)) });
}

function add(stored: Map<string, Stored>, one: Stored): string {
  const digest = digestOf(one.content);
  stored.set(digest, one);
  return digest;
}

/** Blobs are kept whatever their repository is; a tag is never asked for before it was pushed. */
function get(path: string, request: IncomingMessage, response: ServerResponse, stored: Map<string, Stored>) {
  if (path === "/v2/") return response.end();
  const found = stored.get(path.split("/").pop() ?? "");
  response.statusCode = found === undefined ? 404 : 200;
  if (found === undefined) return response.end();
  response.setHeader("Content-Type", found.type);
  response.setHeader("Content-Length", found.content.length);
  response.setHeader("Docker-Content-Digest", digestOf(found.content));
  return response.end(request.method === "HEAD" ? undefined : found.content);
}

const uploads = new Map<string, Buffer>();

/** POST begins an upload, PATCH brings its content. */
function upload(path: string, request: IncomingMessage, response: ServerResponse, body: Buffer) {
  const location = request.method === "POST" ? `${path.replace(/\/$/, "")}/${uploads.size}` : path;
  uploads.set(location, Buffer.concat([uploads.get(location) ?? Buffer.alloc(0), body]));
  response.setHeader("Location", location);
  response.statusCode = 202;
  response.end();
}

/** Ends an upload, or stores a manifest under its digest and its tag. */
function put(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  stored: Map<string, Stored>,
  pushed: string[],
) {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://registry");
  response.statusCode = 201;
  if (searchParams.has("digest")) {
    const content = Buffer.concat([uploads.get(pathname) ?? Buffer.alloc(0), body]);
    add(stored, { type: "application/octet-stream", content });
    return response.end();
  }
  const [, repository, tag] = /^\/v2\/(.*)\/manifests\/(.*)$/.exec(pathname) ?? [];
  add(stored, { type: request.headers["content-type"] ?? manifestType, content: body });
  pushed.push(`${repository}:${tag}`);
  return response.end();
}

function refusal(response: ServerResponse, status: number) {
  const code = status === 401 ? "UNAUTHORIZED" : "DENIED";
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ errors: [{ code, message: "authentication required" }] }));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
