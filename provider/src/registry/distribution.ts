// One repository in the OCI distribution protocol: its manifests, blobs and referrers.
import { createHash } from "node:crypto";
import { Failure } from "../input/problems";
import { type Answer, Connection } from "./connection";
import { manifestTypes, repositoryUrl } from "./reference";
import type { Login } from "./savedLogin";

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { os: string; architecture: string };
}

/** A manifest exactly as its registry sent it: any changed byte changes the digest. */
export interface Manifest {
  type: string;
  digest: string;
  content: Buffer;
}

export const indexType = "application/vnd.oci.image.index.v1+json";

export const digestOf = (content: Buffer) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** The registry does not create repositories on push. */
export class MissingRepository extends Failure {}

export class Repository {
  readonly host: string;
  /** The name without the host. */
  readonly path: string;
  private readonly url: string;
  private readonly connection: Connection;

  /** `scopes` are token scopes that the registry's challenges do not mention. */
  constructor(
    readonly name: string,
    login: Login | undefined,
    scopes: (path: string) => string[],
  ) {
    const { host, path, url } = repositoryUrl(name);
    this.host = host;
    this.path = path;
    this.url = url;
    this.connection = new Connection(host, new URL(url).origin, name, login, scopes(path));
  }

  async hasManifest(reference: string): Promise<boolean> {
    return (await this.head(`manifests/${reference}`, reference)).status === 200;
  }

  async hasBlob(digest: string): Promise<boolean> {
    return (await this.head(`blobs/${digest}`, digest)).status === 200;
  }

  private head(path: string, reference: string): Promise<Answer> {
    const purpose = `check for ${this.reference(reference)}`;
    const headers = { Accept: manifestTypes };
    return this.connection.request({ method: "HEAD", url: this.at(path), purpose, headers, accepts: among(200, 404) });
  }

  /** By digest or tag; undefined if it does not exist. */
  async manifest(reference: string): Promise<Manifest | undefined> {
    const { status, headers, content } = await this.connection.request({
      method: "GET",
      url: this.at(`manifests/${reference}`),
      purpose: `serve ${this.reference(reference)}`,
      headers: { Accept: manifestTypes },
      accepts: among(200, 404),
    });
    if (status === 404) return undefined;
    const digest = digestOf(content);
    const expected = isDigest(reference) ? reference : (headers.get("docker-content-digest") ?? digest);
    if (digest !== expected) throw this.difference(reference, expected, digest);
    return { type: headers.get("content-type") ?? "", digest, content };
  }

  /** Stores it under its digest or a tag. */
  async put(reference: string, { type, digest, content }: Manifest): Promise<void> {
    const { headers } = await this.connection.request({
      method: "PUT",
      url: this.at(`manifests/${reference}`),
      purpose: `store ${this.reference(reference)}`,
      headers: { "Content-Type": type },
      body: () => content,
      accepts: among(201),
    });
    const stored = headers.get("docker-content-digest") ?? (await this.stored(reference)) ?? digest;
    if (stored === digest) return;
    throw new Failure(
      `registry ${this.host} stored ${this.reference(reference)} with another digest: expected ${digest}, received ${stored}`,
    );
  }

  private async stored(reference: string): Promise<string | null> {
    const { status, headers } = await this.head(`manifests/${reference}`, reference);
    if (status === 200) return headers.get("docker-content-digest");
    throw new Failure(`${this.reference(reference)} was copied, but registry ${this.host} does not have it`);
  }

