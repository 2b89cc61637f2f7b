// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { KafkaLagQueueArgs, PrometheusQueueArgs, RabbitmqQueueArgs, RedisListQueueArgs, RedisStreamQueueArgs, RegistryLoginArgs, SeccompProfileArgs, SecurityContextArgs, TriggersArgs } from "../events/eventArgs.gen";

/** Arguments of Function. */
export interface FunctionArgs {
  /** Name of the Knative Service and first part of its URL. Defaults to the resource's name. Changing it replaces the function. */
  name?: Input<string>;
  /** Namespace of the function; it must exist. Defaults to `default`, unless the Kubernetes provider sets another one: through its `namespace`, the configuration `kubernetes:namespace`, or the kubeconfig context. Changing it replaces the function. */
  namespace?: Input<string>;
  /** Whether the function adopts existing objects with its names that belong to kubectl, another tool or another stack, which must not deploy them again; without it the preview and the update fail. The objects are changed to match these arguments. While it is set, nothing of the function is deleted, neither by a destroy nor by an update that removes it from the program, including objects that this stack created. Remove it once the objects belong to this stack: then a destroy deletes them too. Defaults to false. */
  adopt?: boolean;
  /** Labels of the Knative Service and of the objects created with it; those of the Pods are in `pod`. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Annotations of the Knative Service; those of the Pods are in `pod`. Defaults to none. */
  annotations?: Input<Record<string, Input<string>>>;
  /** Builds the image from a Go directory. Exactly one of `source`, `dockerfile`, `image` and `release` is set. */
  source?: FunctionSourceArgs;
  /** Builds the image from a Dockerfile. Exactly one of `source`, `dockerfile`, `image` and `release` is set. */
  dockerfile?: FunctionDockerfileArgs;
  /** A prebuilt image, by digest (by tag with `allowMutableTag`). Exactly one of `source`, `dockerfile`, `image` and `release` is set. */
  image?: Input<string>;
  /** Deploys the image of a release: the output `release` of another stack, or an earlier one of this function from `releases`. With `registry`, the image is copied there by digest unless it exists already. Exactly one of `source`, `dockerfile`, `image` and `release` is set; none if `traffic` names only earlier revisions: then the last image is reused. */
  release?: Input<FunctionReleaseArgs>;
  /** Gates that the release must have passed, e.g. `smoke` and `step-25`. Defaults to none. */
  require?: Input<string>[];
  /** Whether `image` may be a tag. Knative then resolves it to a digest inside the cluster when it creates a revision; a tag that moves later creates none. Defaults to false. */
  allowMutableTag?: boolean;
  /** Where built images are pushed and those of a `release` are copied to, without a scheme, e.g. `ghcr.io/acme`; the function's name is appended. Defaults to the configuration `knative-faas:registry`, else to the variable `KO_DOCKER_REPO`; one of the three is required with `source` and `dockerfile`, and with a `rollout`, whose program is built too. */
  registry?: Input<string>;
  /** User and password of the registry: they are used to push built images and to pull in all Pods of the function, including those of its triggers and gates. A new password creates no new revision. Defaults to Docker's or Podman's configuration on this machine for pushing, and to nothing for pulling. */
  registryLogin?: RegistryLoginArgs;
  /** Port that the program listens on, passed to it as `$PORT`. Defaults to 8080. */
  port?: Input<number>;
  /** What the program speaks on its port. Defaults to `http1`. */
  protocol?: Input<FunctionProtocol>;
  /** Command that replaces the image's entrypoint. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Working directory of the program. Defaults to the image's. */
  workingDir?: Input<string>;
  /** Environment variables of the function, in plain text. `$(NAME)` in a value is replaced by the function's variable NAME, wherever its value comes from; `$$` is a literal dollar sign. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Environment variables that are stored in a Kubernetes Secret named by its content: a changed value creates a new revision. The values are encrypted in the state. Defaults to none. */
  secrets?: Input<Record<string, Input<string>>>;
  /** Existing Secrets and ConfigMaps as environment variables. Defaults to none. */
  envFrom?: FunctionEnvFromArgs[];
  /** Environment variables whose values come from elsewhere, by name. Defaults to none. */
  envValueFrom?: Record<string, FunctionEnvValueFromArgs>;
  /** Volumes by their names. Defaults to none. */
  volumes?: Record<string, FunctionVolumeArgs>;
  /** Probes that check whether the function is ready and healthy. */
  probes?: FunctionProbesArgs;
  /** Compute resources of the function's container. */
  resources?: FunctionResourcesArgs;
  /** Compute resources of Knative's own container in each Pod. */
  queueProxy?: FunctionQueueProxyArgs;
  /** Service account of the Pods; it must exist. Defaults to `default`. */
  serviceAccount?: Input<string>;
  /** Whether the Pods get a token for the cluster's API. Defaults to false, and to true when `serviceAccount` is set. */
  serviceAccountToken?: boolean;
  /** Names of Secrets with credentials for pulling the images; they must exist. Defaults to none. */
  pullSecrets?: Input<string>[];
  /** Security settings of the function's processes. */
  securityContext?: SecurityContextArgs;
  /** Maximum number of requests that one Pod handles at the same time; others wait. Defaults to 0: no limit. The cluster rejects more than 1000 unless `container-concurrency-max-limit` in Knative's `config-defaults` is raised. */
  concurrency?: Input<number>;
  /** Time limits of requests and of startup. */
  timeouts?: FunctionTimeoutsArgs;
  /** Autoscaling of the function. */
  scale?: FunctionScaleArgs;
  /** Which revisions get the requests. A change of the code does not affect it; `latest` is the revision of the update. Defaults to `latest` with 100 percent. */
  traffic?: FunctionTrafficArgs[];
  /** How traffic moves to a new revision. Defaults to immediately, once it is ready. */
  rollout?: FunctionRolloutArgs;
  /** Which earlier revisions are retained. */
  revisions?: FunctionRevisionsArgs;
  /** Limits for what the function may use of the cluster. */
  budget?: FunctionBudgetArgs;
  /** Time over which traffic moves to a new revision, in seconds. Defaults to `rollout-duration` of Knative's `config-network` (0: immediately). */
  rolloutSeconds?: Input<number>;
  /** Settings of the ingress for the function. */
  network?: FunctionNetworkArgs;
  /** Additional names under which the function is served, e.g. `api.example.com`. Defaults to none. */
  domains?: Record<string, FunctionDomainArgs>;
  /** Additional settings of the Pods that Knative allows, in Kubernetes' own terms. */
  pod?: FunctionPodArgs;
  /** What calls the function in addition to HTTP requests; requires Knative with `eventing`. Defaults to none. */
  triggers?: TriggersArgs;
  /** Who can reach the function. Defaults to `public`. */
  visibility?: Input<FunctionVisibility>;
}

/**
 * Who can reach a function.
 *
 * - `public`: Reachable from outside the cluster through the ingress.
 * - `cluster-local`: Reachable only from inside the cluster, except through `domains`, which are always public.
 */
export type FunctionVisibility = "public" | "cluster-local";

/** A line of the Pods' /etc/hosts. */
export interface FunctionHostAliasArgs {
  /** IP address. */
  ip: Input<string>;
  /** Names for it. */
  hostnames: Input<Input<string>[]>;
}

