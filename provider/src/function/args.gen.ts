// Generated from schema.ts by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";

/** Arguments of Function. */
export interface FunctionArgs {
  /** Name of the Knative Service, the first part of its URL. Defaults to the resource's name. Changing it replaces the function. */
  name?: Input<string>;
  /** Namespace of the function; it must exist. Defaults to `default`. Changing it replaces the function. */
  namespace?: Input<string>;
  /** Builds the image from a Go directory. Exactly one of `source` and `image` is given. */
  source?: FunctionSourceArgs;
  /** A prebuilt image, by digest. Exactly one of `source` and `image` is given. */
  image?: Input<string>;
  /** Where built images are pushed, without a scheme, e.g. `ghcr.io/acme`; the function's name is appended. Defaults to the configuration `knative-faas:registry`; one of the two is needed with `source`. */
  registry?: Input<string>;
  /** Port that the program listens on; it also gets it as `$PORT`. Defaults to 8080. */
  port?: Input<number>;
  /** Environment variables of the function, in clear. */
  env?: Input<Record<string, Input<string>>>;
  /** Environment variables that are kept in a Kubernetes Secret, named by content: a changed value is a new revision. The values are encrypted in the state. */
  secrets?: Input<Record<string, Input<string>>>;
  /** Compute resources of each Pod. */
  resources?: FunctionResourcesArgs;
  /** Most requests that one Pod works on at one time; more wait. Defaults to 0: no limit. */
  concurrency?: Input<number>;
  /** Time limits of requests and of the start. */
  timeouts?: FunctionTimeoutsArgs;
  /** Autoscaling of the function. */
  scale?: FunctionScaleArgs;
  /** Who can reach the function. Defaults to `public`. */
  visibility?: Input<FunctionVisibility>;
}

/**
 * Who can reach a function.
 *
 * - `public`: Reached from outside the cluster through the ingress.
 * - `cluster-local`: Reached only from inside the cluster.
 */
export type FunctionVisibility = "public" | "cluster-local";

/**
 * What the autoscaler measures.
 *
 * - `concurrency`: Requests that a Pod works on at one time.
 * - `rps`: Requests per second that reach a Pod.
 */
export type FunctionMetric = "concurrency" | "rps";

/** Bounds and target of Knative's Pod autoscaler (KPA). */
export interface FunctionScaleArgs {
  /** Fewest Pods. Defaults to 0: an idle function has none. */
  min?: Input<number>;
  /** Most Pods. Defaults to 0, which means no bound of its own. */
  max?: Input<number>;
  /** Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 needs `allow-zero-initial-scale` in Knative's `config-autoscaler`. */
  initial?: Input<number>;
  /** Load that one Pod should carry, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps. */
  target?: Input<number>;
  /** What is measured for scaling. Defaults to `concurrency`. */
  metric?: Input<FunctionMetric>;
  /** Span over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long. */
  windowSeconds?: Input<number>;
  /** How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0. */
  retentionSeconds?: Input<number>;
}

/** Time limits, in seconds. */
export interface FunctionTimeoutsArgs {
  /** Longest time for one request, in seconds. Defaults to 300. Knative's own upper bound is 600 (`max-revision-timeout-seconds`). */
  requestSeconds?: Input<number>;
  /** How long a new revision may take until its first Pod is ready, in seconds; then the update fails with the Pod's reason and its last log lines. Defaults to 40. Raise it where nodes are added on demand or images are large. */
  readySeconds?: Input<number>;
}

/** An amount of CPU and memory. */
export interface FunctionAmountsArgs {
  /** CPU as a Kubernetes quantity, e.g. `250m` or `1`. */
  cpu?: Input<string>;
  /** Memory as a Kubernetes quantity, e.g. `128Mi`. */
  memory?: Input<string>;
}

/** Compute resources of the function's container. */
export interface FunctionResourcesArgs {
  /** What the scheduler sets aside for each Pod. Defaults to `cpu: 20m` and `memory: 32Mi`. */
  requests?: FunctionAmountsArgs;
  /** What a Pod may use at most. Defaults to `memory: 256Mi` (or the memory request when that is larger) and no CPU limit. */
  limits?: FunctionAmountsArgs;
}

/** A Go program that is built with ko into an image. Its digest is known at preview; it is pushed at update when the registry lacks it. */
export interface FunctionSourceArgs {
  /** The directory of a Go `package main` that serves HTTP on `$PORT`, relative to the directory of the program. It lies in a Go module (a `go.mod` in it or above it). */
  directory: string;
  /** The image that the binary is put on. Defaults to the configuration `knative-faas:baseImage`, else to what ko uses: `KO_DEFAULTBASEIMAGE`, `.ko.yaml`, `cgr.dev/chainguard/static`. Name it by digest for images that are the same on every machine. */
  baseImage?: Input<string>;
}
