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

/** What a Function registers, written manually: the Service, and then its traffic. */
export function byHand(count: number, namespace: string, image: string): string {
  const ready =
    "jsonpath={.status.conditions[?(@.type=='Ready'&&(@.status=='True'||@.status=='False')&&$.metadata.generation==$.status.observedGeneration)].type}";
  return `const kubernetes = require("@pulumi/kubernetes");
const annotations = { "pulumi.com/waitFor": ${JSON.stringify(ready)}, "pulumi.com/patchForce": "true" };
const container = {
  name: "user-container", image: ${JSON.stringify(image)}, ports: [{ containerPort: 8080 }],
  readinessProbe: { tcpSocket: { port: 0 }, successThreshold: 1 },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "256Mi" } },
  securityContext: { allowPrivilegeEscalation: false, seccompProfile: { type: "RuntimeDefault" }, capabilities: { drop: ["ALL"] } },
};
for (let index = 0; index < ${count}; index++) {
  const name = "h" + index;
  const metadata = { name, namespace: "${namespace}", annotations };
  const service = new kubernetes.apiextensions.CustomResource(name, {
    apiVersion: "serving.knative.dev/v1", kind: "Service", metadata,
    spec: { template: {
      metadata: { name: name + "-one", annotations: {
        "serving.knative.dev/progress-deadline": "40s", "autoscaling.knative.dev/window": "6s",
        "queue.sidecar.serving.knative.dev/cpu-resource-request": "5m",
      } },
      spec: { containerConcurrency: 0, timeoutSeconds: 5, automountServiceAccountToken: false, containers: [container] },
    } },
  });
  new kubernetes.apiextensions.CustomResourcePatch(name + "-traffic", {
    apiVersion: "serving.knative.dev/v1", kind: "Service",
    metadata: { ...metadata, annotations: { ...annotations, "pulumi.com/patchFieldManager": "traffic" } },
    spec: { traffic: [{ revisionName: name + "-one", percent: 100 }] },
  }, { dependsOn: service, retainOnDelete: true });
}
`;
}