/** An option of the resolver. */
export interface FunctionDnsOptionArgs {
  /** Name of the option, e.g. `ndots`. */
  name: Input<string>;
  /** Value of the option. Defaults to none. */
  value?: Input<string>;
}

/** Settings of the Pods' resolver. */
export interface FunctionDnsConfigArgs {
  /** Name servers by address, at most 3. Defaults to none. */
  nameservers?: Input<Input<string>[]>;
  /** Search domains, at most 32. Defaults to none. */
  searches?: Input<Input<string>[]>;
  /** Options of the resolver. Defaults to none. */
  options?: FunctionDnsOptionArgs[];
}

/**
 * Where a Pod resolves names.
 *
 * - `ClusterFirst`: In the cluster, then where the node does.
 * - `ClusterFirstWithHostNet`: The same for Pods in the node's network.
 * - `Default`: Where the node does.
 * - `None`: Only as `dnsConfig` specifies.
 */
export type FunctionDnsPolicy = "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None";

/** A container that runs alongside the function's in each Pod. It has no port. */
export interface FunctionSidecarArgs {
  /** Name of the container, unique in the function. */
  name: Input<string>;
  /** Image of the container, preferably by digest; Knative resolves a tag when it creates the revision. */
  image: Input<string>;
  /** Command that replaces the image's entrypoint. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Working directory of the program. Defaults to the image's. */
  workingDir?: Input<string>;
  /** Environment variables, in plain text. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Secrets and ConfigMaps as environment variables. Defaults to none. */
  envFrom?: FunctionEnvFromArgs[];
  /** Environment variables whose values come from elsewhere, by name. Defaults to none. */
  envValueFrom?: Record<string, FunctionEnvValueFromArgs>;
  /** Compute resources of the container. */
  resources?: FunctionContainerResourcesArgs;
  /** Security settings of the container's processes. */
  securityContext?: SecurityContextArgs;
  /** Volumes of the function that it mounts. Defaults to none. */
  volumeMounts?: FunctionVolumeMountArgs[];
  /** Where the container's termination message comes from. Defaults to `File`. */
  terminationMessagePolicy?: Input<FunctionTerminationMessagePolicy>;
  /** Probes of the sidecar; they require the feature flag `multi-container-probing`. Defaults to none. */
  probes?: FunctionProbesArgs;
}

/**
 * Where a container's termination message comes from.
 *
 * - `File`: From its termination message file.
 * - `FallbackToLogsOnError`: From that file, or on error from the end of its log.
 */
export type FunctionTerminationMessagePolicy = "File" | "FallbackToLogsOnError";

/** A volume of the function in another container. */
export interface FunctionVolumeMountArgs {
  /** Name of the volume, as in the function's `volumes`. */
  name: Input<string>;
  /** Where the container mounts it, absolute. */
  mountPath: Input<string>;
  /** The part of the volume that is mounted. Defaults to all of it. */
  subPath?: Input<string>;
  /** Whether the container may only read. Defaults to false for `emptyDir`, `persistentVolumeClaim` and `ephemeral`; the others are always read only. */
  readOnly?: Input<boolean>;
}

/** A container that runs to completion before the others start. */
export interface FunctionInitContainerArgs {
  /** Name of the container, unique in the function. */
  name: Input<string>;
  /** Image of the container, preferably by digest; Knative resolves a tag when it creates the revision. */
  image: Input<string>;
  /** Command that replaces the image's entrypoint. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Working directory of the program. Defaults to the image's. */
  workingDir?: Input<string>;
  /** Environment variables, in plain text. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Secrets and ConfigMaps as environment variables. Defaults to none. */
  envFrom?: FunctionEnvFromArgs[];
  /** Environment variables whose values come from elsewhere, by name. Defaults to none. */
  envValueFrom?: Record<string, FunctionEnvValueFromArgs>;
  /** Compute resources of the container. */
  resources?: FunctionContainerResourcesArgs;
  /** Security settings of the container's processes. */
  securityContext?: SecurityContextArgs;
  /** Volumes of the function that it mounts. Defaults to none. */
  volumeMounts?: FunctionVolumeMountArgs[];
  /** Where the container's termination message comes from. Defaults to `File`. */
  terminationMessagePolicy?: Input<FunctionTerminationMessagePolicy>;
}

/** Security settings of the processes of all containers of a Pod. */
export interface FunctionPodSecurityContextArgs {
  /** Group that owns the files of volumes. Defaults to none. */
  fsGroup?: Input<number>;
  /** Group that the processes of all containers run as. Defaults to the images'. */
  runAsGroup?: Input<number>;
  /** Whether the Pod is rejected if a user is root. Defaults to false. */
  runAsNonRoot?: Input<boolean>;
  /** User that the processes of all containers run as. Defaults to the images'. */
  runAsUser?: Input<number>;
  /** Filter of system calls. Defaults to the containers' own. */
  seccompProfile?: SeccompProfileArgs;
  /** Additional groups of the processes. Defaults to none. */
  supplementalGroups?: Input<Input<number>[]>;
}

/**
 * Whether a setting of the Pod is considered when topology domains are counted.
 *
 * - `Honor`: It is considered.
 * - `Ignore`: It is ignored.
 */
export type FunctionInclusionPolicy = "Honor" | "Ignore";

/**
 * What happens if it can't be satisfied.
 *
 * - `DoNotSchedule`: The Pod waits.
 * - `ScheduleAnyway`: The Pod is scheduled where the skew is least.
 */
export type FunctionUnsatisfiable = "DoNotSchedule" | "ScheduleAnyway";

/** How evenly Pods are spread over topology domains. */
export interface FunctionTopologySpreadConstraintArgs {
  /** Node label that defines a topology domain, e.g. `kubernetes.io/hostname` or `topology.kubernetes.io/zone`. */
  topologyKey: Input<string>;
  /** Maximum difference in the number of Pods between topology domains. */
  maxSkew: Input<number>;
  /** What happens if it can't be satisfied. */
  whenUnsatisfiable: Input<FunctionUnsatisfiable>;
  /** Which Pods are counted. Defaults to none. */
  labelSelector?: FunctionLabelSelectorArgs;
  /** Minimum number of topology domains; only with `DoNotSchedule`. Defaults to 1. */
  minDomains?: Input<number>;
  /** Whether node affinity is considered. Defaults to `Honor`. */
  nodeAffinityPolicy?: Input<FunctionInclusionPolicy>;
  /** Whether taints are considered. Defaults to `Ignore`. */
  nodeTaintsPolicy?: Input<FunctionInclusionPolicy>;
  /** Labels whose values must be the Pod's own. Defaults to none. */
  matchLabelKeys?: Input<Input<string>[]>;
}

/** A preference and its weight. */
export interface FunctionPreferredPodsArgs {
  /** Weight, from 1 to 100. */
  weight: Input<number>;
  /** Which Pods, and in which topology domain. */
  podAffinityTerm: FunctionPodTermArgs;
}

/**
 * How a label is compared.
 *
 * - `In`: It is one of the values.
 * - `NotIn`: It is none of the values.
 * - `Exists`: It exists.
 * - `DoesNotExist`: It does not exist.
 */
export type FunctionLabelOperator = "In" | "NotIn" | "Exists" | "DoesNotExist";

