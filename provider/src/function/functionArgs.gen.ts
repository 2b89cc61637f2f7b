// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { KafkaLagQueueArgs, PrometheusQueueArgs, RabbitmqQueueArgs, RedisListQueueArgs, RedisStreamQueueArgs, RegistryLoginArgs, SeccompProfileArgs, SecurityContextArgs, TriggersArgs } from "../events/eventArgs.gen";

/** Arguments of Function. */
export interface FunctionArgs {
  /** Name of the Knative Service, the first part of its URL. Defaults to the resource's name. Changing it replaces the function. */
  name?: Input<string>;
  /** Namespace of the function; it must exist. Defaults to `default`, unless the Kubernetes provider sets another one: through its `namespace`, the configuration `kubernetes:namespace`, or the kubeconfig context. Changing it replaces the function. */
  namespace?: Input<string>;
  /** Whether the function adopts existing objects with its names that belong to kubectl, another tool or another stack, which must not deploy them again; without it the preview and the update fail. The objects are changed to match these arguments. While it is set, nothing of the function is deleted, neither by a destroy nor by an update that removes it from the program, including objects that this stack created. Remove it once the objects belong to this stack: then a destroy deletes them too. Defaults to false. */
  adopt?: boolean;
  /** Labels of the Knative Service and of what is made beside it; those of the Pods are in `pod`. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Annotations of the Knative Service; those of the Pods are in `pod`. Defaults to none. */
  annotations?: Input<Record<string, Input<string>>>;
  /** Builds the image from a Go directory. Exactly one of `source`, `dockerfile`, `image` and `release` is given. */
  source?: FunctionSourceArgs;
  /** Builds the image from a Dockerfile. Exactly one of `source`, `dockerfile`, `image` and `release` is given. */
  dockerfile?: FunctionDockerfileArgs;
  /** A prebuilt image, by digest (by tag with `allowMutableTag`). Exactly one of `source`, `dockerfile`, `image` and `release` is given. */
  image?: Input<string>;
  /** Deploys the image of a release: one of another stack, as its output `release` gives it, or an earlier one of this function, out of `releases`. With `registry`, the image is copied there by digest where it is not there yet. Exactly one of `source`, `dockerfile`, `image` and `release` is given; none where `traffic` names earlier revisions only: then the last image stays. */
  release?: Input<FunctionReleaseArgs>;
  /** Gates that the release must have passed, e.g. `smoke` and `step-25`. Defaults to none. */
  require?: Input<string>[];
  /** Whether `image` may be a tag. Knative then looks up its digest from inside the cluster when it makes a revision; a tag that moves later makes none. Defaults to false. */
  allowMutableTag?: boolean;
  /** Where built images are pushed, and those of a `release` are copied to, without a scheme, e.g. `ghcr.io/acme`; the function's name is appended. Defaults to the configuration `knative-faas:registry`, else to the variable `KO_DOCKER_REPO`; one of the three is needed with `source` and `dockerfile`, and with a `rollout`, whose program is built too. */
  registry?: Input<string>;
  /** User and password of the registry: built images are pushed with it, and all Pods of the function pull with it, those of its triggers and gates too. A new password is no new revision. Defaults to Docker's or Podman's configuration on this machine for pushing, and to nothing for pulling. */
  registryLogin?: RegistryLoginArgs;
  /** Port that the program listens on; it also gets it as `$PORT`. Defaults to 8080. */
  port?: Input<number>;
  /** What the program speaks on its port. Defaults to `http1`. */
  protocol?: Input<FunctionProtocol>;
  /** Program that runs in place of the image's own. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Directory that the program starts in. Defaults to the image's. */
  workingDir?: Input<string>;
  /** Environment variables of the function, in clear. `$(NAME)` in a value stands for the function's variable NAME, wherever its value comes from; `$$` for a dollar sign. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Environment variables that are kept in a Kubernetes Secret, named by content: a changed value is a new revision. The values are encrypted in the state. Defaults to none. */
  secrets?: Input<Record<string, Input<string>>>;
  /** Secrets and ConfigMaps that are there, as environment variables. Defaults to none. */
  envFrom?: FunctionEnvFromArgs[];
  /** Environment variables whose values come from elsewhere, by name. Defaults to none. */
  envValueFrom?: Record<string, FunctionEnvValueFromArgs>;
  /** Volumes by their names. Defaults to none. */
  volumes?: Record<string, FunctionVolumeArgs>;
  /** How it is seen whether the function is ready and well. */
  probes?: FunctionProbesArgs;
  /** Compute resources of the function's container. */
  resources?: FunctionResourcesArgs;
  /** Compute resources of Knative's own container in each Pod. */
  queueProxy?: FunctionQueueProxyArgs;
  /** Service account of the Pods; it must exist. Defaults to `default`. */
  serviceAccount?: Input<string>;
  /** Whether the Pods get a token for the cluster's API. Defaults to false, and to true when `serviceAccount` is given. */
  serviceAccountToken?: boolean;
  /** Names of Secrets with credentials for pulling the images; they must exist. Defaults to none. */
  pullSecrets?: Input<string>[];
  /** Rights of the function's processes. */
  securityContext?: SecurityContextArgs;
  /** Most requests that one Pod works on at one time; more wait. Defaults to 0: no limit. More than 1000 is refused by the cluster unless `container-concurrency-max-limit` in Knative's `config-defaults` is raised. */
  concurrency?: Input<number>;
  /** Time limits of requests and of the start. */
  timeouts?: FunctionTimeoutsArgs;
  /** Autoscaling of the function. */
  scale?: FunctionScaleArgs;
  /** Which revisions get the requests. It stays as it is when the code changes; `latest` is the revision of the update. Defaults to `latest` with 100 percent. */
  traffic?: FunctionTrafficArgs[];
  /** How traffic moves to a new revision. Defaults to at once, when it is ready. */
  rollout?: FunctionRolloutArgs;
  /** Which earlier revisions stay. */
  revisions?: FunctionRevisionsArgs;
  /** What the function may take of the cluster at most. */
  budget?: FunctionBudgetArgs;
  /** Time over which traffic moves to a new revision, in seconds. Defaults to `rollout-duration` of Knative's `config-network` (0: at once). */
  rolloutSeconds?: Input<number>;
  /** What the ingress does for the function. */
  network?: FunctionNetworkArgs;
  /** Further names under which the function answers, e.g. `api.example.com`. Defaults to none. */
  domains?: Record<string, FunctionDomainArgs>;
  /** What Knative lets a Pod say beyond that, in Kubernetes' own terms. */
  pod?: FunctionPodArgs;
  /** What calls the function besides HTTP requests; it needs Knative with `eventing`. Defaults to none. */
  triggers?: TriggersArgs;
  /** Who can reach the function. Defaults to `public`. */
  visibility?: Input<FunctionVisibility>;
}

