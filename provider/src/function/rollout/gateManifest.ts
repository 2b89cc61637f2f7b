// The gates of a rollout as Kubernetes objects: a Job each, and the permissions that they need. Pure.
import type { Input } from "@pulumi/pulumi";
import { filled, given } from "../../input/given";
import { hardened } from "../../kubernetes/hardened";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type {
  Job,
  JobSpec,
  PodSpec,
  PolicyRule,
  ResourceRequirements,
  Role,
  RoleBinding,
  ServiceAccount,
} from "../../kubernetes/objectTypes";
import { variables } from "../../kubernetes/variables";
import { combined, delayed } from "../../pulumi/value";
import { amountsOf } from "../container/containerManifest";
import type { FunctionGateArgs, FunctionHttpCheckArgs, FunctionJobCheckArgs } from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";
import { labels } from "../release/history";
import type { DueGate } from "./rollout";

type Place = Pick<FunctionSpec, "name" | "namespace">;

/** What a gate's Job is made from, in addition to the gate. */
export interface GateJob extends Place {
  revision: Input<string>;
  /** Image of the program that shifts traffic and checks the gate. */
  image: Input<string>;
  pauseSeconds: Input<number>;
  pullSecrets: Input<string>[];
  /** The uid of the Knative Service: what remains of a rollout is deleted with it. */
  uid: Input<string>;
}

/** Exit codes that are final: an unreadable plan, a rollout superseded by another, a failed gate. */
const decidedExitCodes = [2, 3, 42];

/** A lost Pod is started again and repeats its work. */
const attempts = 3;

/** Time to start, to move traffic and to restore it, in seconds. */
const slackSeconds = 180;

/** Either of two conditions: the provider's `condition=` supports only one. */
const finished = "jsonpath={.status.conditions[?((@.type=='Complete'||@.type=='Failed')&&@.status=='True')].type}";

export function makeGateJob(gate: DueGate, job: GateJob, until: Input<unknown>): Manifest {
  const name = delayed(gate.name, until);
  const limit = combined(
    [gateSeconds(gate.check), pause(gate, job)],
    (checkSeconds, pauseSeconds) => checkSeconds + pauseSeconds + slackSeconds,
  );
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace: job.namespace,
      labels: { [labels.revision]: job.revision, [labels.gate]: gate.gate, [labels.attempt]: String(gate.attempt) },
      annotations: { "pulumi.com/waitFor": finished },
      ownerReferences: [ownerOf(job.name, job.uid)],
    },
    spec: {
      backoffLimit: attempts,
      activeDeadlineSeconds: limit,
      podFailurePolicy: {
        rules: [
          {
            action: "FailJob",
            onExitCodes: { containerName: "rollout", operator: "In", values: decidedExitCodes },
          },
        ],
      },
      template: { metadata: withoutMesh, spec: podOf(gate, job) },
    },
  } satisfies Job;
}

/** The owner reference to the Knative Service, for objects that belong to a function. */
export function ownerOf(name: Input<string>, uid: Input<string>) {
  return { apiVersion: "serving.knative.dev/v1", kind: "Service", name, uid };
}

/** A mesh's sidecar outlives the program, and then the Job never completes, so injection by Istio and Linkerd is disabled. */
const withoutMesh = {
  labels: { "sidecar.istio.io/inject": "false" },
  annotations: { "sidecar.istio.io/inject": "false", "linkerd.io/inject": "disabled" },
};

/** Of the program that asks. */
export const gateResources = {
  requests: { cpu: "10m", memory: "16Mi" },
  limits: { memory: "64Mi" },
} satisfies ResourceRequirements;