/** A condition on a label. */
export interface FunctionLabelRequirementArgs {
  /** Label. */
  key: Input<string>;
  /** How it is compared. */
  operator: Input<FunctionLabelOperator>;
  /** Values; none with `Exists` and `DoesNotExist`. Defaults to none. */
  values?: Input<Input<string>[]>;
}

/** Selects objects by their labels; an empty selector selects all. */
export interface FunctionLabelSelectorArgs {
  /** Labels with their values; all must match. Defaults to none. */
  matchLabels?: Input<Record<string, Input<string>>>;
  /** Conditions; all must hold. Defaults to none. */
  matchExpressions?: FunctionLabelRequirementArgs[];
}

/** Pods in one topology domain. */
export interface FunctionPodTermArgs {
  /** Node label that defines a topology domain, e.g. `kubernetes.io/hostname` or `topology.kubernetes.io/zone`. */
  topologyKey: Input<string>;
  /** Which Pods. Defaults to none. */
  labelSelector?: FunctionLabelSelectorArgs;
  /** Namespaces of these Pods. Defaults to the function's. */
  namespaces?: Input<Input<string>[]>;
  /** Namespaces by their labels. Defaults to none. */
  namespaceSelector?: FunctionLabelSelectorArgs;
  /** Labels whose values must be the Pod's own. Defaults to none. */
  matchLabelKeys?: Input<Input<string>[]>;
  /** Labels whose values must not be the Pod's own. Defaults to none. */
  mismatchLabelKeys?: Input<Input<string>[]>;
}

/** Pods that attract or repel the function's. */
export interface FunctionPodAffinityArgs {
  /** Pods that are in the same topology domain; all must be satisfied. Defaults to none. */
  requiredDuringSchedulingIgnoredDuringExecution?: FunctionPodTermArgs[];
  /** Pods that, if possible, are in the same topology domain. Defaults to none. */
  preferredDuringSchedulingIgnoredDuringExecution?: FunctionPreferredPodsArgs[];
}

/** A preference and its weight. */
export interface FunctionPreferredNodeArgs {
  /** Weight, from 1 to 100. */
  weight: Input<number>;
  /** Conditions on the node. */
  preference: FunctionNodeTermArgs;
}

/**
 * How a node's label is compared.
 *
 * - `In`: It is one of the values.
 * - `NotIn`: It is none of the values.
 * - `Exists`: It exists.
 * - `DoesNotExist`: It does not exist.
 * - `Gt`: It is an integer greater than the value.
 * - `Lt`: It is an integer less than the value.
 */
export type FunctionNodeOperator = "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";

/** A condition on a node. */
export interface FunctionNodeRequirementArgs {
  /** Label of the node, or its field (`metadata.name`) in `matchFields`. */
  key: Input<string>;
  /** How it is compared. */
  operator: Input<FunctionNodeOperator>;
  /** Values; none with `Exists` and `DoesNotExist`, one with `Gt` and `Lt`. Defaults to none. */
  values?: Input<Input<string>[]>;
}

/** Conditions that must all hold. */
export interface FunctionNodeTermArgs {
  /** Conditions on labels; all must hold. Defaults to none. */
  matchExpressions?: FunctionNodeRequirementArgs[];
  /** Conditions on fields; all must hold. Defaults to none. */
  matchFields?: FunctionNodeRequirementArgs[];
}

/** Alternative conditions on a node. */
export interface FunctionNodeSelectorArgs {
  /** Alternatives: one of them must hold. */
  nodeSelectorTerms: FunctionNodeTermArgs[];
}

/** Which nodes the Pods are scheduled on. */
export interface FunctionNodeAffinityArgs {
  /** Conditions that a node must meet. Defaults to any node. */
  requiredDuringSchedulingIgnoredDuringExecution?: FunctionNodeSelectorArgs;
  /** Nodes that are preferred. Defaults to no preference. */
  preferredDuringSchedulingIgnoredDuringExecution?: FunctionPreferredNodeArgs[];
}

/** Where Pods are scheduled, by nodes and by other Pods. */
export interface FunctionAffinityArgs {
  /** Which nodes the Pods are scheduled on. Defaults to any. */
  nodeAffinity?: FunctionNodeAffinityArgs;
  /** Pods to be near to. Defaults to none. */
  podAffinity?: FunctionPodAffinityArgs;
  /** Pods to keep away from. Defaults to none. */
  podAntiAffinity?: FunctionPodAffinityArgs;
}

/**
 * What a taint does.
 *
 * - `NoSchedule`: No new Pods are scheduled on the node.
 * - `PreferNoSchedule`: New Pods are scheduled elsewhere if possible.
 * - `NoExecute`: Running Pods are evicted.
 */
export type FunctionTaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";

/**
 * How a taint is matched.
 *
 * - `Equal`: The value is equal.
 * - `Exists`: Any value.
 */
export type FunctionTolerationOperator = "Equal" | "Exists";

/** A taint of nodes that the function's Pods tolerate. */
export interface FunctionTolerationArgs {
  /** Key of the taint. Defaults to any, which requires the operator `Exists`. */
  key?: Input<string>;
  /** Defaults to `Equal`. */
  operator?: Input<FunctionTolerationOperator>;
  /** Value of the taint; not with `Exists`. Defaults to an empty one. */
  value?: Input<string>;
  /** Effect of the taint. Defaults to any. */
  effect?: Input<FunctionTaintEffect>;
  /** How long a Pod stays under `NoExecute`, in seconds; only with this effect. Defaults to forever. */
  tolerationSeconds?: Input<number>;
}

