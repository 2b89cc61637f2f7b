// The cluster-wide state that a spec file changes, and that it relies on.

/**
 * "configuration": feature flags and ConfigMaps of Knative. "programs": this package's programs in the cluster. "garbage collection":
 * when Knative deletes revisions without traffic. "routes": that a route follows its table within seconds. "knative": Knative itself,
 * installed, upgraded, destroyed.
 */
export type Lock = "configuration" | "programs" | "garbage collection" | "routes" | "knative";

export interface Locks {
  /** Nobody else may change or see it meanwhile. */
  changes?: Lock[];
  /** Nobody may change it meanwhile. */
  sees?: Lock[];
}

/** File below tests/ -> its locks. */
export const locks: Record<string, Locks> = {
  // Turns feature flags of Serving and of Eventing on, and tests what their webhooks accept then.
  "cluster/accepted.spec.ts": { changes: ["configuration"] },
  // Turns every feature flag of Serving on, and tests what its webhooks accept then.
  "cluster/badInput.spec.ts": { changes: ["configuration"] },
  // Turns a feature flag of Eventing on, and installs the CRD of Kafka's source.
  "cluster/eventsManifest.spec.ts": { changes: ["configuration"] },
  // Installs the queue scaler and the controller, one after another, and checks that nothing of them is left.
  "cluster/examplePrograms.spec.ts": { changes: ["programs"] },
  // Installs controller and queue scaler, kills the controller, lets Knative create revisions without a first Pod, and creates two
  // hundred services, which keep the gateway busy for a minute.
  "cluster/functionController.spec.ts": { changes: ["configuration", "programs", "routes"] },
  // Is refused while the feature flags are off, then turns all of them on.
  "cluster/functionFeatures.spec.ts": { changes: ["configuration"] },
  // Compares all of Knative's objects before and after; they include this package's, whose names contain knative.
  "cluster/installed.spec.ts": { sees: ["configuration", "programs", "garbage collection"] },
  // Makes Knative collect revisions without traffic after 20 seconds. Other suites, which return to a revision, rely on keeping it: three
  // by default.
  "cluster/kept.spec.ts": { changes: ["garbage collection"] },
  // Installs the queue scaler, as the scaler's own tests.
  "cluster/kafka.spec.ts": { changes: ["programs"], sees: ["configuration"] },
  // Installs the queue scaler and the controller.
  "cluster/kafkaGroups.spec.ts": { changes: ["programs"], sees: ["configuration"] },
  // Removes Knative, installs an earlier release, upgrades it, and compares the cluster with an empty one.
  "cluster/knative.spec.ts": { changes: ["knative"] },
  // Steps wait for their traffic to be routed.
  "cluster/recordedChanges.spec.ts": { sees: ["routes"] },
  // A gate and a step wait 30 seconds for their traffic to be routed.
  "cluster/rollout.spec.ts": { sees: ["routes"] },
  "cluster/rolloutGates.spec.ts": { sees: ["routes"] },
  "cluster/rolloutResumed.spec.ts": { sees: ["routes"] },
  // Installs the queue scaler; its stack has Knative's ConfigMaps as they were read, so that a refresh would show others' changes.
  "cluster/scaler.spec.ts": { changes: ["programs"], sees: ["configuration"] },
  // Previews the installation of a queue scaler where there is none: one of another stack would refuse it.
  "engine/sources.spec.ts": { sees: ["programs"] },
};
