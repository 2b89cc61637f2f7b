// Two equivalent stacks: functions of this package, and the same objects written manually with @pulumi/kubernetes.
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { helloImage } from "../engine/hello";
import { Program } from "../engine/program";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { lastTarget, type StackTarget } from "../environment/stack";

export function theTarget(): StackTarget {
  const target = lastTarget();
  if (target === undefined) throw new Error("no cluster: `npm run up` brings one");
  return target;
}

export const theImage = (target: StackTarget) => helloImage(new TestCluster(target));

/** One kubectl command for several objects. */
export function kubectl(target: StackTarget, command: string[], items: object[]): Promise<string> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  return run(target.tools.kube, ["kubectl", "--kubeconfig", target.kubeconfig, ...command], { input: list });
}

/** A compiled program, so that no compiler is measured; it imports the package from the repository. */
export class CompiledProgram extends Program {
  constructor(target: StackTarget, name: string) {
    super(target, name, { pluginOnPath: false });
    symlinkSync(join(repository, "node_modules"), join(this.directory, "node_modules"));
    this.write("Pulumi.yaml", JSON.stringify({ name, runtime: { name: "nodejs", options: { typescript: false } } }));
    this.write("package.json", JSON.stringify({ name, main: "index.js" }));
  }

  /** Destroying a hundred functions would wait for each Pod: the namespace is deleted instead, and the state with it. */
  async leave(cluster: TestCluster, namespace: string): Promise<void> {
    await cluster.removeNamespace(namespace);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Small requests, so that a hundred first Pods fit on two cores. */
export const settings = {
  timeouts: { requestSeconds: 5 },
  scale: { windowSeconds: 6 },
  resources: { requests: { cpu: "5m" } },
  queueProxy: { requests: { cpu: "5m" } },
};

export function ours(count: number, namespace: string, origin: (index: number) => object): string {
  const sources = Array.from({ length: count }, (_, index) => origin(index));
  return `const { Function } = require("knative-faas");
const sources = ${JSON.stringify(sources)};
for (const [index, source] of sources.entries())
  new Function("f" + index, { ...source, namespace: "${namespace}", ...${JSON.stringify(settings)} });
`;
}

const ready =
  "jsonpath={.status.conditions[?(@.type=='Ready'&&(@.status=='True'||@.status=='False')&&$.metadata.generation==$.status.observedGeneration)].type}";
const waiting = { "pulumi.com/waitFor": ready, "pulumi.com/patchForce": "true" };

/** What a Function registers, written manually: the Service, and then its traffic. */
function manual(name: string, namespace: string, image: string, more: object = {}) {
  const metadata = { name, namespace, annotations: waiting };
  const kind = { apiVersion: "serving.knative.dev/v1", kind: "Service" };
  const annotations = {
    "serving.knative.dev/progress-deadline": "40s",
    "autoscaling.knative.dev/window": "6s",
    "queue.sidecar.serving.knative.dev/cpu-resource-request": "5m",
    ...more,
  };
  const pod = {
    containerConcurrency: 0,
    timeoutSeconds: 5,
    automountServiceAccountToken: false,
    containers: [containerOf(image)],
  };
  const template = { metadata: { name: `${name}-one`, annotations }, spec: pod };
  return {
    service: { ...kind, metadata, spec: { template } },
    traffic: {
      ...kind,
      metadata: { ...metadata, annotations: { ...waiting, "pulumi.com/patchFieldManager": "traffic" } },
      spec: { traffic: [{ revisionName: `${name}-one`, percent: 100 }] },
    },
  };
}

const containerOf = (image: string) => ({
  name: "user-container",
  image,
  ports: [{ containerPort: 8080 }],
  readinessProbe: { tcpSocket: { port: 0 }, successThreshold: 1 },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "256Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    seccompProfile: { type: "RuntimeDefault" },
    capabilities: { drop: ["ALL"] },
  },
});

interface ByHand {
  /** Of the revisions, in addition. */
  annotations?: object;
  /** Puts each two objects into a component, which is the least that a function adds. */
  components?: boolean;
}

/** The program of the objects. */
export function byHand(
  count: number,
  namespace: string,
  image: string,
  { annotations, components }: ByHand = {},
): string {
  const names = Array.from({ length: count }, (_, index) => `h${index}`);
  const all = names.map((name) => ({ name, ...manual(name, namespace, image, annotations) }));
  return `const { apiextensions } = require("@pulumi/kubernetes");
const { ComponentResource } = require("@pulumi/pulumi");
for (const { name, service, traffic } of ${JSON.stringify(all)}) {
  const parent = ${components === true} ? new ComponentResource("bench:index:Bare", name) : undefined;
  const made = new apiextensions.CustomResource(name, service, { parent });
  new apiextensions.CustomResourcePatch(name + "-traffic", traffic, { parent, dependsOn: made, retainOnDelete: true });
  parent?.registerOutputs({ name });
}
`;
}
