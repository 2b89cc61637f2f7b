// The live revision of a function that has its traffic: the program's container and volumes, and the content that they read.
import { clusterAt } from "../clusterAccess";
import { objectAt } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import type { ApiObject } from "../liveObject";
import type { StackFunction } from "../stackState";

/** By the names of their keys. */
export type Content = Record<string, Buffer>;

export interface LiveRevision {
  revision: ApiObject;
  /** The container of the program. */
  container: ApiObject;
  /** The content of a Secret or ConfigMap; undefined if it does not exist. Each is read once. */
  content(kind: "secrets" | "configmaps", name: string): Promise<Content | undefined>;
}

export async function liveRevision(one: StackFunction): Promise<LiveRevision> {
  const config = clusterAt(one.connection);
  const serving = `/apis/serving.knative.dev/v1/namespaces/${one.namespace}`;
  const service = await objectAt(config, `${serving}/services/${one.service}`);
  const name = revisionOf(service?.status);
  const revision = name && (await objectAt(config, `${serving}/revisions/${name}`));
  if (!revision)
    throw new CommandFailure(
      `function ${one.name} has no revision in the cluster, whose environment could be used; run \`pulumi up\`, or pass the directory of its source`,
    );
  const read = new Map<string, Promise<Content | undefined>>();
  const content = (kind: string, object: string) => {
    const path = `/api/v1/namespaces/${one.namespace}/${kind}/${object}`;
    const known = read.get(path) ?? objectAt(config, path).then(contentOf);
    read.set(path, known);
    return known;
  };
  return { revision, container: programIn(revision.spec.containers), content };
}

/** The one with the largest share. */
function revisionOf(status: ApiObject): string | undefined {
  const targets: { revisionName?: string; percent?: number }[] = status?.traffic ?? [];
  const [largest] = targets
    .filter(({ revisionName }) => revisionName !== undefined)
    .sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
  return largest?.revisionName ?? status?.latestReadyRevisionName;
}

/** Only the program's container may have a port; a single one need not. */
function programIn(containers: ApiObject[]): ApiObject {
  return containers.find(({ ports = [] }) => ports.length > 0) ?? containers[0];
}

/** Values of Secrets, and of `binaryData`, are in base64. */
function contentOf(object: ApiObject | undefined): Content | undefined {
  if (object === undefined) return undefined;
  const { kind, data = {}, binaryData = {} } = object;
  const encoded: Record<string, string> = kind === "Secret" ? data : binaryData;
  const plain: Record<string, string> = kind === "Secret" ? {} : data;
  const entries = [
    ...Object.entries(plain).map(([key, text]) => [key, Buffer.from(text)] as const),
    ...Object.entries(encoded).map(([key, text]) => [key, Buffer.from(text, "base64")] as const),
  ];
  return Object.fromEntries(entries);
}