  /** Holds the last piece back until the content is verified: without it nobody can store the blob. */
  async *blob({ digest, size }: Descriptor): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    let held: Uint8Array = new Uint8Array();
    let received = 0;
    for await (const piece of this.pieces(digest)) {
      hash.update(piece);
      received += piece.length;
      if (received > size) throw this.difference(digest, `${digest} of ${size} bytes`, "more than that");
      if (held.length > 0) yield held;
      held = piece;
    }
    const found = `sha256:${hash.digest("hex")}`;
    if (found !== digest) throw this.difference(digest, digest, found);
    if (received < size) throw this.difference(digest, `${size} bytes`, `${received} bytes of the same digest`);
    if (held.length > 0) yield held;
  }

  private pieces(digest: string): AsyncGenerator<Uint8Array> {
    const purpose = `serve ${this.reference(digest)}`;
    const url = this.at(`blobs/${digest}`);
    return this.connection.open({ method: "GET", url, purpose, isBlob: true, accepts: among(200) });
  }

  /** "mounted" if the registry takes the blob from its other repository, otherwise the address to upload it to. */
  async mount(digest: string, from: string): Promise<"mounted" | URL | undefined> {
    const url = this.at(`blobs/uploads/?${new URLSearchParams({ mount: digest, from })}`);
    // Other responses are ignored: copying shows whether only mounting is the problem.
    const answer = await this.connection.request({
      method: "POST",
      url,
      purpose: `mount ${digest}`,
      accepts: () => true,
    });
    if (answer.status === 201) return "mounted";
    return answer.status === 202 ? this.location(answer) : undefined;
  }

  async begin(digest: string): Promise<URL> {
    const url = this.at("blobs/uploads/");
    const purpose = `store ${this.reference(digest)}`;
    const answer = await this.connection.request({ method: "POST", url, purpose, accepts: among(202, 404) });
    if (answer.status === 404) throw new MissingRepository(`registry ${this.host} has no repository ${this.path}`);
    return this.location(answer);
  }

  /** `open` returns the content from its start, for retries too. */
  async upload({ digest, size }: Descriptor, to: URL, open: () => AsyncIterable<Uint8Array>): Promise<void> {
    const url = new URL(to);
    // As text: URLSearchParams would re-encode the rest of an address that may be signed.
    url.search += `${url.search === "" ? "?" : "&"}digest=${encodeURIComponent(digest)}`;
    await this.connection.request({
      method: "PUT",
      url,
      purpose: `store ${this.reference(digest)}`,
      headers: { "Content-Type": "application/octet-stream", "Content-Length": String(size) },
      body: open,
      isBlob: true,
      accepts: among(201),
    });
  }

  private location({ url, headers }: Answer): URL {
    const location = headers.get("location");
    if (location !== null && URL.canParse(location, url)) return new URL(location, url);
    throw new Failure(`registry ${this.host} does not return an upload location for a layer of ${this.name}`);
  }

  /** Manifests with this manifest as their subject; `api` is whether the registry maintains that list itself. */
  async referrers(digest: string): Promise<{ api: boolean; found: Descriptor[] }> {
    const found: Descriptor[] = [];
    let url: URL | undefined = this.at(`referrers/${digest}`);
    while (url !== undefined) {
      const answer: Answer = await this.referrersPage(url, digest);
      const isList = answer.status === 200 && answer.headers.get("content-type")?.startsWith(indexType);
      if (!isList) return { api: false, found: await this.tagged(digest) };
      found.push(...manifestsOf(answer.content));
      url = nextPage(answer);
    }
    return { api: true, found };
  }

  /** Registries without the API answer in many ways; ghcr.io redirects to a web page, which must not be followed. */
  private referrersPage(url: URL, digest: string): Promise<Answer> {
    return this.connection.request({
      method: "GET",
      url,
      purpose: `list referrers of ${this.reference(digest)}`,
      headers: { Accept: indexType },
      redirect: "manual",
      accepts: (status) => ![401, 403, 429].includes(status) && (status < 500 || status === 501),
    });
  }

  /** Without the API the list is an index under a tag. GitLab's registry returns the manifest itself for such a tag. */
  private async tagged(digest: string): Promise<Descriptor[]> {
    const index = await this.manifest(tagOf(digest));
    return index === undefined || index.digest === digest ? [] : manifestsOf(index.content);
  }

  /** As a user writes it. */
  reference(version: string): string {
    return `${this.name}${isDigest(version) ? "@" : ":"}${version}`;
  }

  private difference(version: string, expected: string, received: string): Failure {
    const what = this.reference(version);
    return new Failure(`${what} differs from what its registry sends: expected ${expected}, received ${received}`);
  }

  private at(path: string): URL {
    return new URL(`${this.url}/${path}`);
  }
}

/** The tag prefix of a manifest's attachments. */
export function tagOf(digest: string): string {
  return digest.replace(":", "-");
}

export function manifestsOf(content: Buffer): Descriptor[] {
  return (JSON.parse(content.toString()) as { manifests?: Descriptor[] }).manifests ?? [];
}

function nextPage({ url, headers }: Answer): URL | undefined {
  const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers.get("link") ?? "")?.[1];
  return next === undefined ? undefined : new URL(next, url);
}

const isDigest = (version: string) => version.includes(":");

const among =
  (...expected: number[]) =>
  (status: number) =>
    expected.includes(status);
