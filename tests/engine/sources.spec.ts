// Sources, queues and programs next to Knative on the real engine: what a preview lists, and its messages about mistakes.
import assert from "node:assert/strict";
import { TestCluster } from "../cluster/cluster";
import { needsCluster } from "../levels";
import { helloImage, timeouts } from "./hello";
import { Program, type Step } from "./program";

const namespace = "extensions-engine";

describe("sources: on the engine, with programs beside Knative", () => {
  let program: Program;
  let image: string;

  const jobs = () => ({ image, addresses: ["redis:6379"], list: { key: "jobs" } });
  const write = (redis: object, scale: object) =>
    program.writeYaml({
      knative: {
        type: "knative-faas:Knative",
        properties: {
          existing: true,
          eventing: {},
          extensions: { queueScaler: { image }, registry: "example.com/acme" },
        },
      },
      work: {
        type: "knative-faas:Function",
        properties: { image, namespace, timeouts, scale, triggers: { redis: { jobs: redis } } },
        options: { dependsOn: ["${knative}"] },
      },
    });

  before(async function () {
    const target = needsCluster(this);
    program = new Program(target, namespace);
    image = await helloImage(new TestCluster(target));
    program.writeYaml({});
    await program.init();
  });

  after(() => program?.discard());

  it("a preview lists each object, of the programs next to Knative and of the source", async () => {
    write({ ...jobs(), scale: { target: 20 } }, { max: 5 });
    const created = (await program.preview())
      .filter(({ op }) => op === "create")
      .map(({ urn }: Step) => urn.split("$").pop()?.split("::") ?? [])
      .filter(([type]) => type?.startsWith("kubernetes:"))
      .map(([type, name]) => `${type?.split(":").pop()} ${name}`);
    assert.deepEqual(created.sort(), [
      "ClusterRole knative/knative-faas-queue-scaler",
      "ClusterRoleBinding knative/knative-faas-queue-scaler",
      "Deployment knative/knative-faas/queue-scaler",
      "Namespace knative/knative-faas",
      "Role knative/knative-faas/queue-scaler",
      "RoleBinding knative/knative-faas/queue-scaler",
      "Service work",
      "ServiceAccount knative/knative-faas/queue-scaler",
      "ServicePatch work-traffic",
      "SinkBinding work/jobs",
      "StatefulSet work/jobs",
      "StatefulSetPatch work/jobs-rollout",
    ]);
  });

  it("a mistake is reported at its path, with what to change", async () => {
    write({ ...jobs(), event: { subject: "{stream}" }, scale: { target: 20 } }, {});
    const { code, written } = await program.pulumi(["preview"]);
    assert.notEqual(code, 0);
    assert.match(written, /property "scale\.max" .*is required with triggers\.redis\.jobs\.scale/);
    assert.match(written, /property "triggers\.redis\.jobs\.event\.subject" .*unknown placeholder \{stream\}/);
  });
});
