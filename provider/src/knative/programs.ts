// What each of our programs beside Knative may do, and what it is told: a row a program. Pure.
import type { Input } from "@pulumi/pulumi";

export interface Program {
  /** Its name in `cmd/`, which its objects have too. */
  name: string;
  /** Rights in the whole cluster. */
  clusterRules: object[];
  variables(images: Record<string, Input<string>>): Record<string, Input<string> | undefined>;
}

const serving = "serving.knative.dev";
const all = ["get", "list", "watch", "create", "patch", "delete"];
const events = { apiGroups: ["events.k8s.io", ""], resources: ["events"], verbs: ["create", "patch"] };

/** By property of `extensions`. */
export const programs = {
  queueScaler: {
    name: "queue-scaler",
    clusterRules: [
      { apiGroups: [serving], resources: ["services"], verbs: ["get", "list", "watch"] },
      { apiGroups: [serving], resources: ["revisions"], verbs: ["get", "list", "patch"] },
      events,
    ],
    variables: () => ({}),
  },
  functionController: {
    name: "function-controller",
    clusterRules: [
      { apiGroups: ["knative-faas.dev"], resources: ["functions"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["knative-faas.dev"], resources: ["functions/status"], verbs: ["patch"] },
      { apiGroups: [serving], resources: ["services", "domainmappings"], verbs: all },
      events,
    ],
    variables: (images) => ({
      MQTT_SOURCE_IMAGE: images["mqtt-source"],
      REDIS_SOURCE_IMAGE: images["redis-source"],
    }),
  },
} satisfies Record<string, Program>;
