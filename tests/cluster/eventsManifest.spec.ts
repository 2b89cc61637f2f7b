// What triggers, sources, brokers and flows can say, said to the real cluster: every golden file is taken by its webhooks, whole.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { knativeManifests } from "../../provider/src/knative/manifests";
import { knativeSpec } from "../../provider/src/knative/spec";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";

const namespace = "events-manifest";
const golden = join(repository, "tests", "golden", "events");

/**
 * Kafka's control plane is not on this cluster, so the definition of its source is there for this suite only, without the
 * conversion that Kafka's webhook would do.
 */
const kafkaSource = knativeManifests(knativeSpec({ eventing: { kafka: { bootstrapServers: "kafka:9092" } } }))
  .filter(
    ({ kind, metadata }) => kind === "CustomResourceDefinition" && metadata.name === "kafkasources.sources.knative.dev",
  )
  .map(({ spec, ...rest }) => ({ ...rest, spec: { ...spec, conversion: undefined } }));

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects
type Manifest = any;

/** A golden file with its own namespace as the one of this test. */
const here = (text: string) => {
  const [, own] = text.match(/^ {2}namespace: (\S+)$/m) ?? [];
  return text.replaceAll(`namespace: ${own}\n`, `namespace: ${namespace}\n`);
};

/** What is in the first and not in the second, by path. */
function lost(given: unknown, taken: unknown, path = ""): string[] {
  if (given === null || typeof given !== "object") return given === taken ? [] : [`${path}: ${JSON.stringify(given)}`];
  const there = (taken ?? {}) as Record<string, unknown>;
  return Object.entries(given).flatMap(([key, value]) => lost(value, there[key], `${path}.${key}`));
}

describe("events: objects on the cluster", function () {
  this.timeout(120_000);
  let target: StackTarget;
  let cluster: TestCluster;

  before(async function () {
    target = needsCluster(this);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    await setFlag("enabled");
    assert.equal(kafkaSource.length, 1);
    await kubectl(["apply", "--server-side", "-f", "-"], kafkaSource[0] as object);
    await cluster.kubectl("wait", "--for=condition=Established", "crd", String(kafkaSource[0]?.metadata.name));
  });

  after(async () => {
    if (cluster === undefined) return;
    await setFlag("disabled");
    await kubectl(["delete", "--ignore-not-found", "-f", "-"], kafkaSource[0] as object);
    await cluster.removeNamespace(namespace);
  });

  /** One golden file names a broker of another namespace. */
  async function setFlag(value: "enabled" | "disabled"): Promise<void> {
    const patch = JSON.stringify({ data: { "cross-namespace-event-links": value } });
    await cluster.kubectl(
      "-n",
      "knative-eventing",
      "patch",
      "configmap",
      "config-features",
      "--type=merge",
      "-p",
      patch,
    );
    // The webhook watches the ConfigMap.
    await pause(1000);
  }

  const kubectl = (args: string[], object: object) =>
    run(target.tools.kube, ["kubectl", "--kubeconfig", target.kubeconfig, ...args], { input: JSON.stringify(object) });

  for (const file of readdirSync(golden))
    it(`takes ${file}, and leaves out nothing of it`, async () => {
      const all = loadAll(here(readFileSync(join(golden, file), "utf8"))) as Manifest[];
      for (const object of all) {
        const taken: Manifest = JSON.parse(
          await kubectl(["apply", "-o", "json", "--dry-run=server", "-f", "-"], object),
        );
        assert.deepEqual(lost(object.spec, taken.spec), [], object.kind);
        assert.deepEqual(lost(object.metadata, taken.metadata), [], object.kind);
      }
      assert.ok(all.length > 0);
    });
});
