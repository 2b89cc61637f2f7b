// An in-memory registry on loopback, with an empty base image, for builds and copies that must not leave the test's process.
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
  /** Responds to every push with this status and Docker's message for it. */
  refuse: (status: number | undefined) => void;
  /** Every request, e.g. `HEAD /v2/acme/hello/manifests/latest`. */
  requests: string[];
  /** Its content, by `repository/digest`, manifests also by `repository/tag`. */
  stored: Map<string, Stored>;
  /** Whether it returns what refers to a manifest, and mounts a blob from another repository. */
  abilities: { referrers: boolean; mount: boolean };
  /** Responds instead of the registry: returns true if it did, or will. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close: () => void;
}

export interface Stored {
  type: string;
  content: Buffer;
}

export const indexType = "application/vnd.oci.image.index.v1+json";
export const manifestType = "application/vnd.oci.image.manifest.v1+json";
export const configType = "application/vnd.oci.image.config.v1+json";

export const digestOf = (content: Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

export async function serveRegistry(): Promise<Registry> {
  let refused: number | undefined;
  const stored = new Map<string, Stored>();
  const base = addBase(stored);
  const server = createServer(async (request, response) => {
    registry.requests.push(`${request.method} ${request.url}`);
    if (registry.intercept?.(request, response)) return;
    const body = await bodyOf(request).catch(() => undefined);
    if (body === undefined) return response.destroy();
    if (refused !== undefined && !["GET", "HEAD"].includes(request.method ?? "")) return refusal(response, refused);
    return answer(registry, request, response, body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registry: Registry = {
    host,
    base: `${host}/base@${base}`,
    pushed: [],
    requests: [],
    stored,
    abilities: { referrers: true, mount: true },
    intercept: undefined,
    refuse: (status) => {
      refused = status;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return registry;
}

/** Adds an image without layers; returns its digest. */
function addBase(stored: Map<string, Stored>): string {
  const config = { architecture: "amd64", os: "linux", config: {}, rootfs: { type: "layers", diff_ids: [] } };
  const content = Buffer.from(JSON.stringify(config));
  const digest = add(stored, "base", { type: configType, content });
  const described = { mediaType: configType, size: content.length, digest };
  const manifest = { schemaVersion: 2, mediaType: manifestType, config: described, layers: [] };
  return add(stored, "base", { type: manifestType, content: Buffer.from(JSON.stringify(manifest)) });
}

/** Adds an object under its digest, which it returns. */
export function add(stored: Map<string, Stored>, repository: string, one: Stored): string {
  const digest = digestOf(one.content);
  stored.set(`${repository}/${digest}`, one);
  return digest;
}

function answer(registry: Registry, request: IncomingMessage, response: ServerResponse, body: Buffer): unknown {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://registry");
  if (request.method === "POST" || request.method === "PATCH") {
    return mounted(registry, pathname, searchParams, response) || upload(pathname, request, response, body);
  }
  if (request.method === "PUT") return put(registry, request, response, body);
  const [, repository, subject] = /^\/v2\/(.*)\/referrers\/(.*)$/.exec(pathname) ?? [];
  if (subject === undefined) return get(pathname, request, response, registry.stored);
  return referrers(registry, response, `${repository}/`, subject);
}

function get(path: string, request: IncomingMessage, response: ServerResponse, stored: Map<string, Stored>) {
  if (path === "/v2/") return response.end();
  const found = stored.get(path.replace(/^\/v2\//, "").replace(/\/(manifests|blobs)\//, "/"));
  response.statusCode = found === undefined ? 404 : 200;
  if (found === undefined) return response.end();
  response.setHeader("Content-Type", found.type);
  response.setHeader("Content-Length", found.content.length);
  response.setHeader("Docker-Content-Digest", digestOf(found.content));
  return response.end(request.method === "HEAD" ? undefined : found.content);
}

function referrers({ stored, abilities }: Registry, response: ServerResponse, repository: string, subject: string) {
  if (!abilities.referrers) return response.writeHead(404).end();
  const manifests = [...stored]
    .filter(([key, { type }]) => key.startsWith(`${repository}sha256:`) && type === manifestType)
    .filter(([, { content }]) => JSON.parse(content.toString()).subject?.digest === subject)
    .map(([, { type, content }]) => ({ mediaType: type, digest: digestOf(content), size: content.length }));
  response.setHeader("Content-Type", indexType);
  return response.end(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }));
}

/** Mounts a blob from another repository, if requested and supported. */
function mounted({ stored, abilities }: Registry, path: string, asked: URLSearchParams, response: ServerResponse) {
  const repository = path.replace(/^\/v2\//, "").replace(/\/blobs\/uploads\/$/, "");
  const found = stored.get(`${asked.get("from")}/${asked.get("mount")}`);
  if (found === undefined || !abilities.mount) return false;
  add(stored, repository, found);
  response.writeHead(201).end();
  return true;
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

/** Ends an upload, or stores a manifest under its digest and its tag. It does not verify digests. */
function put({ stored, pushed }: Registry, request: IncomingMessage, response: ServerResponse, body: Buffer) {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://registry");
  response.statusCode = 201;
  const digest = searchParams.get("digest");
  if (digest !== null) {
    const [, name] = /^\/v2\/(.*)\/blobs\/uploads\//.exec(pathname) ?? [];
    const content = Buffer.concat([uploads.get(pathname) ?? Buffer.alloc(0), body]);
    stored.set(`${name}/${digest}`, { type: "application/octet-stream", content });
    return response.end();
  }
  const [, repository = "", tag] = /^\/v2\/(.*)\/manifests\/(.*)$/.exec(pathname) ?? [];
  const manifest = { type: request.headers["content-type"] ?? manifestType, content: body };
  response.setHeader("Docker-Content-Digest", add(stored, repository, manifest));
  stored.set(`${repository}/${tag}`, manifest);
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
