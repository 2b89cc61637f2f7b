// Copies an image by digest from one registry to another: its manifests, their blobs, and its attachments.

import { Failure } from "../input/problems";
import type { Say } from "../pulumi/log";
import { Away } from "./away";
import { withRetries } from "./connection";
import { type Descriptor, digestOf, indexType, type Manifest, manifestsOf, Repository, tagOf } from "./distribution";
import { contentTag } from "./reference";
import type { Login } from "./savedLogin";
import { warned } from "./warned";

/** Undefined uses Docker's configuration on this machine. */
export interface Logins {
  fromLogin?: Login | undefined;
  toLogin?: Login | undefined;
}

export interface Copy extends Logins {
  /** A reference by digest. */
  from: string;
  /** A repository without tag or digest. */
  to: string;
  say: Say;
}

/** The state of one copy. */
interface Run {
  source: Repository;
  target: Repository;
  /** The target with a token that may read the source; undefined if they are on two registries. */
  mounting: Repository | undefined;
  /** Manifests whose attachments were already copied: tags may be circular. */
  searched: Set<string>;
  say: Say;
  again: <T>(work: () => Promise<T>) => Promise<T>;
}

const blobsAtATime = 3;

/** Returns the image's reference by digest at the target, which is queried first: existing content is not copied. */
export async function copyImage({ from, to, say, ...logins }: Copy): Promise<string> {
  const { source, digest } = sourceOf(from, logins);
  const target = targetOf(to, logins);
  const again = <T>(work: () => Promise<T>) => withRetries(work, say);
  const mounting = target.host === source.host ? targetOf(to, logins, [`repository:${source.path}:pull`]) : undefined;
  const run = { source, target, mounting, searched: new Set<string>(), say, again };
  if (await again(() => target.hasManifest(digest))) return target.reference(digest);
  const manifest = await known(run, digest);
  await copyMissing(run, digest, manifest);
  await tag(run, manifest);
  return target.reference(digest);
}

/** Registries clean up untagged images. The tag is optional, because the image is deployed by digest. */
async function tag({ target, again }: Run, manifest: Manifest): Promise<void> {
  await again(() => target.put(contentTag(manifest.digest), manifest)).catch((error) => warned(error.message));
}

/** Where an image to be copied currently exists; changes nothing. */
export async function whereabouts(
  from: string,
  to: string,
  logins: Logins = {},
): Promise<"target" | "source" | "nowhere"> {
  const { source, digest } = sourceOf(from, logins);
  const has = (repository: Repository) =>
    withRetries(
      () => repository.hasManifest(digest),
      () => undefined,
    );
  if (await has(targetOf(to, logins))) return "target";
  return (await has(source)) ? "source" : "nowhere";
}

function sourceOf(from: string, { fromLogin }: Logins): { source: Repository; digest: string } {
  const [, named, digest] = /^([^@]+)@(sha256:[0-9a-f]{64})$/.exec(from) ?? [];
  if (named === undefined || digest === undefined) throw new Failure(`expected an image by digest, got ${from}`);
  const repository = named.replace(/:[\w][\w.-]*$/, "");
  return { source: new Repository(repository, fromLogin, () => []), digest };
}

/** Registries that create repositories on first push may allow reads of a missing repository only to users who may push. */
function targetOf(to: string, { toLogin }: Logins, scopes: string[] = []): Repository {
  return new Repository(to, toLogin, (path) => [`repository:${path}:pull,push`, ...scopes]);
}

async function known({ source, again }: Run, digest: string): Promise<Manifest> {
  const manifest = await again(() => source.manifest(digest));
  if (manifest !== undefined) return manifest;
  const reference = source.reference(digest);
  throw new Failure(`${reference} no longer exists; promote a release whose image the registry still has`);
}

/** The manifest is copied last, so a target that has it has everything that belongs to it. */
async function copyMissing(run: Run, reference: string, manifest: Manifest): Promise<void> {
  await copyChildren(run, manifest);
  await copyBlobs(run, manifest);
  await copyAttachments(run, manifest.digest);
  await run.again(() => run.target.put(reference, manifest));
}

