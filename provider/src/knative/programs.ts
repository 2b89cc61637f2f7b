// The permissions and environment variables of each of this package's own programs. Pure.
import type { Input } from "@pulumi/pulumi";
import type { PolicyRule } from "../kubernetes/objectTypes";

export interface Program {
  /** Its name in `cmd/`, which is also the name of its objects. */
  name: string;
  /** Permissions in the entire cluster. */
  clusterRules: PolicyRule[];
  variables(images: Record<string, Input<string>>): Record<string, Input<string> | undefined>;
}

const serving = "serving.knative.dev";
const reads = ["get", "list", "watch"];
const makes = [...reads, "create", "patch", "delete"];
const events = { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] };

/** By property of `extensions`. */
export const programs = {
  queueScaler: {
    name: "queue-scaler",
    clusterRules: [
      { apiGroups: [serving], resources: ["services"], verbs: reads },
      { apiGroups: [serving], resources: ["revisions"], verbs: ["get", "list", "patch"] },
      events,
    ],
    variables: () => ({}),
  },
  functionController: {
    name: "function-controller",
    clusterRules: [
      { apiGroups: ["knative-faas.dev"], resources: ["functions"], verbs: reads },
      { apiGroups: ["knative-faas.dev"], resources: ["functions/status"], verbs: ["patch"] },
      { apiGroups: [serving], resources: ["services", "domainmappings"], verbs: makes },
      { apiGroups: [serving], resources: ["revisions"], verbs: reads },
      { apiGroups: ["eventing.knative.dev"], resources: ["triggers"], verbs: makes },
      { apiGroups: ["messaging.knative.dev"], resources: ["subscriptions"], verbs: makes },
      {
        apiGroups: ["sources.knative.dev"],
        resources: ["pingsources", "apiserversources", "kafkasources", "sinkbindings"],
        verbs: makes,
      },
      { apiGroups: ["apps"], resources: ["statefulsets", "deployments"], verbs: makes },
      { apiGroups: [""], resources: ["services"], verbs: makes },
      // Kubernetes lets nobody grant a permission without having it, and the queue scaler is granted that to read a login.
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "rolebindings"], verbs: makes },
      { apiGroups: [""], resources: ["serviceaccounts"], verbs: makes },
      { apiGroups: [""], resources: ["secrets"], verbs: ["get"] },
      // Its uid identifies the cluster.
      { apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"] },
      events,
    ],
    variables: (images) => ({
      KAFKA_SOURCE_IMAGE: images["kafka-source"],
      KAFKA_REPLIES_IMAGE: images["kafka-replies"],
      MQTT_SOURCE_IMAGE: images["mqtt-source"],
      REDIS_SOURCE_IMAGE: images["redis-source"],
    }),
  },
} satisfies Record<string, Program>;