function podOf(gate: DueGate, job: GateJob): PodSpec {
  return {
    restartPolicy: "Never",
    serviceAccountName: accountName(job),
    ...pulling(job.pullSecrets),
    containers: [
      {
        name: "rollout",
        image: job.image,
        env: [
          { name: "ROLLOUT", value: planOf(gate, job) },
          { name: "JOB_NAME", value: gate.name },
        ],
        resources: gateResources,
        securityContext: { ...hardened({}), runAsNonRoot: true, readOnlyRootFilesystem: true },
      },
    ],
  };
}

function pulling(pullSecrets: Input<string>[]): Pick<PodSpec, "imagePullSecrets"> {
  return given({ imagePullSecrets: filled(pullSecrets.map((name) => ({ name }))) });
}

/** The program's input (provider/programs/internal/rollout); a preview shows it. */
function planOf(gate: DueGate, job: GateJob): Input<string> {
  const { name, namespace, revision } = job;
  const check = gate.check && checkOf(gate.check, job.pullSecrets);
  return combined(
    [name, namespace, revision, pause(gate, job), check],
    (service, place, newest, pauseSeconds, request) =>
      JSON.stringify({
        namespace: place,
        service,
        revision: newest,
        gate: gate.gate,
        ...gate.move,
        pauseSeconds,
        ...given({ check: request }),
      }),
  );
}

function pause({ percent }: DueGate, { pauseSeconds }: GateJob): Input<number> {
  return percent === undefined ? 0 : pauseSeconds;
}

function checkOf({ http, prometheus, job }: FunctionGateArgs, pullSecrets: Input<string>[]): object {
  return given({ http: http && { path: "/", ...http }, prometheus, job: job && jobSpecOf(job, pullSecrets) });
}

function jobSpecOf(check: FunctionJobCheckArgs, pullSecrets: Input<string>[]): JobSpec {
  const {
    image,
    command,
    args,
    env = {},
    resources,
    securityContext = {},
    serviceAccount,
    timeoutSeconds = 300,
  } = check;
  const container = {
    name: "check",
    image,
    ...given({ command, args, resources: amountsOf(resources) }),
    ...variables(env, {}),
    securityContext: hardened(securityContext),
  };
  return {
    backoffLimit: 0,
    activeDeadlineSeconds: timeoutSeconds,
    template: {
      metadata: withoutMesh,
      spec: {
        restartPolicy: "Never",
        ...(serviceAccount === undefined
          ? { automountServiceAccountToken: false }
          : { serviceAccountName: serviceAccount }),
        ...pulling(pullSecrets),
        containers: [container],
      },
    },
  };
}

/** The time limit of a gate, in seconds. */
function gateSeconds(check: FunctionGateArgs | undefined): Input<number> {
  if (check?.http !== undefined) return httpSeconds(check.http);
  if (check?.job !== undefined) return combined([check.job.timeoutSeconds ?? 300], (limit) => limit + 60);
  return check === undefined ? 0 : 60;
}

function httpSeconds({ repeat = 1, intervalSeconds = 1, timeoutSeconds = 10 }: FunctionHttpCheckArgs): Input<number> {
  return combined([repeat, intervalSeconds, timeoutSeconds], (times, interval, limit) => times * (interval + limit));
}

function accountName({ name }: Place): Input<string> {
  return combined([name], (known) => `${known}-rollout`);
}

/** Permissions to move the traffic of this one function and, if a gate is a Job, to run it and read its log. */
export function makeRights(spec: Place, hasJobs: boolean): Manifest[] {
  const metadata = { name: accountName(spec), namespace: spec.namespace };
  const traffic: PolicyRule = {
    apiGroups: ["serving.knative.dev"],
    resources: ["services"],
    resourceNames: [spec.name],
    verbs: ["get", "patch"],
  };
  const jobs: PolicyRule[] = [
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "create", "delete"] },
    { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
    { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  ];
  const rbac = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata } satisfies ServiceAccount,
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata, rules: [traffic, ...(hasJobs ? jobs : [])] } satisfies Role,
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "Role", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: metadata.name, namespace: spec.namespace }],
    } satisfies RoleBinding,
  ];
}