/** Additional settings of the Pods that Knative allows, in Kubernetes' own terms. */
export interface FunctionPodArgs {
  /** Labels of the Pods, on the revision's template. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Annotations of the Pods, on the revision's template; those that a property of this component sets are set there. Defaults to none. */
  annotations?: Input<Record<string, Input<string>>>;
  /** Labels that a node must have. Defaults to any node. Requires the feature flag `kubernetes.podspec-nodeselector`. */
  nodeSelector?: Input<Record<string, Input<string>>>;
  /** Taints of nodes that the Pods tolerate. Defaults to none. Requires the feature flag `kubernetes.podspec-tolerations`. */
  tolerations?: FunctionTolerationArgs[];
  /** Where Pods are scheduled. Defaults to anywhere. Requires the feature flag `kubernetes.podspec-affinity`. */
  affinity?: FunctionAffinityArgs;
  /** How evenly Pods are spread. Defaults to the scheduler's own. Requires the feature flag `kubernetes.podspec-topologyspreadconstraints`. */
  topologySpreadConstraints?: FunctionTopologySpreadConstraintArgs[];
  /** Container runtime. Defaults to the node's. Requires the feature flag `kubernetes.podspec-runtimeclassname`. */
  runtimeClassName?: Input<string>;
  /** Priority class. Defaults to the cluster's. Requires the feature flag `kubernetes.podspec-priorityclassname`. */
  priorityClassName?: Input<string>;
  /** Scheduler. Defaults to `default-scheduler`. Requires the feature flag `kubernetes.podspec-schedulername`. */
  schedulerName?: Input<string>;
  /** Security settings of the processes of all containers. Defaults to none. Requires the feature flag `kubernetes.podspec-securitycontext`. */
  securityContext?: FunctionPodSecurityContextArgs;
  /** Containers that run to completion first, in this order. Defaults to none. Requires the feature flag `kubernetes.podspec-init-containers`. */
  initContainers?: FunctionInitContainerArgs[];
  /** Containers that run alongside the function's. Defaults to none. Requires the feature flag `multi-container`, which is on by default. */
  sidecars?: FunctionSidecarArgs[];
  /** Where names are resolved. Defaults to `ClusterFirst`. Requires the feature flag `kubernetes.podspec-dnspolicy`. */
  dnsPolicy?: Input<FunctionDnsPolicy>;
  /** Settings of the resolver. Defaults to none. Requires the feature flag `kubernetes.podspec-dnsconfig`. */
  dnsConfig?: FunctionDnsConfigArgs;
  /** Lines of /etc/hosts. Defaults to none. Requires the feature flag `kubernetes.podspec-hostaliases`. */
  hostAliases?: FunctionHostAliasArgs[];
  /** Whether the containers see each other's processes. Defaults to false. Requires the feature flag `kubernetes.podspec-shareprocessnamespace`. */
  shareProcessNamespace?: Input<boolean>;
  /** Whether the Pods are in the node's network. Defaults to false. Requires the feature flag `kubernetes.podspec-hostnetwork`. */
  hostNetwork?: Input<boolean>;
  /** Whether the Pods see the node's processes. Defaults to false. Requires the feature flag `kubernetes.podspec-hostpid`. */
  hostPID?: Input<boolean>;
  /** Whether the Pods share the node's memory segments. Defaults to false. Requires the feature flag `kubernetes.podspec-hostipc`. */
  hostIPC?: Input<boolean>;
  /** Whether environment variables describe each Service of the namespace. Defaults to Knative's `config-defaults` (false). */
  enableServiceLinks?: Input<boolean>;
}

/** An additional name under which a function is served. */
export interface FunctionDomainArgs {
  /** Name of a TLS Secret in the function's namespace, for HTTPS on this domain. Defaults to none: plain HTTP, or the certificate that Knative's external-domain TLS obtains. */
  tlsSecret?: Input<string>;
}

/**
 * How plain HTTP is handled when a certificate exists.
 *
 * - `enabled`: Served as it is.
 * - `redirected`: Redirected to HTTPS.
 */
export type FunctionHttpProtocol = "enabled" | "redirected";

/** Settings of the ingress for the function. */
export interface FunctionNetworkArgs {
  /** Network layer that serves the function. Defaults to the one of Knative's `config-network`. */
  ingressClass?: Input<string>;
  /** Who issues its certificates. Defaults to the one of Knative's `config-network`. */
  certificateClass?: Input<string>;
  /** How plain HTTP is handled. Defaults to `http-protocol` of Knative's `config-network`. */
  httpProtocol?: Input<FunctionHttpProtocol>;
  /** Whether a certificate is obtained for the function. Defaults to `external-domain-tls` of Knative's `config-network`; only false can be set here. */
  externalDomainTls?: Input<boolean>;
}

/** Limits for what a function may use of the cluster, also during a rollout, when the old and the new revision run side by side. An update that could exceed them is refused in its preview. */
export interface FunctionBudgetArgs {
  /** Maximum number of Pods at the same time, of all revisions together. Defaults to no limit. */
  maxPods?: Input<number>;
  /** Maximum CPU that these Pods request together, e.g. `4` or `500m`. Defaults to no limit. */
  maxCpu?: Input<string>;
}

/** Which earlier revisions are retained. */
export interface FunctionRevisionsArgs {
  /** How many earlier releases that served are retained in `releases`, newest first; their revisions are protected from Knative's garbage collection. Those that `traffic` names are retained in addition. Defaults to 3. */
  keep?: number;
}

/** A query whose result must be within bounds. */
export interface FunctionPrometheusCheckArgs {
  /** Address of Prometheus as the cluster's Pods reach it, e.g. `http://prometheus.monitoring:9090`. */
  address: Input<string>;
  /** Instant query that returns one number or a vector, each of whose samples must be within the bounds. `$revision`, `$service` and `$namespace` in it are replaced by the new revision, the function and its namespace. */
  query: Input<string>;
  /** Largest value that passes. Defaults to no bound. */
  atMost?: number;
  /** Smallest value that passes. Defaults to no bound. */
  atLeast?: number;
}

/** Compute resources of a sidecar or init container. */
export interface FunctionContainerResourcesArgs {
  /** What the scheduler reserves. Defaults to nothing. */
  requests?: FunctionAmountsArgs;
  /** What the container may use at most. Defaults to no limit. */
  limits?: FunctionAmountsArgs;
}

/** Your own program, run as a Job in the function's namespace: the gate passes if it exits with code 0. */
export interface FunctionJobCheckArgs {
  /** Image of the program, preferably by digest. */
  image: Input<string>;
  /** Command that replaces the image's entrypoint. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Environment variables, in plain text. `REVISION`, `REVISION_URL`, `SERVICE` and `GATE` are set as well. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Compute resources of its container. */
  resources?: FunctionContainerResourcesArgs;
  /** Security settings of its processes. A namespace that enforces Pod Security `restricted` requires `runAsNonRoot: true`. */
  securityContext?: SecurityContextArgs;
  /** Service account of its Pod; it must exist. Defaults to `default`. */
  serviceAccount?: Input<string>;
  /** Longest time it may run, in seconds. Defaults to 300. */
  timeoutSeconds?: Input<number>;
}

/** Requests to the new revision itself, regardless of the traffic. */
export interface FunctionHttpCheckArgs {
  /** Path to request, with its query if any. Defaults to `/`. */
  path?: Input<string>;
  /** Status that each response must have. Defaults to 200. */
  status?: Input<number>;
  /** Text that each response must contain. Defaults to any response. */
  body?: Input<string>;
  /** How many requests are sent, one after another; each must pass. Defaults to 1. */
  repeat?: Input<number>;
  /** Time between two requests, in seconds. Defaults to 1. */
  intervalSeconds?: Input<number>;
  /** Longest time for a response, in seconds. Defaults to 10. */
  timeoutSeconds?: Input<number>;
}

/** A check that must pass. Exactly one of `http`, `job` and `prometheus` is set. */
export interface FunctionGateArgs {
  /** Requests to the new revision. */
  http?: FunctionHttpCheckArgs;
  /** Your own program. */
  job?: FunctionJobCheckArgs;
  /** A query to Prometheus. */
  prometheus?: FunctionPrometheusCheckArgs;
}

/** How traffic moves to a new revision. Each gate and step is a Job in the function's namespace, named after the revision; a failed gate restores traffic and fails the update. Rolling back to a revision that passed its gates runs none. */
export interface FunctionRolloutArgs {
  /** Check that must pass before the new revision gets any traffic: the gate `smoke`. Defaults to none. */
  smoke?: FunctionGateArgs;
  /** Steps of the shift to the new traffic, in percent, each larger than the one before, e.g. `[5, 25, 100]`: gates `step-5` and so on. After the last step all traffic moves. Defaults to none: all traffic moves together. */
  steps?: number[];
  /** Check that must pass after each step; if it fails, traffic is restored. Defaults to none. */
  each?: FunctionGateArgs;
  /** How long traffic stays at a step before `each` is checked, in seconds. Defaults to 0. */
  pauseSeconds?: Input<number>;
  /** Image of the program that runs steps and gates. Defaults to one that is built from this package into the function's registry. */
  image?: Input<string>;
}

