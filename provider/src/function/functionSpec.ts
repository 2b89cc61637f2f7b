// The spec of a function: its arguments with all defaults filled in, except for those of Knative itself.
import type { Input } from "@pulumi/pulumi";
import type { RegistryLoginArgs, SecurityContextArgs, TriggersArgs } from "../events/eventArgs.gen";
import { larger, smaller } from "../input/quantity";
import type {
  FunctionAmountsArgs,
  FunctionArgs,
  FunctionBudgetArgs,
  FunctionDockerfileArgs,
  FunctionDomainArgs,
  FunctionEnvFromArgs,
  FunctionEnvValueFromArgs,
  FunctionNetworkArgs,
  FunctionPodArgs,
  FunctionProbesArgs,
  FunctionProtocol,
  FunctionQueueProxyArgs,
  FunctionReleaseArgs,
  FunctionRolloutArgs,
  FunctionScaleArgs,
  FunctionSourceArgs,
  FunctionTimeoutsArgs,
  FunctionTrafficArgs,
  FunctionVisibility,
  FunctionVolumeArgs,
} from "./functionArgs.gen";
import { type ScaleEntry, scaleEntry } from "./scaling/queueEntry";

/** The complete desired function. */
export interface FunctionSpec {
  /** The arguments as set, to distinguish them from defaults. */
  given: FunctionArgs;
  name: Input<string>;
  namespace: Input<string>;
  /** Project, stack and backend; a controller has none. */
  stack: Input<string> | undefined;
  labels: Input<Record<string, Input<string>>>;
  annotations: Input<Record<string, Input<string>>>;
  port: Input<number>;
  protocol: Input<FunctionProtocol> | undefined;
  command: Input<Input<string>[]> | undefined;
  args: Input<Input<string>[]> | undefined;
  workingDir: Input<string> | undefined;
  env: Input<Record<string, Input<string>>>;
  envFrom: FunctionEnvFromArgs[];
  envValueFrom: Record<string, FunctionEnvValueFromArgs>;
  secrets: Input<Record<string, Input<string>>> | undefined;
  volumes: Record<string, FunctionVolumeArgs>;
  probes: FunctionProbesArgs;
  requests: FunctionAmountsArgs;
  limits: FunctionAmountsArgs;
  queueProxy: FunctionQueueProxyArgs;
  serviceAccount: Input<string> | undefined;
  serviceAccountToken: boolean;
  pullSecrets: Input<string>[];
  securityContext: SecurityContextArgs;
  concurrency: Input<number>;
  requestSeconds: Input<number>;
  readySeconds: Input<number>;
  responses: Pick<FunctionTimeoutsArgs, "responseStartSeconds" | "idleSeconds">;
  rolloutSeconds: Input<number> | undefined;
  scale: FunctionScaleArgs;
  /** What the queue scaler reads, if a queue scales the function. */
  queue: ScaleEntry | undefined;
  network: FunctionNetworkArgs;
  visibility: Input<FunctionVisibility>;
  pod: FunctionPodArgs;
  /** At most one of these four; without any, the last image is reused. */
  source: FunctionSourceArgs | undefined;
  dockerfile: FunctionDockerfileArgs | undefined;
  image: Input<string> | undefined;
  release: Input<FunctionReleaseArgs> | undefined;
  /** Set if an image is pushed or copied. */
  registry: Input<string> | undefined;
  registryLogin: RegistryLoginArgs | undefined;
  /** Undefined if all of it goes to the newest revision. */
  traffic: FunctionTrafficArgs[] | undefined;
  rollout: FunctionRolloutArgs | undefined;
  /** How many earlier releases are retained in addition to those that `traffic` names. */
  keep: number;
  budget: FunctionBudgetArgs | undefined;
  domains: Record<string, FunctionDomainArgs>;
  triggers: TriggersArgs;
}

export const defaults = {
  port: 8080,
  concurrency: 0,
  requestSeconds: 300,
  readySeconds: 40,
  visibility: "public",
  cpu: "20m",
  memory: "32Mi",
  memoryLimit: "256Mi",
} as const;

/** `resourceName` is the default of the service's name, `stack` the prefix of names outside the cluster. */
export function functionSpec(resourceName: string, args: FunctionArgs, stack?: Input<string>): FunctionSpec {
  const {
    requestSeconds = defaults.requestSeconds,
    readySeconds = defaults.readySeconds,
    ...responses
  } = args.timeouts ?? {};
  const place = { name: args.name ?? resourceName, namespace: args.namespace ?? "default" };
  return {
    given: args,
    ...place,
    stack,
    labels: args.labels ?? {},
    annotations: args.annotations ?? {},
    ...program(args),
    volumes: args.volumes ?? {},
    probes: args.probes ?? {},
    ...amounts(args.resources ?? {}),
    queueProxy: args.queueProxy ?? {},
    serviceAccount: args.serviceAccount,
    serviceAccountToken: args.serviceAccountToken ?? args.serviceAccount !== undefined,
    pullSecrets: args.pullSecrets ?? [],
    securityContext: args.securityContext ?? {},
    concurrency: args.concurrency ?? defaults.concurrency,
    requestSeconds,
    readySeconds,
    responses,
    rolloutSeconds: args.rolloutSeconds,
    scale: args.scale ?? {},
    queue: scaleEntry(args, { ...place, stack }),
    network: args.network ?? {},
    visibility: args.visibility ?? defaults.visibility,
    pod: args.pod ?? {},
    ...image(args),
    ...update(args),
  };
}

function program(args: FunctionArgs) {
  return {
    port: args.port ?? defaults.port,
    protocol: args.protocol,
    command: args.command,
    args: args.args,
    workingDir: args.workingDir,
    env: args.env ?? {},
    envFrom: args.envFrom ?? [],
    envValueFrom: args.envValueFrom ?? {},
    secrets: args.secrets,
  };
}

function image({ source, dockerfile, image: given, release, registry, registryLogin }: FunctionArgs) {
  return { source, dockerfile, image: given, release, registry, registryLogin };
}

function update({ traffic, rollout, revisions, budget, domains = {}, triggers = {} }: FunctionArgs) {
  return { traffic, rollout, keep: revisions?.keep ?? 3, budget, domains, triggers };
}

/** A default never contradicts what the user set: a request stays below a set limit and vice versa. */
function amounts({ requests = {}, limits = {} }: NonNullable<FunctionArgs["resources"]>) {
  return {
    requests: {
      ...requests,
      cpu: requests.cpu ?? smaller(defaults.cpu, limits.cpu),
      memory: requests.memory ?? smaller(defaults.memory, limits.memory),
    },
    limits: { ...limits, memory: limits.memory ?? larger(defaults.memoryLimit, requests.memory) },
  };
}