async function copyChildren(run: Run, { content }: Manifest): Promise<void> {
  const children = manifestsOf(content);
  for (const [index, { digest, platform }] of children.entries()) {
    const name = platform === undefined ? digest : `${platform.os}/${platform.architecture}`;
    run.say(`copying image ${index + 1} of ${children.length}, ${name}`);
    // Another image may have copied it, but without the attachments here.
    if (await run.again(() => run.target.hasManifest(digest))) await copyAttachments(run, digest);
    else await copyMissing(run, digest, await known(run, digest));
  }
}

async function copyBlobs(run: Run, { content }: Manifest): Promise<void> {
  const { config, layers = [] } = JSON.parse(content.toString()) as { config?: Descriptor; layers?: Descriptor[] };
  // Non-distributable layers are at the addresses in their descriptors.
  const sent = layers.filter(({ mediaType }) => !/nondistributable|foreign/.test(mediaType));
  const titled = sent.map((blob, index) => ({ blob, title: `layer ${index + 1} of ${sent.length}` }));
  if (config !== undefined) titled.push({ blob: config, title: "configuration" });
  const digests = titled.map(({ blob }) => blob.digest);
  const different = titled.filter(({ blob }, index) => digests.indexOf(blob.digest) === index);
  await fewAtATime(different, ({ blob, title }) =>
    run.again(() => copyBlob(run, blob, `${title}, ${mebibytes(blob.size)}`)),
  );
}

async function copyBlob({ source, target, mounting, say }: Run, blob: Descriptor, title: string): Promise<void> {
  if (await target.hasBlob(blob.digest)) return;
  const mounted = await mounting?.mount(blob.digest, source.path);
  if (mounted === "mounted") return say(`mounted ${title}`);
  say(`copying ${title}`);
  const location = mounted ?? (await target.begin(blob.digest));
  await target.upload(blob, location, () => source.blob(blob));
}

/** Attachments that cosign and ko store under tags, and manifests that refer to this one as their subject. */
async function copyAttachments(run: Run, digest: string): Promise<void> {
  if (run.searched.has(digest)) return;
  run.searched.add(digest);
  for (const kind of ["sbom", "sig", "att"]) await copyTag(run, `${tagOf(digest)}.${kind}`);
  const { found } = await run.again(() => run.source.referrers(digest));
  const copied: Descriptor[] = [];
  for (const referrer of found) if (await copyReferrer(run, referrer)) copied.push(referrer);
  if (copied.length > 0) await listReferrers(run, digest, copied);
}

/** The target's own tag may contain signatures of its own. */
async function copyTag(run: Run, tag: string): Promise<void> {
  const attached = await run.again(() => run.source.manifest(tag));
  if (attached === undefined) return;
  const there = await run.again(() => run.target.manifest(tag));
  if (there?.digest === attached.digest) return;
  if (there !== undefined) return run.say(`kept ${run.target.reference(tag)}, which differs from the source's`);
  run.say(`copying ${tag}`);
  await copyMissing(run, tag, attached);
}

/** False if the list contains it but it was deleted. */
async function copyReferrer(run: Run, { digest }: Descriptor): Promise<boolean> {
  if (await run.again(() => run.target.hasManifest(digest))) return true;
  const referrer = await run.again(() => run.source.manifest(digest));
  if (referrer === undefined) return false;
  run.say(`copying referrer ${digest}`);
  await copyMissing(run, digest, referrer);
  return true;
}

/** If the registry does not support the referrers API, clients maintain the list. */
async function listReferrers({ target, again }: Run, digest: string, copied: Descriptor[]): Promise<void> {
  const { api, found } = await again(() => target.referrers(digest));
  const missing = copied.filter((referrer) => !found.some((there) => there.digest === referrer.digest));
  if (api || missing.length === 0) return;
  const index = { schemaVersion: 2, mediaType: indexType, manifests: [...found, ...missing] };
  const content = Buffer.from(JSON.stringify(index));
  const list = { type: indexType, digest: digestOf(content), content };
  await again(() => target.put(tagOf(digest), list)).catch((error) => {
    // Some registries have immutable tags.
    if (found.length === 0 || error instanceof Away) throw error;
    warned(`${error.message}. The image's referrers are copied, but the list of them is unchanged.`);
  });
}

/** After the first failure no new work starts; it is thrown once all running work has ended. */
async function fewAtATime<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  const workers = Array.from({ length: blobsAtATime }, () =>
    worker().catch((error) => {
      waiting.length = 0;
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === "rejected");
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