/** A share of the requests. Exactly one of `latest`, `revision` and `release` is set. */
export interface FunctionTrafficArgs {
  /** The revision of this update, whatever its name. The only value is true. */
  latest?: Input<boolean>;
  /** A revision by its name: the newest one, or one that the function's `releases` name. */
  revision?: Input<string>;
  /** The revision of a release of this function. */
  release?: Input<FunctionReleaseArgs>;
  /** Share of the requests, in percent; all shares together are 100. Defaults to 0. */
  percent?: number;
  /** A name that gives this revision its own URL, e.g. `canary` for `http://canary-hello.shop.example.com`. Defaults to none. Requests to the function's URL with the header `Knative-Serving-Tag` reach it too if Knative's flag `tag-header-based-routing` is on. */
  tag?: Input<string>;
}

/** A queue whose length determines the number of Pods. */
export interface FunctionQueueArgs {
  /** The length of Redis lists. Exactly one of the properties is set. */
  redisList?: RedisListQueueArgs;
  /** The pending entries of a Redis stream. Exactly one of the properties is set. */
  redisStream?: RedisStreamQueueArgs;
  /** The ready messages of a RabbitMQ queue. Exactly one of the properties is set. */
  rabbitmq?: RabbitmqQueueArgs;
  /** The lag of a Kafka consumer group. Exactly one of the properties is set. */
  kafkaLag?: KafkaLagQueueArgs;
  /** The result of a query to Prometheus. Exactly one of the properties is set. */
  prometheus?: PrometheusQueueArgs;
}

/**
 * How the load of a window is averaged.
 *
 * - `linear`: All values of the window count equally.
 * - `weighted-exponential`: Newer values count more.
 */
export type FunctionAggregation = "linear" | "weighted-exponential";

/**
 * What the autoscaler measures.
 *
 * - `concurrency`: Requests that a Pod handles at the same time.
 * - `rps`: Requests per second that reach a Pod.
 * - `cpu`: CPU usage, in percent of the request; with the class `hpa`.
 * - `memory`: Memory usage in MiB; with the class `hpa`.
 */
export type FunctionMetric = "concurrency" | "rps" | "cpu" | "memory";

/**
 * Which autoscaler sets the number of Pods.
 *
 * - `kpa`: Knative's Pod autoscaler: by requests, down to zero.
 * - `hpa`: Kubernetes' horizontal Pod autoscaler: by CPU or memory, never to zero. It requires Knative's `autoscaler-hpa` and a metrics server.
 */
export type FunctionAutoscaler = "kpa" | "hpa";

/** Bounds and target of the autoscaler. */
export interface FunctionScaleArgs {
  /** Which autoscaler sets the number of Pods. Defaults to `kpa`. */
  class?: Input<FunctionAutoscaler>;
  /** Minimum number of Pods. Defaults to 0: an idle function has none. */
  min?: Input<number>;
  /** Maximum number of Pods. Defaults to 0: no limit. */
  max?: Input<number>;
  /** Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 requires `allow-zero-initial-scale` in Knative's `config-autoscaler`. */
  initial?: Input<number>;
  /** Minimum number of Pods when the function is not at zero, at least 2; between `min` and `max`. Defaults to 1. */
  activation?: Input<number>;
  /** Load that one Pod should handle, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps. */
  target?: Input<number>;
  /** How much of the target is used, in percent; the rest is headroom for bursts. Defaults to 70. */
  targetUtilizationPercent?: Input<number>;
  /** What is measured for scaling. Defaults to `concurrency`, and with the class `hpa` to `cpu`. */
  metric?: Input<FunctionMetric>;
  /** Window over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long. */
  windowSeconds?: Input<number>;
  /** Panic window, which detects sudden load, in percent of the window. Defaults to 10. */
  panicWindowPercent?: Input<number>;
  /** Load in the panic window that makes the autoscaler react immediately, in percent of what the Pods can handle. Defaults to 200. */
  panicThresholdPercent?: Input<number>;
  /** How long a lower load must last before Pods are removed, in seconds. Defaults to 0. */
  scaleDownDelaySeconds?: Input<number>;
  /** How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0. */
  retentionSeconds?: Input<number>;
  /** Burst of requests that Pods must handle without the activator buffering them; with -1 the activator is always in the path, with 0 only at zero Pods. Defaults to 211. */
  targetBurstCapacity?: Input<number>;
  /** How the load of a window is averaged. Defaults to `linear`. */
  aggregation?: Input<FunctionAggregation>;
  /** Scales by the length of a queue, in addition to requests: each second the scaler sets the minimum number of Pods of the revisions that have traffic, between `min` and `max`. Requests still start Pods, and an idle function has none. Requires `max`, and `extensions.queueScaler` of Knative. Defaults to scaling by requests alone. */
  queue?: FunctionQueueArgs;
}

/** Time limits, in seconds. */
export interface FunctionTimeoutsArgs {
  /** Longest time for one request, in seconds. Defaults to 300. The cluster rejects more than 600 unless `max-revision-timeout-seconds` in Knative's `config-defaults` is raised. */
  requestSeconds?: Input<number>;
  /** Longest time until a response begins, in seconds; at most `requestSeconds`. Defaults to `requestSeconds`. */
  responseStartSeconds?: Input<number>;
  /** Longest time without a byte of the response, in seconds; at most `requestSeconds`. Defaults to 0: no separate limit. */
  idleSeconds?: Input<number>;
  /** How long a new revision may take until its first Pod is ready, in seconds; then the update fails with the Pod's reason and its last log lines. Defaults to 40. Raise it if nodes are added on demand or images are large. */
  readySeconds?: Input<number>;
}

/** An amount of CPU, memory and disk. */
export interface FunctionQueueProxyAmountsArgs {
  /** CPU as a Kubernetes quantity, e.g. `250m` or `1`. Defaults to that of the enclosing group. */
  cpu?: Input<string>;
  /** Memory as a Kubernetes quantity, e.g. `128Mi`. Defaults to that of the enclosing group. */
  memory?: Input<string>;
  /** Space on the node's disk as a Kubernetes quantity, e.g. `1Gi`. Defaults to that of the enclosing group. */
  ephemeralStorage?: Input<string>;
}

/** Compute resources of the queue-proxy, which Knative adds to each Pod. */
export interface FunctionQueueProxyArgs {
  /** What the scheduler reserves. Defaults to Knative's `config-deployment` (25m CPU). */
  requests?: FunctionQueueProxyAmountsArgs;
  /** What it may use at most. Defaults to Knative's `config-deployment` (no limit). */
  limits?: FunctionQueueProxyAmountsArgs;
}

