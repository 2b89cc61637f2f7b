// Knative Eventing as a part of the installation: its objects, their images, flags and ConfigMaps, and Kafka's control plane.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { InvalidArgs } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { manifestDirectory } from "../../provider/src/knative/download";
import { eventingFlags, eventingKeys, eventingMaps, eventingPatterns } from "../../provider/src/knative/eventingConfig";
import { expectedEventing, foundEventing } from "../../provider/src/knative/existingEventing";
import { phaseOf } from "../../provider/src/knative/installOrder";
import type { KnativeArgs } from "../../provider/src/knative/knativeArgs.gen";
import { knativeRules } from "../../provider/src/knative/knativeRules";
import { knativeArgs } from "../../provider/src/knative/knativeSchema";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests, manifestFiles } from "../../provider/src/knative/manifests";
import { releases } from "../../provider/src/knative/releases";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";

type Version = NonNullable<KnativeArgs["version"]>;

const eventingOf = (args: KnativeArgs): Manifest[] => {
  const serving = new Set(knativeManifests(knativeSpec({ ...args, eventing: undefined } as never)).map(nameOf));
  return knativeManifests(knativeSpec(args)).filter((one) => !serving.has(nameOf(one)));
};
const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
const find = (all: Manifest[], kind: string, name: string) =>
  all.find((one) => one.kind === kind && one.metadata.name === name) as Manifest;
const kafka = { bootstrapServers: "a:9092,b:9092" };

function problemsOf(args: object): Record<string, string> {
  try {
    validate("Knative", knativeArgs, args, knativeRules);
    return {};
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return Object.fromEntries(error.problems.map(({ propertyPath, reason }) => [propertyPath, reason]));
  }
}