/**
 * Who can reach a function.
 *
 * - `public`: Reached from outside the cluster through the ingress.
 * - `cluster-local`: Reached only from inside the cluster, but for `domains`, which are always public.
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
  /** Domains that are tried, at most 32. Defaults to none. */
  searches?: Input<Input<string>[]>;
  /** Options of the resolver. Defaults to none. */
  options?: FunctionDnsOptionArgs[];
}

/**
 * Where a Pod's names are looked up.
 *
 * - `ClusterFirst`: In the cluster, then where the node looks.
 * - `ClusterFirstWithHostNet`: The same for Pods in the node's network.
 * - `Default`: Where the node looks.
 * - `None`: Only as `dnsConfig` says.
 */
export type FunctionDnsPolicy = "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None";

/** A container that runs beside the function's in each Pod. It has no port. */
export interface FunctionSidecarArgs {
  /** Name of the container, unique in the function. */
  name: Input<string>;
  /** Image of the container, best with its digest; Knative finds the digest of a tag itself when the revision is made. */
  image: Input<string>;
  /** Program that runs in place of the image's own. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Directory that the program starts in. Defaults to the image's. */
  workingDir?: Input<string>;
  /** Environment variables, in clear. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Secrets and ConfigMaps as environment variables. Defaults to none. */
  envFrom?: FunctionEnvFromArgs[];
  /** Environment variables whose values come from elsewhere, by name. Defaults to none. */
  envValueFrom?: Record<string, FunctionEnvValueFromArgs>;
  /** Compute resources of the container. */
  resources?: FunctionContainerResourcesArgs;
  /** Rights of the container's processes. */
  securityContext?: SecurityContextArgs;
  /** Volumes of the function that it sees. Defaults to none. */
  volumeMounts?: FunctionVolumeMountArgs[];
  /** Where the last words of the container come from. Defaults to `File`. */
  terminationMessagePolicy?: Input<FunctionTerminationMessagePolicy>;
  /** Probes of the sidecar; they need the feature flag `multi-container-probing`. Defaults to none. */
  probes?: FunctionProbesArgs;
}

/**
 * Where the last words of a container come from.
 *
 * - `File`: From its termination message file.
 * - `FallbackToLogsOnError`: From that file, else from the end of its log.
 */
export type FunctionTerminationMessagePolicy = "File" | "FallbackToLogsOnError";

/** A volume of the function in another container. */
export interface FunctionVolumeMountArgs {
  /** Name of the volume, as in the function's `volumes`. */
  name: Input<string>;
  /** Where the container sees it, absolute. */
  mountPath: Input<string>;
  /** The part of the volume that is mounted. Defaults to all of it. */
  subPath?: Input<string>;
  /** Whether the container may only read. Defaults to false for `emptyDir`, `persistentVolumeClaim` and `ephemeral`; the others are always read only. */
  readOnly?: Input<boolean>;
}

/** A container that runs to its end before the others start. */
export interface FunctionInitContainerArgs {
  /** Name of the container, unique in the function. */
  name: Input<string>;
  /** Image of the container, best with its digest; Knative finds the digest of a tag itself when the revision is made. */
  image: Input<string>;
  /** Program that runs in place of the image's own. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Directory that the program starts in. Defaults to the image's. */
  workingDir?: Input<string>;
  /** Environment variables, in clear. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Secrets and ConfigMaps as environment variables. Defaults to none. */
  envFrom?: FunctionEnvFromArgs[];
  /** Environment variables whose values come from elsewhere, by name. Defaults to none. */
  envValueFrom?: Record<string, FunctionEnvValueFromArgs>;
  /** Compute resources of the container. */
  resources?: FunctionContainerResourcesArgs;
  /** Rights of the container's processes. */
  securityContext?: SecurityContextArgs;
  /** Volumes of the function that it sees. Defaults to none. */
  volumeMounts?: FunctionVolumeMountArgs[];
  /** Where the last words of the container come from. Defaults to `File`. */
  terminationMessagePolicy?: Input<FunctionTerminationMessagePolicy>;
}

/** Rights of the processes of all containers of a Pod. */
export interface FunctionPodSecurityContextArgs {
  /** Group that owns the files of volumes. Defaults to none. */
  fsGroup?: Input<number>;
  /** Group that the processes of all containers run as. Defaults to the images'. */
  runAsGroup?: Input<number>;
  /** Whether the Pod is refused when a user is root. Defaults to false. */
  runAsNonRoot?: Input<boolean>;
  /** User that the processes of all containers run as. Defaults to the images'. */
  runAsUser?: Input<number>;
  /** Filter of system calls. Defaults to the containers' own. */
  seccompProfile?: SeccompProfileArgs;
  /** Further groups of the processes. Defaults to none. */
  supplementalGroups?: Input<Input<number>[]>;
}

/**
 * Whether a setting of the Pod counts when places are counted.
 *
 * - `Honor`: It counts.
 * - `Ignore`: It does not count.
 */
export type FunctionInclusionPolicy = "Honor" | "Ignore";

/**
 * What happens when it can't be kept.
 *
 * - `DoNotSchedule`: The Pod waits.
 * - `ScheduleAnyway`: The Pod goes to the best place there is.
 */
export type FunctionUnsatisfiable = "DoNotSchedule" | "ScheduleAnyway";

/** How evenly Pods are spread over places. */
export interface FunctionTopologySpreadConstraintArgs {
  /** Label of nodes that makes a place, e.g. `kubernetes.io/hostname` or `topology.kubernetes.io/zone`. */
  topologyKey: Input<string>;
  /** Most that places may differ in their number of Pods. */
  maxSkew: Input<number>;
  /** What happens when it can't be kept. */
  whenUnsatisfiable: Input<FunctionUnsatisfiable>;
  /** Which Pods are counted. Defaults to none. */
  labelSelector?: FunctionLabelSelectorArgs;
  /** Fewest places; only with `DoNotSchedule`. Defaults to 1. */
  minDomains?: Input<number>;
  /** Whether node affinity counts. Defaults to `Honor`. */
  nodeAffinityPolicy?: Input<FunctionInclusionPolicy>;
  /** Whether taints count. Defaults to `Ignore`. */
  nodeTaintsPolicy?: Input<FunctionInclusionPolicy>;
  /** Labels whose values must be the Pod's own. Defaults to none. */
  matchLabelKeys?: Input<Input<string>[]>;
}

/** A wish and its weight. */
export interface FunctionPreferredPodsArgs {
  /** How much it counts, from 1 to 100. */
  weight: Input<number>;
  /** Which Pods, and what a place is. */
  podAffinityTerm: FunctionPodTermArgs;
}