/** An amount of CPU, memory and other resources. */
export interface FunctionAmountsArgs {
  /** CPU as a Kubernetes quantity, e.g. `250m` or `1`. Defaults to that of the enclosing group. */
  cpu?: Input<string>;
  /** Memory as a Kubernetes quantity, e.g. `128Mi`. Defaults to that of the enclosing group. */
  memory?: Input<string>;
  /** Space on the node's disk as a Kubernetes quantity, e.g. `1Gi`. Defaults to that of the enclosing group. */
  ephemeralStorage?: Input<string>;
  /** Amounts of other resources by their names, e.g. `nvidia.com/gpu: 1`. Defaults to none. */
  extended?: Record<string, Input<string>>;
}

/** Compute resources of the function's container. */
export interface FunctionResourcesArgs {
  /** What the scheduler reserves for each Pod. Defaults to `cpu: 20m` and `memory: 32Mi`. */
  requests?: FunctionAmountsArgs;
  /** What a Pod may use at most. Defaults to `memory: 256Mi` (or the memory request if that is larger) and no CPU limit. */
  limits?: FunctionAmountsArgs;
}

/** Succeeds if a command in the container exits with 0. */
export interface FunctionProbeExecArgs {
  /** Program and arguments, run without a shell. */
  command: Input<Input<string>[]>;
}

/** Succeeds if the gRPC health service reports SERVING. */
export interface FunctionProbeGrpcArgs {
  /** Port to probe. Defaults to the function's own port; required in a sidecar. */
  port?: Input<number>;
  /** Name of the service to check. Defaults to the entire server. */
  service?: Input<string>;
}

/** Succeeds if the port accepts a connection. */
export interface FunctionProbeTcpSocketArgs {
  /** Port to probe. Defaults to the function's own port; required in a sidecar. */
  port?: Input<number>;
  /** Host to connect to. Defaults to the Pod's own address. */
  host?: Input<string>;
}

/** A header of a probe's request. */
export interface FunctionProbeHeaderArgs {
  /** Name of the header. */
  name: Input<string>;
  /** Value of the header, in plain text. */
  value: Input<string>;
}

/**
 * Scheme of a probe's request.
 *
 * - `HTTP`: Plain HTTP.
 * - `HTTPS`: HTTPS; the certificate is not checked.
 */
export type FunctionProbeScheme = "HTTP" | "HTTPS";

/** Succeeds if the status of the response is from 200 to 399. */
export interface FunctionProbeHttpGetArgs {
  /** Path to request. Defaults to `/`. */
  path?: Input<string>;
  /** Port to probe. Defaults to the function's own port; required in a sidecar. */
  port?: Input<number>;
  /** Host to connect to. Defaults to the Pod's own address. */
  host?: Input<string>;
  /** Defaults to `HTTP`. */
  scheme?: Input<FunctionProbeScheme>;
  /** Headers of the request. Defaults to none. */
  httpHeaders?: FunctionProbeHeaderArgs[];
}

/** One probe of a container. */
export interface FunctionProbeArgs {
  /** Sends an HTTP request. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is set. */
  httpGet?: FunctionProbeHttpGetArgs;
  /** Opens a connection. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is set. */
  tcpSocket?: FunctionProbeTcpSocketArgs;
  /** Queries the gRPC health service. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is set. */
  grpc?: FunctionProbeGrpcArgs;
  /** Runs a command. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is set. */
  exec?: FunctionProbeExecArgs;
  /** Time before the first probe, in seconds. Defaults to 0. */
  initialDelaySeconds?: Input<number>;
  /** Time limit of one probe, in seconds. Defaults to 1. */
  timeoutSeconds?: Input<number>;
  /** Time between probes, in seconds. Defaults to 10; for readiness it defaults to 0, so that Knative probes many times a second until the first Pod is ready. */
  periodSeconds?: Input<number>;
  /** Consecutive successes until it counts as successful. Defaults to 1. */
  successThreshold?: Input<number>;
  /** Consecutive failures until it counts as failed. Defaults to 3. */
  failureThreshold?: Input<number>;
}

/** The probes of a container. */
export interface FunctionProbesArgs {
  /** Whether the container accepts requests. Defaults to a connection to the function's port. */
  readiness?: FunctionProbeArgs;
  /** Whether the container is healthy; otherwise it is restarted. Defaults to none. */
  liveness?: FunctionProbeArgs;
  /** Whether the container has started; the other probes wait for it. Defaults to none. */
  startup?: FunctionProbeArgs;
}

/**
 * When an image is pulled.
 *
 * - `Always`: At each start.
 * - `IfNotPresent`: When the node does not have it.
 * - `Never`: Never; it must already be on the node.
 */
export type FunctionPullPolicy = "Always" | "IfNotPresent" | "Never";

/** The files of an image. */
export interface FunctionImageVolumeArgs {
  /** Reference of the image or artifact, preferably by digest. */
  reference: Input<string>;
  /** Defaults to `IfNotPresent`, and for the tag `latest` to `Always`. */
  pullPolicy?: Input<FunctionPullPolicy>;
}

/**
 * How a volume may be mounted.
 *
 * - `ReadWriteOnce`: By one node, for reading and writing.
 * - `ReadOnlyMany`: By many nodes, for reading.
 * - `ReadWriteMany`: By many nodes, for reading and writing.
 * - `ReadWriteOncePod`: By one Pod, for reading and writing.
 */
export type FunctionAccessMode = "ReadWriteOnce" | "ReadOnlyMany" | "ReadWriteMany" | "ReadWriteOncePod";

/** A volume with its own claim, created and deleted with the Pod. */
export interface FunctionEphemeralVolumeArgs {
  /** How it may be mounted. */
  accessModes: Input<Input<FunctionAccessMode>[]>;
  /** Size, e.g. `1Gi`. */
  storage: Input<string>;
  /** Storage class. Defaults to the cluster's. */
  storageClassName?: Input<string>;
}

/** A volume that a CSI driver creates for the Pod. */
export interface FunctionCsiVolumeArgs {
  /** Name of the CSI driver. */
  driver: Input<string>;
  /** Whether it is read only. Defaults to false. */
  readOnly?: Input<boolean>;
  /** File system, e.g. `ext4`. Defaults to the driver's own. */
  fsType?: Input<string>;
  /** Attributes for the driver. Defaults to none. */
  volumeAttributes?: Input<Record<string, Input<string>>>;
}

/**
 * What must exist at a path of the node.
 *
 * - `DirectoryOrCreate`: A directory, created if missing.
 * - `Directory`: A directory.
 * - `FileOrCreate`: A file, created if missing.
 * - `File`: A file.
 * - `Socket`: A socket.
 * - `CharDevice`: A character device.
 * - `BlockDevice`: A block device.
 */
export type FunctionHostPathType = "DirectoryOrCreate" | "Directory" | "FileOrCreate" | "File" | "Socket" | "CharDevice" | "BlockDevice";

/** A path of the node that the Pod runs on. */
export interface FunctionHostPathVolumeArgs {
  /** Path on the node. */
  path: Input<string>;
  /** What must exist there. Defaults to no check. */
  type?: Input<FunctionHostPathType>;
}

/** A persistent volume, by its claim. */
export interface FunctionClaimVolumeArgs {
  /** Name of the PersistentVolumeClaim in the function's namespace. */
  claimName: Input<string>;
  /** Whether it is read only. Defaults to false, which also requires the feature flag `kubernetes.podspec-persistent-volume-write`. */
  readOnly?: Input<boolean>;
}

/**
 * What stores an empty directory.
 *
 * - `Memory`: In memory; it counts towards the container's memory limit.
 */
