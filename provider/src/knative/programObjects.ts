// Kubernetes objects of this package's own programs: namespace, permissions, Deployments, and the definition of Function. Pure.
import type { Input } from "@pulumi/pulumi";
import type { RegistryLoginArgs } from "../events/eventArgs.gen";
import { larger } from "../input/quantity";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type {
  ClusterRole,
  ClusterRoleBinding,
  Container,
  Deployment,
  Namespace,
  PodSpec,
  PolicyRule,
  Role,
  RoleBinding,
  ServiceAccount,
} from "../kubernetes/objectTypes";
import { restricted } from "../kubernetes/restricted";
import { makePullSecret } from "../registry/pullSecret";
import { functionDefinition } from "./functionDefinition";
import type { KnativeExtensionsArgs } from "./knativeArgs.gen";
import { type Program, programs } from "./programs";

export const namespace = "knative-faas";

/** By program of `cmd/`, the image that it runs. */
export type Images = Record<string, Input<string>>;

type Workload = NonNullable<KnativeExtensionsArgs[keyof typeof programs]>;

export function programManifests(args: KnativeExtensionsArgs | undefined, images: Images): Manifest[] {
  const names = namesOf(args);
  if (names.length === 0) return [];
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } } satisfies Namespace,
    ...(args?.functionController === undefined ? [] : [functionDefinition()]),
    ...pullLogins(args).map((login) => makePullSecret(pullSecret, login, args?.registry ?? anyOf(images))),
    ...names.flatMap((name) => makeProgram(programs[name], args?.[name] as Workload, images, pulling(args))),
  ];
}

/** The required images that are not set. */
export function missingImages(args: KnativeExtensionsArgs | undefined): string[] {
  return Object.keys(wantedImages(args)).filter((program) => wantedImages(args)[program] === undefined);
}

/** The required images, with their values in the arguments. */
export function wantedImages(args: KnativeExtensionsArgs | undefined): Record<string, Input<string> | undefined> {
  const { queueScaler, functionController: controller } = args ?? {};
  return {
    ...(queueScaler === undefined ? {} : { "queue-scaler": queueScaler.image }),
    ...(controller === undefined
      ? {}
      : {
          "function-controller": controller.image,
          "kafka-source": controller.kafkaSourceImage,
          "kafka-replies": controller.kafkaRepliesImage,
          "mqtt-source": controller.mqttSourceImage,
          "redis-source": controller.redisSourceImage,
        }),
  };
}

/** A constant name, as it is only read when a Pod starts. */
const pullSecret = { name: "registry", namespace };

/** At most one. */
function pullLogins({ registryLogin }: KnativeExtensionsArgs = {}): RegistryLoginArgs[] {
  return registryLogin === undefined || registryLogin.pull === false ? [] : [registryLogin];
}

type Pulling = Pick<PodSpec, "imagePullSecrets">;

function pulling(args: KnativeExtensionsArgs | undefined): Pulling {
  return pullLogins(args).length === 0 ? {} : { imagePullSecrets: [{ name: pullSecret.name }] };
}

function anyOf(images: Images): Input<string> {
  return Object.values(images)[0] as Input<string>;
}

function namesOf(args: KnativeExtensionsArgs | undefined): (keyof typeof programs)[] {
  return (Object.keys(programs) as (keyof typeof programs)[]).filter((name) => args?.[name] !== undefined);
}

const rbac = "rbac.authorization.k8s.io";

function makeProgram(program: Program, args: Workload, images: Images, pulls: Pulling): Manifest[] {
  const { name } = program;
  const own = { name, namespace };
  const clusterName = `knative-faas-${name}`;
  const subjects = [{ kind: "ServiceAccount", ...own }];
  const roleRef = (kind: string, of: string) => ({ apiGroup: rbac, kind, name: of });
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: own } satisfies ServiceAccount,
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata: { name: clusterName },
      rules: program.clusterRules,
    } satisfies ClusterRole,
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: clusterName },
      roleRef: roleRef("ClusterRole", clusterName),
      subjects,
    } satisfies ClusterRoleBinding,
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata: own, rules: ownRules(name) } satisfies Role,
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: own,
      roleRef: roleRef("Role", name),
      subjects,
    } satisfies RoleBinding,
    makeDeployment(program, args, images, pulls),
  ];
}

/** Leases: creation can't be limited to a name, everything else can. Leader elections are reported as events. */
function ownRules(name: string): PolicyRule[] {
  const lease = { apiGroups: ["coordination.k8s.io"], resources: ["leases"] };
  return [
    { ...lease, verbs: ["create"] },
    { ...lease, resourceNames: [name], verbs: ["get", "update"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
  ];
}

function makeDeployment(program: Program, args: Workload, images: Images, pulls: Pulling): Manifest {
  const { name } = program;
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas: args.replicas ?? 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          terminationGracePeriodSeconds: 10,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          ...pulls,
          containers: [containerOf(program, args, images)],
        },
      },
    },
  } satisfies Deployment;
}

const health = 8081;
const metrics = 9090;

function containerOf(
  { name, variables }: Program,
  { cpu = "10m", memory = "48Mi" }: Workload,
  images: Images,
): Container {
  const env = Object.entries(variables(images)).map(([variable, value]) => ({ name: variable, value }));
  return {
    name,
    image: images[name],
    env: [{ name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } }, ...env],
    ports: [{ name: "metrics", containerPort: metrics }],
    readinessProbe: { httpGet: { path: "/readyz", port: health }, periodSeconds: 2 },
    livenessProbe: { httpGet: { path: "/healthz", port: health }, periodSeconds: 10 },
    resources: { requests: { cpu, memory }, limits: { memory: larger("256Mi", memory) } },
    securityContext: restricted,
  };
}