/**
 * How a label is compared.
 *
 * - `In`: It is one of the values.
 * - `NotIn`: It is none of the values.
 * - `Exists`: It is there.
 * - `DoesNotExist`: It is not there.
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

/** Objects by their labels; an empty one takes all. */
export interface FunctionLabelSelectorArgs {
  /** Labels with their values; all must be there. Defaults to none. */
  matchLabels?: Input<Record<string, Input<string>>>;
  /** Conditions; all must hold. Defaults to none. */
  matchExpressions?: FunctionLabelRequirementArgs[];
}

/** Pods in one place. */
export interface FunctionPodTermArgs {
  /** Label of nodes that makes a place, e.g. `kubernetes.io/hostname` or `topology.kubernetes.io/zone`. */
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

/** Pods that are sought or avoided. */
export interface FunctionPodAffinityArgs {
  /** Pods that are in the same place; all must hold. Defaults to none. */
  requiredDuringSchedulingIgnoredDuringExecution?: FunctionPodTermArgs[];
  /** Pods that, if it can be, are in the same place. Defaults to none. */
  preferredDuringSchedulingIgnoredDuringExecution?: FunctionPreferredPodsArgs[];
}

/** A wish and its weight. */
export interface FunctionPreferredNodeArgs {
  /** How much it counts, from 1 to 100. */
  weight: Input<number>;
  /** What the node is like. */
  preference: FunctionNodeTermArgs;
}

/**
 * How a node's label is compared.
 *
 * - `In`: It is one of the values.
 * - `NotIn`: It is none of the values.
 * - `Exists`: It is there.
 * - `DoesNotExist`: It is not there.
 * - `Gt`: It is a whole number greater than the value.
 * - `Lt`: It is a whole number less than the value.
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

/** Conditions that hold together. */
export interface FunctionNodeTermArgs {
  /** Conditions on labels; all must hold. Defaults to none. */
  matchExpressions?: FunctionNodeRequirementArgs[];
  /** Conditions on fields; all must hold. Defaults to none. */
  matchFields?: FunctionNodeRequirementArgs[];
}

/** Alternatives of conditions on a node. */
export interface FunctionNodeSelectorArgs {
  /** Alternatives: one of them must hold. */
  nodeSelectorTerms: FunctionNodeTermArgs[];
}

/** Which nodes the Pods go to. */
export interface FunctionNodeAffinityArgs {
  /** What a node must be like. Defaults to any. */
  requiredDuringSchedulingIgnoredDuringExecution?: FunctionNodeSelectorArgs;
  /** What nodes are better. Defaults to no wish. */
  preferredDuringSchedulingIgnoredDuringExecution?: FunctionPreferredNodeArgs[];
}

/** Where Pods go, by nodes and by other Pods. */
export interface FunctionAffinityArgs {
  /** Which nodes the Pods go to. Defaults to any. */
  nodeAffinity?: FunctionNodeAffinityArgs;
  /** Pods that are sought. Defaults to none. */
  podAffinity?: FunctionPodAffinityArgs;
  /** Pods that are avoided. Defaults to none. */
  podAntiAffinity?: FunctionPodAffinityArgs;
}

/**
 * What a taint does.
 *
 * - `NoSchedule`: No new Pods come onto the node.
 * - `PreferNoSchedule`: New Pods rather go elsewhere.
 * - `NoExecute`: Pods that are there have to leave.
 */
export type FunctionTaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";

/**
 * How a taint is matched.
 *
 * - `Equal`: The value is equal.
 * - `Exists`: Any value.
 */
export type FunctionTolerationOperator = "Equal" | "Exists";

/** A taint of nodes that the function's Pods put up with. */
export interface FunctionTolerationArgs {
  /** Key of the taint. Defaults to any, which needs the operator `Exists`. */
  key?: Input<string>;
  /** Defaults to `Equal`. */
  operator?: Input<FunctionTolerationOperator>;
  /** Value of the taint; not with `Exists`. Defaults to an empty one. */
  value?: Input<string>;
  /** Effect of the taint. Defaults to any. */
  effect?: Input<FunctionTaintEffect>;
  /** How long a Pod stays under `NoExecute`, in seconds; only with this effect. Defaults to for ever. */
  tolerationSeconds?: Input<number>;
}

/** What Knative lets a Pod say, in Kubernetes' own terms. */
export interface FunctionPodArgs {
  /** Labels of the Pods, on the revision's template. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Annotations of the Pods, on the revision's template; what a property of this component sets is given there. Defaults to none. */
  annotations?: Input<Record<string, Input<string>>>;
  /** Labels that a node must have. Defaults to any node. Needs the feature flag `kubernetes.podspec-nodeselector`. */
  nodeSelector?: Input<Record<string, Input<string>>>;
  /** Taints of nodes that the Pods put up with. Defaults to none. Needs the feature flag `kubernetes.podspec-tolerations`. */
  tolerations?: FunctionTolerationArgs[];
  /** Where Pods go. Defaults to anywhere. Needs the feature flag `kubernetes.podspec-affinity`. */
  affinity?: FunctionAffinityArgs;
  /** How evenly Pods are spread. Defaults to the scheduler's own. Needs the feature flag `kubernetes.podspec-topologyspreadconstraints`. */
  topologySpreadConstraints?: FunctionTopologySpreadConstraintArgs[];
  /** Container runtime. Defaults to the node's. Needs the feature flag `kubernetes.podspec-runtimeclassname`. */
  runtimeClassName?: Input<string>;
  /** Priority class. Defaults to the cluster's. Needs the feature flag `kubernetes.podspec-priorityclassname`. */
  priorityClassName?: Input<string>;
  /** Scheduler. Defaults to `default-scheduler`. Needs the feature flag `kubernetes.podspec-schedulername`. */
  schedulerName?: Input<string>;
  /** Rights of the processes of all containers. Defaults to none. Needs the feature flag `kubernetes.podspec-securitycontext`. */
  securityContext?: FunctionPodSecurityContextArgs;
  /** Containers that run to their end first, in this order. Defaults to none. Needs the feature flag `kubernetes.podspec-init-containers`. */
  initContainers?: FunctionInitContainerArgs[];
  /** Containers that run beside the function's. Defaults to none. Needs the feature flag `multi-container`, which is on by default. */
  sidecars?: FunctionSidecarArgs[];
  /** Where names are looked up. Defaults to `ClusterFirst`. Needs the feature flag `kubernetes.podspec-dnspolicy`. */
  dnsPolicy?: Input<FunctionDnsPolicy>;
  /** Settings of the resolver. Defaults to none. Needs the feature flag `kubernetes.podspec-dnsconfig`. */
  dnsConfig?: FunctionDnsConfigArgs;
  /** Lines of /etc/hosts. Defaults to none. Needs the feature flag `kubernetes.podspec-hostaliases`. */
  hostAliases?: FunctionHostAliasArgs[];
  /** Whether the containers see each other's processes. Defaults to false. Needs the feature flag `kubernetes.podspec-shareprocessnamespace`. */
  shareProcessNamespace?: Input<boolean>;
  /** Whether the Pods are in the node's network. Defaults to false. Needs the feature flag `kubernetes.podspec-hostnetwork`. */
  hostNetwork?: Input<boolean>;
  /** Whether the Pods see the node's processes. Defaults to false. Needs the feature flag `kubernetes.podspec-hostpid`. */
  hostPID?: Input<boolean>;
  /** Whether the Pods share the node's memory segments. Defaults to false. Needs the feature flag `kubernetes.podspec-hostipc`. */
  hostIPC?: Input<boolean>;
  /** Whether each Service of the namespace is told in environment variables. Defaults to Knative's `config-defaults` (false). */
  enableServiceLinks?: Input<boolean>;
}

/** A further name under which a function answers. */
export interface FunctionDomainArgs {
  /** Name of a TLS Secret in the function's namespace, for HTTPS on this domain. Defaults to none: plain HTTP, or what Knative's external-domain TLS obtains. */
  tlsSecret?: Input<string>;
}

/**
 * What plain HTTP does where a certificate is there.
 *
 * - `enabled`: It is served.
 * - `redirected`: It is redirected to HTTPS.
 */
export type FunctionHttpProtocol = "enabled" | "redirected";

/** What the ingress does for the function. */
export interface FunctionNetworkArgs {
  /** Network layer that serves the function. Defaults to the one of Knative's `config-network`. */
  ingressClass?: Input<string>;
  /** Who issues its certificates. Defaults to the one of Knative's `config-network`. */
  certificateClass?: Input<string>;
  /** What plain HTTP does. Defaults to `http-protocol` of Knative's `config-network`. */
  httpProtocol?: Input<FunctionHttpProtocol>;
  /** Whether a certificate is obtained for the function. Defaults to `external-domain-tls` of Knative's `config-network`; only false can be set here. */
  externalDomainTls?: Input<boolean>;
}

/** What a function may take of the cluster at most, during a rollout too, when the old and the new revision run side by side. An update that could take more is refused in its preview. */
export interface FunctionBudgetArgs {
  /** Most Pods at one time, all revisions together. Defaults to no limit. */
  maxPods?: Input<number>;
  /** Most CPU that these Pods request together, e.g. `4` or `500m`. Defaults to no limit. */
  maxCpu?: Input<string>;
}

/** Which earlier revisions stay. */
export interface FunctionRevisionsArgs {
  /** How many earlier releases stay in `releases`, the newest first; their revisions are kept from Knative's garbage collection. Those that `traffic` names are kept beside them. Defaults to 3. */
  keep?: number;
}

/** A query whose result must lie within bounds. */
export interface FunctionPrometheusCheckArgs {
  /** Address of Prometheus as the cluster's Pods reach it, e.g. `http://prometheus.monitoring:9090`. */
  address: Input<string>;
  /** Instant query with one number or a vector, each of whose samples must hold. `$revision`, `$service` and `$namespace` in it stand for the new revision, the function and its namespace. */
  query: Input<string>;
  /** Largest value that holds. Defaults to no bound. */
  atMost?: number;
  /** Smallest value that holds. Defaults to no bound. */
  atLeast?: number;
}

/** Compute resources of a container beside the function's. */
export interface FunctionContainerResourcesArgs {
  /** What the scheduler sets aside. Defaults to nothing. */
  requests?: FunctionAmountsArgs;
  /** What the container may use at most. Defaults to no bound. */
  limits?: FunctionAmountsArgs;
}

/** A program of yours, run as a Job in the function's namespace: it holds when it ends with exit code 0. */
export interface FunctionJobCheckArgs {
  /** Image of the program, best with its digest. */
  image: Input<string>;
  /** Program that runs in place of the image's own. Defaults to the image's. */
  command?: Input<Input<string>[]>;
  /** Arguments of the program. Defaults to the image's. */
  args?: Input<Input<string>[]>;
  /** Environment variables, in clear. `REVISION`, `REVISION_URL`, `SERVICE` and `GATE` are there too. Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Compute resources of its container. */
  resources?: FunctionContainerResourcesArgs;
  /** Rights of its processes. In a namespace under Pod Security `restricted` it needs `runAsNonRoot: true`. */
  securityContext?: SecurityContextArgs;
  /** Service account of its Pod; it must exist. Defaults to `default`. */
  serviceAccount?: Input<string>;
  /** Longest time that it may run, in seconds. Defaults to 300. */
  timeoutSeconds?: Input<number>;
}

/** Requests to the new revision itself, past all traffic. */
export interface FunctionHttpCheckArgs {
  /** Path that is asked for, with a query where it has one. Defaults to `/`. */
  path?: Input<string>;
  /** Status that each answer must have. Defaults to 200. */
  status?: Input<number>;
  /** Text that each answer must contain. Defaults to any answer. */
  body?: Input<string>;
  /** How many requests are sent, one after another; each must hold. Defaults to 1. */
  repeat?: Input<number>;
  /** Time between two requests, in seconds. Defaults to 1. */
  intervalSeconds?: Input<number>;
  /** Longest time for an answer, in seconds. Defaults to 10. */
  timeoutSeconds?: Input<number>;
}

/** What must hold. Exactly one of `http`, `job` and `prometheus` is given. */
export interface FunctionGateArgs {
  /** Requests to the new revision. */
  http?: FunctionHttpCheckArgs;
  /** A program of yours. */
  job?: FunctionJobCheckArgs;
  /** A query to Prometheus. */
  prometheus?: FunctionPrometheusCheckArgs;
}

/** How traffic moves to a new revision. Each gate and step is a Job in the function's namespace, named after the revision; a gate that does not hold puts traffic back where it was and fails the update. Going back to a revision that passed its gates needs none. */
export interface FunctionRolloutArgs {
  /** What must hold before the new revision gets any traffic, as the gate `smoke`. Defaults to nothing. */
  smoke?: FunctionGateArgs;
  /** Shares of the way to the new traffic, in percent, each larger than the one before, e.g. `[5, 25, 100]`: gates `step-5` and so on. Traffic moves all the way behind the last step. Defaults to none: at once. */
  steps?: number[];
  /** What must hold after each step. Where it does not, traffic goes back to where it was. Defaults to nothing. */
  each?: FunctionGateArgs;
  /** How long traffic stays at a step before `each` is asked, in seconds. Defaults to 0. */
  pauseSeconds?: Input<number>;
  /** Image of the program that makes the steps and asks the gates. Defaults to one that is built from this package into the function's registry. */
  image?: Input<string>;
}

/** A share of the requests. Exactly one of `latest`, `revision` and `release` is given. */
export interface FunctionTrafficArgs {
  /** The revision of this update, whatever its name. It is the only value: true. */
  latest?: Input<boolean>;
  /** A revision by its name: the newest one, or one that the function's `releases` name. */
  revision?: Input<string>;
  /** The revision of a release of this function. */
  release?: Input<FunctionReleaseArgs>;
  /** Share of the requests, in percent; all shares together are 100. Defaults to 0. */
  percent?: number;
  /** A name for this revision in an address of its own, e.g. `canary` for `http://canary-hello.shop.example.com`. Defaults to none. Requests to the function's own address reach it too, with the header `Knative-Serving-Tag`, where Knative has the flag `tag-header-based-routing` on. */
  tag?: Input<string>;
}

/** A queue whose length asks for Pods. */
export interface FunctionQueueArgs {
  /** The length of Redis lists. Exactly one of the properties is given. */
  redisList?: RedisListQueueArgs;
  /** What waits in a Redis stream. Exactly one of the properties is given. */
  redisStream?: RedisStreamQueueArgs;
  /** The ready messages of a RabbitMQ queue. Exactly one of the properties is given. */
  rabbitmq?: RabbitmqQueueArgs;
  /** The lag of a Kafka consumer group. Exactly one of the properties is given. */
  kafkaLag?: KafkaLagQueueArgs;
  /** The answer of a query to Prometheus. Exactly one of the properties is given. */
  prometheus?: PrometheusQueueArgs;
}

/**
 * How the load of a window is averaged.
 *
 * - `linear`: All of the window alike.
 * - `weighted-exponential`: The newest counts most.
 */
export type FunctionAggregation = "linear" | "weighted-exponential";

/**
 * What the autoscaler measures.
 *
 * - `concurrency`: Requests that a Pod works on at one time.
 * - `rps`: Requests per second that reach a Pod.
 * - `cpu`: CPU, in percent of the request; with the class `hpa`.
 * - `memory`: Memory in MiB; with the class `hpa`.
 */
export type FunctionMetric = "concurrency" | "rps" | "cpu" | "memory";

/**
 * Who decides how many Pods there are.
 *
 * - `kpa`: Knative's Pod autoscaler: by requests, down to zero.
 * - `hpa`: Kubernetes' horizontal Pod autoscaler: by CPU or memory, never to zero. It needs Knative's `autoscaler-hpa` and a metrics server.
 */
export type FunctionAutoscaler = "kpa" | "hpa";

/** Bounds and target of the autoscaler. */
export interface FunctionScaleArgs {
  /** Who decides how many Pods there are. Defaults to `kpa`. */
  class?: Input<FunctionAutoscaler>;
  /** Fewest Pods. Defaults to 0: an idle function has none. */
  min?: Input<number>;
  /** Most Pods. Defaults to 0, which means no bound of its own. */
  max?: Input<number>;
  /** Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 needs `allow-zero-initial-scale` in Knative's `config-autoscaler`. */
  initial?: Input<number>;
  /** Fewest Pods when the function is not at zero, at least 2. Defaults to 1. It lies between `min` and `max`. */
  activation?: Input<number>;
  /** Load that one Pod should carry, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps. */
  target?: Input<number>;
  /** How much of the target is meant to be used, in percent; the rest is room for what comes suddenly. Defaults to 70. */
  targetUtilizationPercent?: Input<number>;
  /** What is measured for scaling. Defaults to `concurrency`, and with the class `hpa` to `cpu`. */
  metric?: Input<FunctionMetric>;
  /** Span over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long. */
  windowSeconds?: Input<number>;
  /** Span that shows a sudden load, in percent of the window. Defaults to 10. */
  panicWindowPercent?: Input<number>;
  /** Load in that span that makes the autoscaler act at once, in percent of what the Pods carry. Defaults to 200. */
  panicThresholdPercent?: Input<number>;
  /** How long a lower load must last before Pods are taken away, in seconds. Defaults to 0. */
  scaleDownDelaySeconds?: Input<number>;
  /** How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0. */
  retentionSeconds?: Input<number>;
  /** Requests at once that must be taken without the activator buffering them; with -1 the activator is always in the path, with 0 only at zero Pods. Defaults to 211. */
  targetBurstCapacity?: Input<number>;
  /** How the load of a window is averaged. Defaults to `linear`. */
  aggregation?: Input<FunctionAggregation>;
  /** Scales by what waits in a queue, beside requests: the scaler sets the fewest Pods of the revisions that have traffic, between `min` and `max`, each second. Requests still start Pods, and an idle function has none. It needs `max`, and `extensions.queueScaler` of Knative. Defaults to scaling by requests alone. */
  queue?: FunctionQueueArgs;
}

/** Time limits, in seconds. */
export interface FunctionTimeoutsArgs {
  /** Longest time for one request, in seconds. Defaults to 300. More than 600 is refused by the cluster unless `max-revision-timeout-seconds` in Knative's `config-defaults` is raised. */
  requestSeconds?: Input<number>;
  /** Longest time until an answer begins, in seconds; at most `requestSeconds`. Defaults to `requestSeconds`. */
  responseStartSeconds?: Input<number>;
  /** Longest time in which no byte of an answer comes, in seconds; at most `requestSeconds`. Defaults to 0: no bound of its own. */
  idleSeconds?: Input<number>;
  /** How long a new revision may take until its first Pod is ready, in seconds; then the update fails with the Pod's reason and its last log lines. Defaults to 40. Raise it where nodes are added on demand or images are large. */
  readySeconds?: Input<number>;
}

/** An amount of CPU, memory and disk. */
export interface FunctionQueueProxyAmountsArgs {
  /** CPU as a Kubernetes quantity, e.g. `250m` or `1`. Defaults to what the group around it says. */
  cpu?: Input<string>;
  /** Memory as a Kubernetes quantity, e.g. `128Mi`. Defaults to what the group around it says. */
  memory?: Input<string>;
  /** Space on the node's disk as a Kubernetes quantity, e.g. `1Gi`. Defaults to what the group around it says. */
  ephemeralStorage?: Input<string>;
}

/** Compute resources of the queue-proxy, which Knative puts into each Pod. */
export interface FunctionQueueProxyArgs {
  /** What the scheduler sets aside. Defaults to Knative's `config-deployment` (25m CPU). */
  requests?: FunctionQueueProxyAmountsArgs;
  /** What it may use at most. Defaults to Knative's `config-deployment` (no bound). */
  limits?: FunctionQueueProxyAmountsArgs;
}

/** An amount of CPU, memory and other resources. */
export interface FunctionAmountsArgs {
  /** CPU as a Kubernetes quantity, e.g. `250m` or `1`. Defaults to what the group around it says. */
  cpu?: Input<string>;
  /** Memory as a Kubernetes quantity, e.g. `128Mi`. Defaults to what the group around it says. */
  memory?: Input<string>;
  /** Space on the node's disk as a Kubernetes quantity, e.g. `1Gi`. Defaults to what the group around it says. */
  ephemeralStorage?: Input<string>;
  /** Amounts of other resources by their names, e.g. `nvidia.com/gpu: 1`. Defaults to none. */
  extended?: Record<string, Input<string>>;
}

/** Compute resources of the function's container. */
export interface FunctionResourcesArgs {
  /** What the scheduler sets aside for each Pod. Defaults to `cpu: 20m` and `memory: 32Mi`. */
  requests?: FunctionAmountsArgs;
  /** What a Pod may use at most. Defaults to `memory: 256Mi` (or the memory request when that is larger) and no CPU limit. */
  limits?: FunctionAmountsArgs;
}

/** Well when a command in the container ends with 0. */
export interface FunctionProbeExecArgs {
  /** Program and arguments; there is no shell around it. */
  command: Input<Input<string>[]>;
}

/** Well when the gRPC health service says SERVING. */
export interface FunctionProbeGrpcArgs {
  /** Port that is asked. Defaults to the function's own port; in a sidecar it is required. */
  port?: Input<number>;
  /** Name of the service that is asked for. Defaults to the server as a whole. */
  service?: Input<string>;
}

/** Well when the port takes a connection. */
export interface FunctionProbeTcpSocketArgs {
  /** Port that is asked. Defaults to the function's own port; in a sidecar it is required. */
  port?: Input<number>;
  /** Host that is asked. Defaults to the Pod's own address. */
  host?: Input<string>;
}

/** A header of a probe's request. */
export interface FunctionProbeHeaderArgs {
  /** Name of the header. */
  name: Input<string>;
  /** Value of the header, in clear. */
  value: Input<string>;
}

/**
 * How the port is spoken to.
 *
 * - `HTTP`: Plain HTTP.
 * - `HTTPS`: HTTPS; the certificate is not checked.
 */
export type FunctionProbeScheme = "HTTP" | "HTTPS";

/** Well when the answer's status is from 200 to 399. */
export interface FunctionProbeHttpGetArgs {
  /** Path that is asked. Defaults to `/`. */
  path?: Input<string>;
  /** Port that is asked. Defaults to the function's own port; in a sidecar it is required. */
  port?: Input<number>;
  /** Host that is asked. Defaults to the Pod's own address. */
  host?: Input<string>;
  /** Defaults to `HTTP`. */
  scheme?: Input<FunctionProbeScheme>;
  /** Headers of the request. Defaults to none. */
  httpHeaders?: FunctionProbeHeaderArgs[];
}

/** One probe of a container. */
export interface FunctionProbeArgs {
  /** Asks over HTTP. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is given. */
  httpGet?: FunctionProbeHttpGetArgs;
  /** Opens a connection. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is given. */
  tcpSocket?: FunctionProbeTcpSocketArgs;
  /** Asks the gRPC health service. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is given. */
  grpc?: FunctionProbeGrpcArgs;
  /** Runs a command. Exactly one of `httpGet`, `tcpSocket`, `grpc` and `exec` is given. */
  exec?: FunctionProbeExecArgs;
  /** Time before the first probe, in seconds. Defaults to 0. */
  initialDelaySeconds?: Input<number>;
  /** Time for one answer, in seconds. Defaults to 1. */
  timeoutSeconds?: Input<number>;
  /** Time between probes, in seconds. Defaults to 10; for readiness it defaults to 0, which lets Knative ask many times a second until the first Pod is ready. */
  periodSeconds?: Input<number>;
  /** Good answers in a row until it counts as well. Defaults to 1. */
  successThreshold?: Input<number>;
  /** Bad answers in a row until it counts as failed. Defaults to 3. */
  failureThreshold?: Input<number>;
}

/** The probes of a container. */
export interface FunctionProbesArgs {
  /** Whether the container takes requests. Defaults to a connection to the function's port. */
  readiness?: FunctionProbeArgs;
  /** Whether the container is well; it is started anew when not. Defaults to none. */
  liveness?: FunctionProbeArgs;
  /** Whether the container has started; the other probes wait for it. Defaults to none. */
  startup?: FunctionProbeArgs;
}

/**
 * When an image is pulled.
 *
 * - `Always`: At each start.
 * - `IfNotPresent`: When the node lacks it.
 * - `Never`: Never: it must be on the node.
 */
export type FunctionPullPolicy = "Always" | "IfNotPresent" | "Never";

/** The files of an image. */
export interface FunctionImageVolumeArgs {
  /** Reference of the image or artifact, best with its digest. */
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

/** A volume with a claim of its own, made and deleted with the Pod. */
export interface FunctionEphemeralVolumeArgs {
  /** How it may be mounted. */
  accessModes: Input<Input<FunctionAccessMode>[]>;
  /** Size, e.g. `1Gi`. */
  storage: Input<string>;
  /** Storage class. Defaults to the cluster's. */
  storageClassName?: Input<string>;
}

/** A volume that a CSI driver makes for the Pod. */
export interface FunctionCsiVolumeArgs {
  /** Name of the CSI driver. */
  driver: Input<string>;
  /** Whether it is only read. Defaults to false. */
  readOnly?: Input<boolean>;
  /** File system, e.g. `ext4`. Defaults to what the driver takes. */
  fsType?: Input<string>;
  /** Attributes for the driver. Defaults to none. */
  volumeAttributes?: Input<Record<string, Input<string>>>;
}

/**
 * What must be at a path of the node.
 *
 * - `DirectoryOrCreate`: A directory, made when it is missing.
 * - `Directory`: A directory.
 * - `FileOrCreate`: A file, made when it is missing.
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
  /** What must be there. Defaults to no check. */
  type?: Input<FunctionHostPathType>;
}

/** A persistent volume by its claim. */
export interface FunctionClaimVolumeArgs {
  /** Name of the PersistentVolumeClaim in the function's namespace. */
  claimName: Input<string>;
  /** Whether it is only read. Defaults to false, which needs the feature flag `kubernetes.podspec-persistent-volume-write` too. */
  readOnly?: Input<boolean>;
}

/**
 * What an empty directory is kept on.
 *
 * - `Memory`: Memory: it counts towards the container's memory limit.
 */
export type FunctionEmptyDirMedium = "Memory";

/** A directory that is empty when a Pod starts and gone with it. */
export interface FunctionEmptyDirVolumeArgs {
  /** Defaults to the node's disk. */
  medium?: Input<FunctionEmptyDirMedium>;
  /** Most that it holds, e.g. `64Mi`. Defaults to no bound. */
  sizeLimit?: Input<string>;
}

/** A fact of the Pod as a file. */
export interface FunctionDownwardFileArgs {
  /** File below the mount path. */
  path: Input<string>;
  /** A field of the Pod. Exactly one of `fieldRef` and `resourceFieldRef` is given. */
  fieldRef?: FunctionFieldRefArgs;
  /** An amount of a container. Exactly one of `fieldRef` and `resourceFieldRef` is given. */
  resourceFieldRef?: FunctionResourceFieldRefArgs;
  /** Permissions of the file. Defaults to `defaultMode`, as a decimal number from 0 to 511 (octal 777). */
  mode?: Input<number>;
}

/** Facts of the Pod as files. */
export interface FunctionDownwardProjectionArgs {
  /** The files. */
  items: FunctionDownwardFileArgs[];
}

/** A token of the function's service account, as a file. */
export interface FunctionTokenProjectionArgs {
  /** File of the token below the mount path. */
  path: Input<string>;
  /** Whom the token is for. Defaults to the cluster's API server. */
  audience?: Input<string>;
  /** How long a token is good, in seconds; the kubelet renews it. Defaults to 3600. */
  expirationSeconds?: Input<number>;
}

/** A Secret or ConfigMap as a part of a projected volume. */
export interface FunctionProjectionArgs {
  /** Name of the object in the function's namespace. */
  name: Input<string>;
  /** The keys to show. Defaults to all, each as a file of its name. */
  items?: FunctionVolumeItemArgs[];
  /** Whether it may be missing. Defaults to false: the Pod waits until it is there. */
  optional?: Input<boolean>;
}

/** One part of a projected volume. */
export interface FunctionProjectedSourceArgs {
  /** Keys of a Secret. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is given. */
  secret?: FunctionProjectionArgs;
  /** Keys of a ConfigMap. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is given. */
  configMap?: FunctionProjectionArgs;
  /** A token. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is given. */
  serviceAccountToken?: FunctionTokenProjectionArgs;
  /** Facts of the Pod. Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is given. */
  downwardAPI?: FunctionDownwardProjectionArgs;
}

/** Several sources in one directory. */
export interface FunctionProjectedVolumeArgs {
  /** The parts, at least one. */
  sources: FunctionProjectedSourceArgs[];
  /** Permissions of the files. Defaults to 420 (octal 644), as a decimal number from 0 to 511 (octal 777). */
  defaultMode?: Input<number>;
}

/** A ConfigMap that is there, as files. */
export interface FunctionConfigMapVolumeArgs {
  /** Name of the ConfigMap in the function's namespace. */
  name: Input<string>;
  /** The keys to show. Defaults to all, each as a file of its name. */
  items?: FunctionVolumeItemArgs[];
  /** Permissions of the files. Defaults to 420 (octal 644), as a decimal number from 0 to 511 (octal 777). */
  defaultMode?: Input<number>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it is there. */
  optional?: Input<boolean>;
}

/** One key as one file. */
export interface FunctionVolumeItemArgs {
  /** Key in the Secret or ConfigMap. */
  key: Input<string>;
  /** File below the mount path, relative. */
  path: Input<string>;
  /** Permissions of the file. Defaults to `defaultMode`, as a decimal number from 0 to 511 (octal 777). */
  mode?: Input<number>;
}

/** A Secret that is there, as files. */
export interface FunctionSecretVolumeArgs {
  /** Name of the Secret in the function's namespace. */
  secretName: Input<string>;
  /** The keys to show. Defaults to all, each as a file of its name. */
  items?: FunctionVolumeItemArgs[];
  /** Permissions of the files. Defaults to 420 (octal 644), as a decimal number from 0 to 511 (octal 777). */
  defaultMode?: Input<number>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it is there. */
  optional?: Input<boolean>;
}

/** A volume and where the function's container sees it. */
export interface FunctionVolumeArgs {
  /** Where the function's container sees it, absolute; not `/`, `/dev` or `/dev/log`. Defaults to none: then the volume is for sidecars and init containers, which name it in their `volumeMounts`. */
  mountPath?: Input<string>;
  /** The part of the volume that is mounted. Defaults to all of it. */
  subPath?: Input<string>;
  /** Whether the container may only read. Defaults to false for `emptyDir`, `persistentVolumeClaim` and `ephemeral`; the others are always read only. */
  readOnly?: Input<boolean>;
  /** Files by name, with their content in clear. They are kept in a ConfigMap that is named by its content, so changed content is a new revision. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  files?: Input<Record<string, Input<string>>>;
  /** Files by name, with secret content, encrypted in the state. They are kept in a Secret that is named by its content, so changed content is a new revision. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  secretFiles?: Input<Record<string, Input<string>>>;
  /** Files of a Secret. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  secret?: FunctionSecretVolumeArgs;
  /** Files of a ConfigMap. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  configMap?: FunctionConfigMapVolumeArgs;
  /** Several sources in one directory. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  projected?: FunctionProjectedVolumeArgs;
  /** A directory of the Pod's own. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  emptyDir?: FunctionEmptyDirVolumeArgs;
  /** A persistent volume; needs the feature flag `kubernetes.podspec-persistent-volume-claim`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  persistentVolumeClaim?: FunctionClaimVolumeArgs;
  /** A path of the node; needs the feature flag `kubernetes.podspec-volumes-hostpath`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  hostPath?: FunctionHostPathVolumeArgs;
  /** A CSI volume; needs the feature flag `kubernetes.podspec-volumes-csi`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  csi?: FunctionCsiVolumeArgs;
  /** A volume with a claim of its own; needs the feature flag `kubernetes.podspec-volumes-ephemeral`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  ephemeral?: FunctionEphemeralVolumeArgs;
  /** The files of an image; needs the feature flag `kubernetes.podspec-volumes-image`. Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given. */
  image?: FunctionImageVolumeArgs;
}

/** An amount of compute resources of a container (downward API). */
export interface FunctionResourceFieldRefArgs {
  /** Container whose amount it is. Defaults to the container itself. */
  containerName?: Input<string>;
  /** The amount, e.g. `limits.memory`. */
  resource: Input<string>;
  /** Unit of the value, e.g. `1Mi`; of CPU `1` or `1m`. Defaults to 1. */
  divisor?: Input<string>;
}

/** A field of the Pod itself (downward API). */
export interface FunctionFieldRefArgs {
  /** Path in the Pod, e.g. `metadata.name` or `status.podIP`. */
  fieldPath: Input<string>;
}

/** One key of a ConfigMap that is there. */
export interface FunctionConfigMapKeyRefArgs {
  /** Name of the ConfigMap in the function's namespace. */
  name: Input<string>;
  /** Key in the ConfigMap. */
  key: Input<string>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it is there. */
  optional?: Input<boolean>;
}

/** One key of a Secret that is there. */
export interface FunctionSecretKeyRefArgs {
  /** Name of the Secret in the function's namespace. */
  name: Input<string>;
  /** Key in the Secret. */
  key: Input<string>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it is there. */
  optional?: Input<boolean>;
}

/** Where the value of one environment variable comes from. */
export interface FunctionEnvValueFromArgs {
  /** A key of a Secret. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is given. */
  secretKeyRef?: FunctionSecretKeyRefArgs;
  /** A key of a ConfigMap. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is given. */
  configMapKeyRef?: FunctionConfigMapKeyRefArgs;
  /** A field of the Pod; needs the feature flag `kubernetes.podspec-fieldref`. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is given. */
  fieldRef?: FunctionFieldRefArgs;
  /** An amount of the container; needs the feature flag `kubernetes.podspec-fieldref`. Exactly one of `secretKeyRef`, `configMapKeyRef`, `fieldRef` and `resourceFieldRef` is given. */
  resourceFieldRef?: FunctionResourceFieldRefArgs;
}

/** A Secret or ConfigMap, all of whose keys become variables. */
export interface FunctionEnvSourceArgs {
  /** Name of the object in the function's namespace. */
  name: Input<string>;
  /** Whether it may be missing. Defaults to false: the Pod waits until it is there. */
  optional?: Input<boolean>;
}

/** A Secret or ConfigMap that is there, as environment variables. */
export interface FunctionEnvFromArgs {
  /** A Secret. Exactly one of `secretRef` and `configMapRef` is given. */
  secretRef?: FunctionEnvSourceArgs;
  /** A ConfigMap. Exactly one of `secretRef` and `configMapRef` is given. */
  configMapRef?: FunctionEnvSourceArgs;
  /** Put before each key. Defaults to nothing. */
  prefix?: Input<string>;
}

/**
 * What the program speaks on its port.
 *
 * - `http1`: HTTP/1.1, with WebSockets.
 * - `h2c`: HTTP/2 without TLS, as gRPC needs it.
 */
export type FunctionProtocol = "http1" | "h2c";

/** What the Pods of a revision take of the cluster. */
export interface FunctionFootprintArgs {
  /** Fewest Pods while it has traffic. */
  minPods: Input<number>;
  /** Most Pods; 0 means that it has no bound. */
  maxPods: Input<number>;
  /** CPU that one Pod requests, in cores. */
  cpu: Input<number>;
  /** Memory that one Pod requests, in bytes. */
  memory: Input<number>;
}

/** What was deployed, as a value: image, revision, source and gates passed. Give it to `release` of a function in another stack to deploy the same image there. */
export interface FunctionReleaseArgs {
  /** Reference of the image, with its digest. */
  image: Input<string>;
  /** Digest of the image, `sha256:` and 64 hexadecimal digits. */
  digest: Input<string>;
  /** Name of the revision that it was made as. */
  revision: Input<string>;
  /** Hash of the revision's whole template, 10 hexadecimal digits: equal templates have equal hashes. */
  templateHash: Input<string>;
  /** Git commit that the source was built at. Absent when the source is in no Git repository. */
  commit?: Input<string>;
  /** Whether the source had changes that were not committed. Absent without a commit. */
  dirty?: Input<boolean>;
  /** What built the image: `ko` or `docker`. Absent for an image that was given. */
  builder?: Input<string>;
  /** Version of the builder. Absent where it tells none. */
  builderVersion?: Input<string>;
  /** Gates of rollouts that it passed, in this stack and in those it was promoted from. */
  gates: Input<Input<string>[]>;
  /** Whether it has had a share of the traffic. */
  served: Input<boolean>;
  /** The arguments that make up the template, by property path; values of secrets are left out. */
  settings: Input<Record<string, Input<string>>>;
  /** What its Pods take of the cluster. */
  footprint?: Input<FunctionFootprintArgs>;
}

/** A directory with a Dockerfile, built and pushed with a Docker daemon (`@pulumi/docker`). Its digest is known only after the build, so a preview of a changed directory shows the revision as unknown. */
export interface FunctionDockerfileArgs {
  /** The build context, relative to the directory of the program; a component in a package of its own gives an absolute path. */
  directory: string;
  /** The Dockerfile, relative to `directory`. Defaults to `Dockerfile`. */
  file?: string;
  /** Build arguments (`ARG`), in clear: they can be read from the image. Defaults to none. */
  args?: Input<Record<string, Input<string>>>;
  /** The stage to build. Defaults to the last one. */
  target?: Input<string>;
  /** Platform of the image. Defaults to `linux/amd64`. */
  platform?: Input<string>;
  /** What the image is pushed under; it is deployed by its digest. A registry that takes each tag once wants another one for each image, e.g. the commit. Defaults to `latest`. */
  tag?: Input<string>;
}

/**
 * A list of what an image is made of, stored beside it in the registry.
 *
 * - `none`: No list.
 * - `spdx`: A list in the format SPDX.
 */
export type FunctionSbom = "none" | "spdx";

/** A Go package that is built with ko into an image. Its digest is known at preview; it is pushed at update when the registry lacks it. */
export interface FunctionSourceArgs {
  /** The directory of a Go package, relative to the directory of the program (a component in a package of its own gives an absolute path): a `package main` that serves HTTP on `$PORT`, or a package that exports `Handle` (or `New`, which makes a value with a method `Handle`, and may return an error beside it) as HTTP or CloudEvents handler, as the Go compiler sees it with `goFlags` and `env`. It lies in a Go module (a `go.mod` in it or above it). The image holds the binary and what is in the directory `kodata` beside the package, at `$KO_DATA_PATH` (`/var/run/ko`); other files beside the code are not in it: embed them (`//go:embed`) or put them into `kodata`. */
  directory: string;
  /** The package below the directory, e.g. `./cmd/hello`. Defaults to `.`. */
  package?: string;
  /** Flags for `go build`, e.g. `-tags=netgo`. Defaults to none beyond what ko sets (`-trimpath`). */
  goFlags?: Input<Input<string>[]>;
  /** Flags for the linker, e.g. `-s` or `-X main.version={{.Git.Tag}}`. What Git says of the source is filled in, in ko's words: `{{.Git.FullCommit}}`, `{{.Git.ShortCommit}}`, `{{.Git.Tag}}` (the newest, `v0.0.0` without one), `{{.Git.CommitDate}}`, `{{.Git.CommitTimestamp}}`, `{{.Git.Branch}}`, `{{.Git.TreeState}}`, `{{.Git.IsClean}}` and `{{.Git.IsDirty}}`. One commit is one digest; each commit of the repository is another one then, and so another revision. Defaults to none. */
  ldflags?: Input<Input<string>[]>;
  /** Environment variables of the Go toolchain, e.g. `GOEXPERIMENT` or `GOPRIVATE`. With `CGO_ENABLED: "1"` the program needs the C library in its `baseImage`, unless `ldflags` link it in (`-extldflags=-static`). Defaults to none. */
  env?: Input<Record<string, Input<string>>>;
  /** Platforms of the image, e.g. `linux/arm64`; with several it is an index of one image each. Defaults to `linux/amd64`. */
  platforms?: Input<Input<string>[]>;
  /** The image that the binary is put on. Defaults to the configuration `knative-faas:baseImage`, else to what ko uses: `KO_DEFAULTBASEIMAGE`, `.ko.yaml`, `cgr.dev/chainguard/static`. Name it by digest for images that are the same on every machine. */
  baseImage?: Input<string>;
  /** Whether a list of the image's parts is stored beside it. Defaults to `none`. */
  sbom?: Input<FunctionSbom>;
}
