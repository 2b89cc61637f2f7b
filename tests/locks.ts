// What a spec file changes on the cluster that other files would see, and what it relies on staying as it is.

/**
 * "configuration": feature flags and ConfigMaps of Knative. "programs": our own programs in the cluster, and what the node offers.
 * "garbage collection": when Knative deletes revisions without traffic. "knative": Knative itself, installed, upgraded, destroyed.
 */
export type Lock = "configuration" | "programs" | "garbage collection" | "knative";

export interface Locks {
  /** Nobody else may change or see it meanwhile. */
  changes?: Lock[];
  /** Nobody may change it meanwhile. */
  sees?: Lock[];
}

export const locks: Record<string, Locks> = {};