export type FunctionEmptyDirMedium = "Memory";

/** A directory that is empty when a Pod starts and is deleted with it. */
export interface FunctionEmptyDirVolumeArgs {
  /** Defaults to the node's disk. */
  medium?: Input<FunctionEmptyDirMedium>;
  /** Maximum size, e.g. `64Mi`. Defaults to no limit. */
  sizeLimit?: Input<string>;
}

/** Information about the Pod as a file. */
export interface FunctionDownwardFileArgs {
  /** File below the mount path. */
  path: Input<string>;
  /** A field of the Pod. Exactly one of `fieldRef` and `resourceFieldRef` is set. */
  fieldRef?: FunctionFieldRefArgs;
  /** A compute resource of a container. Exactly one of `fieldRef` and `resourceFieldRef` is set. */
  resourceFieldRef?: FunctionResourceFieldRefArgs;
  /** Permissions of the file. Defaults to `defaultMode`, as a decimal number from 0 to 511 (octal 777). */
  mode?: Input<number>;
}

/** Information about the Pod as files. */
export interface FunctionDownwardProjectionArgs {
  /** The files. */
  items: FunctionDownwardFileArgs[];
}

/** A token of the function's service account, as a file. */
export interface FunctionTokenProjectionArgs {
  /** File of the token below the mount path. */
  path: Input<string>;
  /** Audience of the token. Defaults to the cluster's API server. */
  audience?: Input<string>;
  /** Lifetime of a token, in seconds; the kubelet renews it. Defaults to 3600. */
  expirationSeconds?: Input<number>;
}

/** A Secret or ConfigMap as a part of a projected volume. */
export interface FunctionProjectionArgs {
  /** Name of the object in the function's namespace. */
  name: Input<string>;
  /** The keys to mount. Defaults to all, each as a file of its name. */
  items?: FunctionVolumeItemArgs[];
  /** Whether it may be missing. Defaults to false: the Pod waits until it exists. */
  optional?: Input<boolean>;
}

/** One part of a projected volume. */
export interface FunctionProjectedSourceArgs {
  /** Keys of a Secret. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is set. */
  secret?: FunctionProjectionArgs;
  /** Keys of a ConfigMap. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is set. */
  configMap?: FunctionProjectionArgs;
  /** A token. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is set. */
  serviceAccountToken?: FunctionTokenProjectionArgs;
  /** Information about the Pod. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is set. */
  downwardAPI?: FunctionDownwardProjectionArgs;
}

/** Several sources in one directory. */
export interface FunctionProjectedVolumeArgs {
  /** The parts, at least one. */
  sources: FunctionProjectedSourceArgs[];
  /** Permissions of the files. Defaults to 420 (octal 644), as a decimal number from 0 to 511 (octal 777). */
  defaultMode?: Input<number>;
}

/** An existing ConfigMap, as files. */
export interface FunctionConfigMapVolumeArgs {
  /** Name of the ConfigMap in the function's namespace. */
  name: Input<string>;
  /** The keys to mount. Defaults to all, each as a file of its name. */
  items?: FunctionVolumeItemArgs[];
  /** Permissions of the files. Defaults to 420 (octal 644), as a decimal number from 0 to 511 (octal 777). */
  defaultMode?: Input<number>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it exists. */
  optional?: Input<boolean>;
}

/** One key as a file. */
export interface FunctionVolumeItemArgs {
  /** Key in the Secret or ConfigMap. */
  key: Input<string>;
  /** File below the mount path, relative. */
  path: Input<string>;
  /** Permissions of the file. Defaults to `defaultMode`, as a decimal number from 0 to 511 (octal 777). */
  mode?: Input<number>;
}

/** An existing Secret, as files. */
export interface FunctionSecretVolumeArgs {
  /** Name of the Secret in the function's namespace. */
  secretName: Input<string>;
  /** The keys to mount. Defaults to all, each as a file of its name. */
  items?: FunctionVolumeItemArgs[];
  /** Permissions of the files. Defaults to 420 (octal 644), as a decimal number from 0 to 511 (octal 777). */
  defaultMode?: Input<number>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it exists. */
  optional?: Input<boolean>;
}

/** A volume and where the function's container mounts it. */
export interface FunctionVolumeArgs {
  /** Where the function's container mounts it, absolute; not `/`, `/dev` or `/dev/log`. Defaults to none: then only sidecars and init containers mount it, by naming it in their `volumeMounts`. */
  mountPath?: Input<string>;
  /** The part of the volume that is mounted. Defaults to all of it. */
  subPath?: Input<string>;
  /** Whether the container may only read. Defaults to false for `emptyDir`, `persistentVolumeClaim` and `ephemeral`; the others are always read only. */
  readOnly?: Input<boolean>;
  /** Files by name, with their content in plain text. They are stored in a ConfigMap that is named by its content, so changed content creates a new revision. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  files?: Input<Record<string, Input<string>>>;
  /** Files by name, with secret content, encrypted in the state. They are stored in a Secret that is named by its content, so changed content creates a new revision. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  secretFiles?: Input<Record<string, Input<string>>>;
  /** Files of a Secret. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  secret?: FunctionSecretVolumeArgs;
  /** Files of a ConfigMap. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  configMap?: FunctionConfigMapVolumeArgs;
  /** Several sources in one directory. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  projected?: FunctionProjectedVolumeArgs;
  /** The Pod's own empty directory. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  emptyDir?: FunctionEmptyDirVolumeArgs;
  /** A persistent volume; requires the feature flag `kubernetes.podspec-persistent-volume-claim`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  persistentVolumeClaim?: FunctionClaimVolumeArgs;
  /** A path of the node; requires the feature flag `kubernetes.podspec-volumes-hostpath`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  hostPath?: FunctionHostPathVolumeArgs;
  /** A CSI volume; requires the feature flag `kubernetes.podspec-volumes-csi`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  csi?: FunctionCsiVolumeArgs;
  /** A volume with its own claim; requires the feature flag `kubernetes.podspec-volumes-ephemeral`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  ephemeral?: FunctionEphemeralVolumeArgs;
  /** The files of an image; requires the feature flag `kubernetes.podspec-volumes-image`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set. */
  image?: FunctionImageVolumeArgs;
}

/** A compute resource of a container (downward API). */
export interface FunctionResourceFieldRefArgs {
  /** Container whose resource it is. Defaults to the container itself. */
  containerName?: Input<string>;
  /** The resource, e.g. `limits.memory`. */
  resource: Input<string>;
  /** Unit of the value, e.g. `1Mi`; of CPU `1` or `1m`. Defaults to 1. */
  divisor?: Input<string>;
}

/** A field of the Pod itself (downward API). */
export interface FunctionFieldRefArgs {
  /** Path in the Pod, e.g. `metadata.name` or `status.podIP`. */
  fieldPath: Input<string>;
}

/** One key of an existing ConfigMap. */
export interface FunctionConfigMapKeyRefArgs {
  /** Name of the ConfigMap in the function's namespace. */
  name: Input<string>;
  /** Key in the ConfigMap. */
  key: Input<string>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it exists. */
  optional?: Input<boolean>;
}