describe("knative: Eventing's installation", () => {
  it("is not there unless it is asked for", () => {
    const namespaces = knativeManifests(knativeSpec({})).map(({ metadata }) => metadata.namespace);
    assert.equal(namespaces.includes("knative-eventing"), false);
  });

  for (const version of Object.keys(releases) as Version[]) {
    it(`${version}: brokers, channels and sources, each object once and in a phase`, () => {
      const all = eventingOf({ version, eventing: {} });
      assert.equal(new Set(all.map(nameOf)).size, all.length);
      const workloads = all.filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet");
      assert.deepEqual(workloads.map(({ metadata }) => metadata.name).sort(), [
        "eventing-controller",
        "eventing-webhook",
        "imc-controller",
        "imc-dispatcher",
        "job-sink",
        "mt-broker-controller",
        "mt-broker-filter",
        "mt-broker-ingress",
        "pingsource-mt-adapter",
        "request-reply",
      ]);
      for (const definition of [
        "brokers.eventing",
        "triggers.eventing",
        "inmemorychannels.messaging",
        "pingsources.sources",
      ])
        assert.ok(find(all, "CustomResourceDefinition", `${definition}.knative.dev`), definition);
      assert.ok(all.every(({ kind }) => kind !== "Job" && kind !== "Certificate"));
    });

    it(`${version}: knows the keys that each ConfigMap documents, and the flags`, () => {
      const directory = manifestDirectory(undefined);
      const files = manifestFiles(version, knativeSpec({}).layer, knativeSpec({ eventing: {} }).eventing);
      const texts = files.map((file) => readFileSync(join(directory, file), "utf8"));
      const maps = texts
        .flatMap((text) => text.split(/^---$/m))
        .filter((one) => /^ {2}namespace: knative-eventing$/m.test(one));
      for (const [property, name] of Object.entries(eventingMaps)) {
        const found = maps.find(
          (one) => /^kind: ConfigMap$/m.test(one) && new RegExp(`^  name: ${name}$`, "m").test(one),
        );
        const { _example = "", ...data } = (load(found as string) as Manifest).data as Record<string, string>;
        const documented = Object.keys((load(_example, { json: true }) as object | undefined) ?? {});
        const pattern = eventingPatterns[property as never] as { pattern: RegExp } | undefined;
        const unknown = [...Object.keys(data), ...documented].filter(
          (key) =>
            !eventingKeys[property as keyof typeof eventingKeys].includes(key) && pattern?.pattern.test(key) !== true,
        );
        assert.deepEqual(unknown, [], name);
      }
      const flags = find(eventingOf({ version, eventing: {} }), "ConfigMap", "config-features").data;
      assert.deepEqual(
        Object.keys(flags).filter((flag) => !eventingFlags.includes(flag)),
        [],
      );
    });
  }

  it("leaves no image that a cluster can't pull, where a mirror is given", () => {
    const text = JSON.stringify(eventingOf({ eventing: { kafka }, imageRegistry: "mirror.example.com/all" }));
    assert.deepEqual(text.match(/\b(gcr|docker|ghcr)\.io\/[^"]+/g), null);
  });

  it("has its flags and keys in its own ConfigMaps, next to Serving's of the same name", () => {
    const all = knativeManifests(
      knativeSpec({
        features: { "multi-container": "disabled" },
        eventing: {
          features: { "delivery-retryafter": "enabled" },
          config: { pingDefaults: { "data-max-size": "4096" } },
        },
      }),
    );
    const maps = all.filter(({ metadata }) => metadata.name === "config-features");
    const data = Object.fromEntries(maps.map(({ metadata, data: of }) => [metadata.namespace, of]));
    assert.deepEqual(data["knative-serving"], {
      "multi-container": "disabled",
      "tag-header-based-routing": "enabled",
    });
    assert.equal(data["knative-eventing"]["delivery-retryafter"], "enabled");
    assert.equal(data["knative-eventing"]["multi-container"], undefined);
    assert.deepEqual(find(all, "ConfigMap", "config-ping-defaults").data, { "data-max-size": "4096" });
  });

  it("leaves the adapter of timers to Eventing's controller", () => {
    const adapter = find(eventingOf({ eventing: {}, replicas: 3 }), "Deployment", "pingsource-mt-adapter");
    const phase = phaseOf(adapter);
    assert.deepEqual(phase.ignoreChanges, ["spec.replicas", "spec.template.spec.containers[0].env"]);
    assert.deepEqual(phase.wait(adapter), { "pulumi.com/patchForce": "true" });
    assert.equal(adapter.spec.replicas, 0);
    assert.equal(find(eventingOf({ eventing: {}, replicas: 3 }), "Deployment", "imc-controller").spec.replicas, 3);
  });

  it("brings the certificates of its servers with transport encryption alone", () => {
    const encrypted = eventingOf({ eventing: { features: { "transport-encryption": "strict" } } });
    assert.equal(encrypted.filter(({ kind }) => kind === "Certificate").length, 4);
  });

  it("brings Kafka's control plane with the servers, and its dispatchers unless they are not wanted", () => {
    const all = eventingOf({ eventing: { kafka } });
    for (const name of ["kafka-broker-config", "kafka-channel-config"])
      assert.equal(find(all, "ConfigMap", name).data["bootstrap.servers"], "a:9092,b:9092", name);
    for (const kind of ["kafkasources.sources", "kafkachannels.messaging", "kafkasinks.eventing"])
      assert.ok(find(all, "CustomResourceDefinition", `${kind}.knative.dev`), kind);
    assert.ok(find(all, "Deployment", "kafka-controller"));
    assert.ok(find(all, "StatefulSet", "kafka-source-dispatcher"));
    const without = eventingOf({ eventing: { kafka: { ...kafka, dataPlane: false } } });
    assert.equal(find(without, "StatefulSet", "kafka-source-dispatcher"), undefined);
  });

  it("tells unknown flags, values and keys", () => {
    const eventing = {
      features: { "delivery-retry": "enabled", "delivery-timeout": "on", "transport-encryption": "strict" },
      config: { pingDefaults: { "data-size": "1" } },
      kafka: { bootstrapServers: "kafka" },
    };
    assert.deepEqual(Object.keys(problemsOf({ eventing })).sort(), [
      "eventing.config.pingDefaults.data-size",
      "eventing.features.delivery-retry",
      "eventing.features.delivery-timeout",
      "eventing.kafka.bootstrapServers",
    ]);
    assert.deepEqual(Object.keys(problemsOf({ existing: true, eventing: { kafka } })), ["eventing.kafka"]);
  });

  it("that others have installed is recognised, and refused where it is another than wanted", () => {
    const found = foundEventing(
      { "app.kubernetes.io/version": "v1.23.0" },
      { _example: "x", "delivery-timeout": "enabled" },
    );
    assert.deepEqual(found, { version: "1.23.0", features: { "delivery-timeout": "enabled" } });
    assert.deepEqual(
      expectedEventing(found, { version: "1.23.0", features: { "delivery-timeout": "Enabled" } }),
      found.features,
    );
    assert.throws(
      () => expectedEventing(found, { version: "1.22.1", features: { "delivery-retryafter": "enabled" } }),
      (error: InvalidArgs) => {
        assert.deepEqual(
          error.problems.map(({ propertyPath }) => propertyPath),
          ["version", "eventing.features.delivery-retryafter"],
        );
        assert.match(error.message, /kubectl -n knative-eventing patch configmap config-features/);
        return true;
      },
    );
  });
});
