// A function's features on the real cluster: its webhooks accept every golden file, and one function with many of them runs.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { setFlags } from "./flags";

const namespace = "function-features";
const golden = join(repository, "tests", "golden", "function");

/** What the golden files refer to in a namespace. */
const referred = [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "shop", namespace } },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace }, data: { greeting: "World" } },
  { apiVersion: "v1", kind: "Secret", metadata: { name: "keys", namespace }, stringData: { z: "1" } },
  { apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", metadata: { name: "gvisor" }, handler: "runc" },
];

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects
type Manifest = any;

function goldenServices(): [string, Manifest][] {
  return readdirSync(golden).flatMap((file) => {
    const objects = loadAll(readFileSync(join(golden, file), "utf8")) as Manifest[];
    const services = objects.filter(({ kind, spec }) => kind === "Service" && spec.template !== undefined);
    return services.map((service): [string, Manifest] => [
      file,
      { ...service, metadata: { name: service.metadata.name, namespace } },
    ]);
  });
}

describe("function: all that it can say, on the cluster", () => {
  let target: StackTarget;
  let cluster: TestCluster;

  before(async function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    for (const object of referred) await cluster.apply(object);
  });

  after(async () => {
    if (cluster === undefined) return;
    await cluster.delete("RuntimeClass", undefined, "gvisor");
    await cluster.removeNamespace(namespace);
  });

  it("its webhooks take every golden file, and fill in nothing that would be another template", async () => {
    await setFlags(cluster, "enabled");
    for (const [file, service] of goldenServices()) {
      const refused = (error: Error) => assert.fail(`${file}: ${error}`);
      const taken: Manifest = await cluster.apply(service, { dryRun: true }).catch(refused);
      const { template } = taken.spec;
      delete template.spec.enableServiceLinks;
      for (const port of template.spec.containers[0].ports) delete port.protocol;
      for (const container of template.spec.initContainers ?? []) delete container.resources;
      for (const volume of template.spec.volumes ?? []) delete volume.ephemeral?.volumeClaimTemplate?.metadata;
      const expected = structuredClone(service.spec.template);
      if (service.spec.template.spec.enableServiceLinks !== undefined) delete expected.spec.enableServiceLinks;
      assert.deepEqual(template, expected, file);
    }
    await setFlags(cluster, null);
  });

  describe("with much of it", () => {
    let program: Program;
    let outputs: { url: string; revision: string };

    const properties = (changes: object = {}) => ({
      source: { directory: join(repository, "examples", "quickstart", "hello") },
      namespace,
      envValueFrom: {
        NAME: { configMapKeyRef: { name: "settings", key: "greeting" } },
        POD: { fieldRef: { fieldPath: "metadata.name" } },
      },
      volumes: {
        settings: { mountPath: "/etc/settings", configMap: { name: "settings" } },
        keys: { mountPath: "/etc/keys", secret: { secretName: "keys" } },
        scratch: { mountPath: "/scratch", emptyDir: { sizeLimit: "8Mi" } },
      },
      probes: { readiness: { httpGet: { path: "/" } }, liveness: { tcpSocket: {}, periodSeconds: 30 } },
      serviceAccount: "shop",
      securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true },
      timeouts: { requestSeconds: 30, responseStartSeconds: 10, idleSeconds: 20 },
      scale: {
        windowSeconds: 6,
        targetUtilizationPercent: 80,
        panicWindowPercent: 20,
        retentionSeconds: 5,
        aggregation: "linear",
      },
      queueProxy: { requests: { cpu: "5m" } },
      rolloutSeconds: 0,
      labels: { team: "shop" },
      pod: {
        labels: { team: "shop" },
        annotations: { "example.com/scrape": "true" },
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ operator: "Exists" }],
        topologySpreadConstraints: [
          { topologyKey: "kubernetes.io/hostname", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" },
        ],
      },
      domains: { "features.example.net": {} },
      ...changes,
    });
    const write = (changes?: object) =>
      program.writeYaml(
        { hello: { type: "knative-faas:Function", properties: properties(changes) } },
        { url: "${hello.url}", revision: "${hello.revision}" },
      );

    before(async () => {
      program = new Program(target, "function-features");
      write();
      await program.init();
    });
    after(async () => {
      await program?.remove();
      await setFlags(cluster, null);
    });

    it("is refused while the flags are off in a Knative that is not its stack's, each at its property", async () => {
      const run = await program.failingUp();
      for (const [path, flag] of [
        ["pod.nodeSelector", "kubernetes.podspec-nodeselector"],
        ["pod.tolerations", "kubernetes.podspec-tolerations"],
        ["envValueFrom.POD.fieldRef", "kubernetes.podspec-fieldref"],
      ])
        assert.match(run.written, new RegExp(`${path}[\\s\\S]*${flag}, which is "disabled"`));
      assert.deepEqual(await cluster.list("KnativeService", namespace), []);
    });

    it("comes up once they are on, answers at its URL and at its domain, and shows no drift", async () => {
      await setFlags(cluster, "enabled");
      await program.up();
      outputs = await program.outputs();
      assert.equal(await cluster.answer(outputs.url), "Hello, World!\n");
      assert.equal(await cluster.answer("http://features.example.net"), "Hello, World!\n");
      await program.expectNoChanges();
      await program.expectNoDrift();
      await program.expectNoChanges();
    });

    it("has its Pod as it was said", async () => {
      const [pod] = await cluster.list("Pod", namespace, { labelSelector: "team=shop" });
      assert.equal(pod.spec.serviceAccountName, "shop");
      assert.deepEqual(pod.spec.nodeSelector, { "kubernetes.io/os": "linux" });
      const [user] = pod.spec.containers;
      assert.deepEqual(
        user.volumeMounts
          .map(({ mountPath }: { mountPath: string }) => mountPath)
          .filter((path: string) => !path.startsWith("/var")),
        ["/etc/keys", "/scratch", "/etc/settings"].sort((a, b) =>
          (a.split("/").pop() as string).localeCompare(b.split("/").pop() as string),
        ),
      );
      assert.equal(pod.metadata.annotations["example.com/scrape"], "true");
    });

    it("a domain that is renamed touches the old and the new one only", async () => {
      write({ domains: { "other.example.net": {} } });
      const steps = (await program.preview())
        .filter(({ op }) => !["same", "read"].includes(op))
        .map(({ op, urn }) => `${op} ${urn.split("::").pop()}`);
      assert.deepEqual(steps.sort(), [
        "create hello/other.example.net",
        "create hello/other.example.net",
        "delete hello/features.example.net",
        "delete hello/features.example.net",
      ]);
      await program.up();
      assert.equal(await cluster.answer("http://other.example.net"), "Hello, World!\n");
    });
  });
});