/** One key of an existing Secret. */
export interface FunctionSecretKeyRefArgs {
  /** Name of the Secret in the function's namespace. */
  name: Input<string>;
  /** Key in the Secret. */
  key: Input<string>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it exists. */
  optional?: Input<boolean>;
}

/** Where the value of one environment variable comes from. */
export interface FunctionEnvValueFromArgs {
  /** A key of a Secret. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is set. */
  secretKeyRef?: FunctionSecretKeyRefArgs;
  /** A key of a ConfigMap. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is set. */
  configMapKeyRef?: FunctionConfigMapKeyRefArgs;
  /** A field of the Pod; requires the feature flag `kubernetes.podspec-fieldref`. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is set. */
  fieldRef?: FunctionFieldRefArgs;
  /** A compute resource of the container; requires the feature flag `kubernetes.podspec-fieldref`. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is set. */
  resourceFieldRef?: FunctionResourceFieldRefArgs;
}

/** A Secret or ConfigMap whose keys all become variables. */
export interface FunctionEnvSourceArgs {
  /** Name of the object in the function's namespace. */
  name: Input<string>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it exists. */
  optional?: Input<boolean>;
}

/** An existing Secret or ConfigMap as environment variables. */
export interface FunctionEnvFromArgs {
  /** A Secret. Exactly one of `secretRef` and `configMapRef` is set. */
  secretRef?: FunctionEnvSourceArgs;
  /** A ConfigMap. Exactly one of `secretRef` and `configMapRef` is set. */
  configMapRef?: FunctionEnvSourceArgs;
  /** Prefix of each key. Defaults to none. */
  prefix?: Input<string>;
}

/**
 * What the program speaks on its port.
 *
 * - `http1`: HTTP/1.1, with WebSockets.
 * - `h2c`: HTTP/2 without TLS, as gRPC requires.
 */
export type FunctionProtocol = "http1" | "h2c";

/** Resources that the Pods of a revision request. */
export interface FunctionFootprintArgs {
  /** Minimum number of Pods while it has traffic. */
  minPods: Input<number>;
  /** Maximum number of Pods; 0 means no limit. */
  maxPods: Input<number>;
  /** CPU that one Pod requests, in cores. */
  cpu: Input<number>;
  /** Memory that one Pod requests, in bytes. */
  memory: Input<number>;
}

/** A deployment as a value: image, revision, source and gates passed. Pass it as `release` to a function in another stack to deploy the same image there. */
export interface FunctionReleaseArgs {
  /** Reference of the image, with its digest. */
  image: Input<string>;
  /** Digest of the image, `sha256:` and 64 hexadecimal digits. */
  digest: Input<string>;
  /** Name of its revision. */
  revision: Input<string>;
  /** Hash of the revision's complete template, 10 hexadecimal digits: equal templates have equal hashes. */
  templateHash: Input<string>;
  /** Git commit of the source. Absent if the source is not in a Git repository. */
  commit?: Input<string>;
  /** Whether the source had uncommitted changes. Absent without a commit. */
  dirty?: Input<boolean>;
  /** Builder of the image: `ko` or `docker`. Absent for a prebuilt image. */
  builder?: Input<string>;
  /** Version of the builder. Absent if it reports none. */
  builderVersion?: Input<string>;
  /** Rollout gates that it passed, in this stack and in those it was promoted from. */
  gates: Input<Input<string>[]>;
  /** Whether it has had a share of the traffic. */
  served: Input<boolean>;
  /** The arguments that make up the template, by property path; values of secrets are left out. */
  settings: Input<Record<string, Input<string>>>;
  /** Resources that its Pods request. */
  footprint?: Input<FunctionFootprintArgs>;
}

/** A directory with a Dockerfile, built and pushed with a Docker daemon (`@pulumi/docker`). Its digest is known only after the build, so a preview of a changed directory shows the revision as unknown. */
export interface FunctionDockerfileArgs {
  /** The build context, relative to the directory of the program; a component in a separate package must pass an absolute path. */
  directory: string;
  /** The Dockerfile, relative to `directory`. Defaults to `Dockerfile`. */
  file?: string;
  /** Build arguments (`ARG`), in plain text: they can be read from the image. Defaults to none. */
  args?: Input<Record<string, Input<string>>>;
  /** The stage to build. Defaults to the last one. */
  target?: Input<string>;
  /** Platform of the image. Defaults to `linux/amd64`. */
  platform?: Input<string>;
  /** Tag that the image is pushed under; it is deployed by its digest. A registry with immutable tags needs a different one for each image, e.g. the commit. Defaults to `latest`. */
  tag?: Input<string>;
}

/**
 * The SBOM of an image: a list of its parts, stored next to it in the registry.
 *
 * - `none`: No SBOM.
 * - `spdx`: An SBOM in the format SPDX.
 */
export type FunctionSbom = "none" | "spdx";

/** A Go package that ko builds into an image. Its digest is known at preview; an update pushes it unless the registry has it. */
export interface FunctionSourceArgs {
  /** The directory of a Go package, relative to the directory of the program (a component in a separate package must pass an absolute path): a `package main` that serves HTTP on `$PORT`, or a package that exports `Handle` (or `New`, which returns a value with a method `Handle`, and optionally an error) as HTTP or CloudEvents handler, as the Go compiler sees it with `goFlags` and `env`. It must be in a Go module (a `go.mod` in it or above it). The image contains the binary and the files of the directory `kodata` in the package, at `$KO_DATA_PATH` (`/var/run/ko`), but no other files: embed them (`//go:embed`) or put them into `kodata`. */
  directory: string;
  /** The package below the directory, e.g. `./cmd/hello`. Defaults to `.`. */
  package?: string;
  /** Flags for `go build`, e.g. `-tags=netgo`. Defaults to none in addition to ko's (`-trimpath`). */
  goFlags?: Input<Input<string>[]>;
  /** Flags for the linker, e.g. `-s` or `-X main.version={{.Git.Tag}}`. ko's Git placeholders are filled in for the source: `{{.Git.FullCommit}}`, `{{.Git.ShortCommit}}`, `{{.Git.Tag}}` (the newest, `v0.0.0` without one), `{{.Git.CommitDate}}`, `{{.Git.CommitTimestamp}}`, `{{.Git.Branch}}`, `{{.Git.TreeState}}`, `{{.Git.IsClean}}` and `{{.Git.IsDirty}}`. With them, each commit of the repository produces a different digest, and so a new revision. Defaults to none. */
  ldflags?: Input<Input<string>[]>;
  /** Environment variables of the Go toolchain, e.g. `GOEXPERIMENT` or `GOPRIVATE`. With `CGO_ENABLED: "1"` the program needs the C library in its `baseImage`, unless `ldflags` link it statically (`-extldflags=-static`). Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Platforms of the image, e.g. `linux/arm64`; several produce an image index. Defaults to `linux/amd64`. */
  platforms?: Input<Input<string>[]>;
  /** The base image that the binary is added to. Defaults to the configuration `knative-faas:baseImage`, else to ko's: `KO_DEFAULTBASEIMAGE`, `.ko.yaml`, `cgr.dev/chainguard/static`. Reference it by digest to build identical images on every machine. */
  baseImage?: Input<string>;
  /** Whether an SBOM of the image is stored next to it. Defaults to `none`. */
  sbom?: Input<FunctionSbom>;
}
