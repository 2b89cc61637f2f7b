// Namespaces with policies: Pod Security `restricted`, a quota, and a mesh that adds a container to every Pod.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { type Hello, HelloProgram } from "./helloProgram";
import { mesh, meshWebhook } from "./meshWebhook";

describe("function: in a namespace with policies", function () {
  this.timeout(300_000);
  const namespace = "function-policies";
  let program: HelloProgram;
  let first: Hello;
  const smoke = { rollout: { smoke: { http: { path: "/" } } } };

  before(async function () {
    program = new HelloProgram(needsCluster(this), namespace);
    await program.start();
    const enforced = { "pod-security.kubernetes.io/enforce": "restricted" };
    await program.cluster.label("Namespace", undefined, namespace, enforced);
  });
  after(() => program?.end());

  it("a built image and its gates run under Pod Security restricted", async () => {
    program.set(smoke);
    await program.up();
    first = await program.outputs();
    assert.equal(await program.cluster.answer(first.url), "Hello, World!\n");
  });

  it("a gate's program that may not start there says which property helps", async () => {
    const job = { image: first.image, timeoutSeconds: 20 };
    program.set({ env: { NAME: "gated" }, rollout: { smoke: { job } } });
    const { written } = await program.failingUp();
    assert.match(written, /waiting for gate smoke: FailedCreate: .*must set securityContext\.runAsNonRoot=true/);
    assert.match(
      written,
      /failed for revision .*FailedCreate: [^\n]*; set rollout\.smoke\.job\.securityContext\.runAsNonRoot: true/s,
    );
  });

  it("a quota that is used up is reported with its name and what to lower", async () => {
    const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "team", namespace } };
    await program.cluster.create({ ...quota, spec: { hard: { "requests.memory": "1Gi" } } });
    const memory = (amount: string) => ({ requests: { memory: amount }, limits: { memory: amount } });
    program.set({ resources: memory("2Gi"), queueProxy: memory("64Mi") });
    const { written } = await program.failingUp();
    await program.cluster.deleteGiven(quota);
    assert.match(
      written,
      /is not ready: .*exceeded quota: team, .*; lower resources or queueProxy, or have the ResourceQuota team raised/,
    );
  });

  it("gates end where a mesh puts a container that never ends into every Pod", async () => {
    const remove = await meshWebhook(program.cluster, namespace, first.image);
    try {
      program.set({ env: { NAME: "meshed" }, ...smoke });
      await program.up();
      const { url, revision }: Hello = await program.outputs();
      assert.equal(await program.cluster.answer(url), "Hello, meshed!\n");
      const selection = { labelSelector: `serving.knative.dev/revision=${revision}` };
      const [pod] = await program.cluster.list("Pod", namespace, selection);
      assert.ok(
        pod?.spec.containers.some(({ name }: { name: string }) => name === mesh),
        "the mesh was not there",
      );
    } finally {
      await remove();
    }
  });
});
