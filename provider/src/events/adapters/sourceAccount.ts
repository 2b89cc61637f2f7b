// The service account of a source that finds out whether it is deleted: it may read its own two objects. Manifests. Pure.
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type { Role, RoleBinding, ServiceAccount } from "../../kubernetes/objectTypes";
import type { Place } from "../kinds/kind";

const rbac = "rbac.authorization.k8s.io";
const owned = [
  { apiGroups: ["apps"], resources: ["statefulsets"] },
  { apiGroups: ["sources.knative.dev"], resources: ["sinkbindings"] },
];

export function makeSourceAccount({ name, namespace }: Place): Manifest[] {
  const metadata = { name, namespace };
  const rules = owned.map((one) => ({ ...one, resourceNames: [name], verbs: ["get", "watch"] }));
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata } satisfies ServiceAccount,
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata, rules } satisfies Role,
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    } satisfies RoleBinding,
  ];
}
