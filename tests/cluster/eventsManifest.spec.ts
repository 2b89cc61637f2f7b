// Triggers, sources, brokers and flows on the real cluster: its webhooks accept every golden file unchanged.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests } from "../../provider/src/knative/manifests";
import { repository } from "../environment/home";
import { needsCluster } from "../levels";
import { type Given, TestCluster } from "./cluster";

const namespace = "events-manifest";
const golden = join(repository, "tests", "golden", "events");
const definition = "kafkasources.sources.knative.dev";

/**
 * Kafka's control plane is not on this cluster, so the CRD of its source exists for this suite only, without the conversion by Kafka's
 * webhook.
 */
const kafkaSource = knativeManifests(knativeSpec({ eventing: { kafka: { bootstrapServers: "kafka:9092" } } }))
  .filter(({ kind, metadata }) => kind === "CustomResourceDefinition" && metadata.name === definition)
  .map(({ spec, ...rest }) => ({ ...rest, spec: { ...spec, conversion: undefined } }));

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects
type Manifest = any;

/** A golden file with its own namespace replaced by this test's. */
const here = (text: string) => {
  const [, own] = text.match(/^ {2}namespace: (\S+)$/m) ?? [];
  return text.replaceAll(`namespace: ${own}\n`, `namespace: ${namespace}\n`);
};

/** The paths of what is in the first and not in the second. */
function lost(given: unknown, taken: unknown, path = ""): string[] {
  if (given === null || typeof given !== "object") return given === taken ? [] : [`${path}: ${JSON.stringify(given)}`];
  const there = (taken ?? {}) as Record<string, unknown>;
  return Object.entries(given).flatMap(([key, value]) => lost(value, there[key], `${path}.${key}`));
}

describe("events: objects on the cluster", () => {
  let cluster: TestCluster;

  before(async function () {
    cluster = new TestCluster(needsCluster(this));
    await cluster.namespace(namespace);
    await setFlag("enabled");
    assert.equal(kafkaSource.length, 1);
    await cluster.apply(kafkaSource[0] as Given);
    await cluster.ready("CustomResourceDefinition", undefined, definition, 30, "Established");
  });

  after(async () => {
    if (cluster === undefined) return;
    await setFlag("disabled");
    await cluster.delete("CustomResourceDefinition", undefined, definition);
    await cluster.removeNamespace(namespace);
  });

  /** One golden file names a broker in another namespace. */
  async function setFlag(value: "enabled" | "disabled"): Promise<void> {
    const data = { "cross-namespace-event-links": value };
    await cluster.patch("ConfigMap", "knative-eventing", "config-features", { data });
    // The webhook watches the ConfigMap.
    const isTaken = async () => (await takesOtherNamespace()) === (value === "enabled");
    await cluster.until("the webhook knows the flag", 30, isTaken);
  }

  /** Tests with the webhook whether the flag is on. */
  function takesOtherNamespace(): Promise<boolean> {
    const subscriber = { uri: "http://example.com" };
    const spec = { brokerRef: { kind: "Broker", name: "hub", namespace: "default" }, subscriber };
    const metadata = { name: "flags", namespace };
    const trigger = { apiVersion: "eventing.knative.dev/v1", kind: "Trigger", metadata, spec };
    return cluster.create(trigger, { dryRun: true }).then(
      () => true,
      () => false,
    );
  }

  for (const file of readdirSync(golden))
    it(`takes ${file}, and leaves out nothing of it`, async () => {
      const all = loadAll(here(readFileSync(join(golden, file), "utf8"))) as Manifest[];
      for (const object of all) {
        const taken: Manifest = await cluster.apply(object, { dryRun: true });
        assert.deepEqual(lost(object.spec, taken.spec), [], object.kind);
        assert.deepEqual(lost(object.metadata, taken.metadata), [], object.kind);
      }
      assert.ok(all.length > 0);
    });
});
