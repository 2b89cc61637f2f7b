// Remembers pushed images next to the registry's blobs, by version, so that nothing is built twice.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What was pushed last, and from which version of the pins and of this directory. */
interface Pushed<References> {
  version: string;
  references: References;
}

/** The references by digest in the record `file`, if they have this version and exist; otherwise they are pushed again. */
export async function remembered<References extends object>(
  { file, version, registry }: { file: string; version: string; registry: string },
  push: () => Promise<References>,
): Promise<References> {
  const last: Pushed<References> | undefined = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (last?.version === version && (await hasAll(registry, last.references))) return last.references;
  const references = await push();
  writeJson(file, { version, references });
  return references;
}

/** The registry is queried, because its blobs may be missing although the record exists. */
async function hasAll(registry: string, references: object): Promise<boolean> {
  const all: string[] = Object.values(references).flatMap((one) =>
    typeof one === "string" ? one : Object.values(one),
  );
  const found = await Promise.all(all.map((reference) => hasManifest(registry, reference)));
  return found.every((present) => present);
}

const manifestTypes =
  "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";

async function hasManifest(registry: string, reference: string): Promise<boolean> {
  const [name = "", digest = ""] = reference.slice(registry.length + 1).split("@");
  const address = `http://${registry}/v2/${name}/manifests/${digest}`;
  const answer = await fetch(address, { method: "HEAD", headers: { accept: manifestTypes } });
  return answer.ok;
}

/** An incomplete file never counts. */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
