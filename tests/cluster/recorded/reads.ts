// The Secrets and ConfigMaps that retained revisions read: they must exist as long as the revisions do.
import type { Item, TestCluster } from "../cluster";

/** Those that do not exist, each with the revision that reads it. */
export async function missingReads(cluster: TestCluster, namespace: string): Promise<string[]> {
  const kinds = ["Secret", "ConfigMap", "Revision", "KnativeService"] as const;
  const lists = await Promise.all(kinds.map((kind) => cluster.list(kind, namespace)));
  const [secrets = [], maps = [], revisions = [], services = []] = lists;
  const there = [...secrets, ...maps].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const routed = services.flatMap(({ spec }) => (spec.traffic ?? []).map((share: Item) => share.revisionName));
  return revisions
    .filter((revision) => isKept(revision) || routed.includes(revision.metadata.name))
    .flatMap((revision) =>
      readsOf(revision)
        .filter((object) => !there.includes(object))
        .map((object) => `${revision.metadata.name} reads ${object}`),
    );
}

const isKept = ({ metadata: { annotations = {} } }: Item) => annotations["serving.knative.dev/no-gc"] === "true";

function readsOf({ spec: { containers = [], volumes = [], imagePullSecrets = [] } }: Item): string[] {
  const secrets = [
    ...containers.flatMap(({ envFrom = [] }: Item) => envFrom.map(({ secretRef }: Item) => secretRef?.name)),
    ...volumes.map(({ secret }: Item) => secret?.secretName),
    ...imagePullSecrets.map(({ name }: Item) => name),
  ];
  const maps = [
    ...containers.flatMap(({ envFrom = [] }: Item) => envFrom.map(({ configMapRef }: Item) => configMapRef?.name)),
    ...volumes.map(({ configMap }: Item) => configMap?.name),
  ];
  const named = (kind: string, names: string[]) => names.filter(Boolean).map((name) => `${kind} ${name}`);
  return [...named("Secret", secrets), ...named("ConfigMap", maps)];
}
