// The files of a live revision's volumes: content of Secrets and ConfigMaps, and what is projected of them.
import type { ApiObject } from "../liveObject";
import type { Content, LiveRevision } from "./liveRevision";
import { contentFor, fieldOf } from "./revisionVariables";

/** A volume at the path where the program expects it. */
export interface MountedFiles {
  volume: string;
  mountPath: string;
  /** The file or directory of the volume that is mounted instead of the whole. */
  subPath?: string | undefined;
  /** By paths below the volume. */
  files: Content;
}

export interface RevisionFiles {
  mounts: MountedFiles[];
  /** Volumes that this machine does not have, each in a sentence. */
  notes: string[];
}

export async function revisionFiles(live: LiveRevision): Promise<RevisionFiles> {
  const volumes: ApiObject[] = live.revision.spec.volumes ?? [];
  const mounts: MountedFiles[] = [];
  const notes: string[] = [];
  for (const { name, mountPath, subPath } of live.container.volumeMounts ?? []) {
    const volume = volumes.find((one) => one.name === name);
    const files = volume && (await filesOf(live, volume));
    if (files === undefined) notes.push(`the volume ${name} (${mountPath}) is not on this machine`);
    else mounts.push({ volume: name, mountPath, subPath, files });
  }
  return { mounts, notes };
}

/** Undefined for a volume that is not made of content. */
async function filesOf(live: LiveRevision, volume: ApiObject): Promise<Content | undefined> {
  const { secret, configMap, projected, emptyDir, downwardAPI, name } = volume;
  if (emptyDir !== undefined) return {};
  if (projected !== undefined) return projectedFiles(live, name, projected.sources ?? []);
  if (secret === undefined && configMap === undefined && downwardAPI === undefined) return undefined;
  const named = secret && { ...secret, name: secret.secretName };
  return sourceFiles(live, name, { secret: named, configMap, downwardAPI });
}

async function projectedFiles(live: LiveRevision, name: string, sources: ApiObject[]): Promise<Content> {
  const parts = await Promise.all(sources.map((source) => sourceFiles(live, name, source)));
  return Object.assign({}, ...parts);
}

/** A token of a service account is left out: it would be one for the cluster. */
async function sourceFiles(live: LiveRevision, name: string, source: ApiObject): Promise<Content> {
  const { secret, configMap, downwardAPI } = source;
  if (downwardAPI) return fieldFiles(live, downwardAPI.items ?? []);
  if (!secret && !configMap) return {};
  const content = (await contentFor(live, `volume ${name}`, secret, configMap)) ?? {};
  const items: { key: string; path: string }[] | undefined = (secret ?? configMap).items;
  if (items === undefined) return content;
  return Object.fromEntries(items.flatMap(({ key, path }) => (content[key] ? [[path, content[key]]] : [])));
}

function fieldFiles({ revision }: LiveRevision, items: ApiObject[]): Content {
  const found = items.map(({ path, fieldRef }) => [path, fieldRef && fieldOf(revision, fieldRef.fieldPath)] as const);
  return Object.fromEntries(found.flatMap(([path, text]) => (text === undefined ? [] : [[path, Buffer.from(text)]])));
}
