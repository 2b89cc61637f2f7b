// The objects of this package's sources, of queues that scale, and of the programs next to Knative, against tests/golden/extensions/<case>.yaml.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadAll } from "js-yaml";
import { makeDestination } from "../../provider/src/events/destination";
import type { Kind } from "../../provider/src/events/kinds/kind";
import { givenTriggers, type SourceKind, sourceKinds } from "../../provider/src/events/kinds/kinds";
import { objectName } from "../../provider/src/events/objectName";
import { functionSpec } from "../../provider/src/function/functionSpec";
import { makeTemplate } from "../../provider/src/function/pod/template";
import { makeScalerRights } from "../../provider/src/function/scaling/queueEntry";
import { makeService } from "../../provider/src/function/service/serviceManifest";
import { triggerObjects } from "../../provider/src/function/triggers/functionTriggers";
import type { EventSourceArgs, FunctionArgs, TriggersArgs } from "../../provider/src/index";
import { programManifests } from "../../provider/src/knative/programObjects";
import { image, scaling, triggers } from "./sourceCases";

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

const sources: Record<string, Omit<EventSourceArgs, "sink">> = {
  kafka: { kafka: { image, bootstrapServers: ["kafka.shop:9092"], topics: ["orders"] } },
  mqtt: { mqtt: { image, address: "ws://broker.shop:8080/mqtt", topics: ["#"] } },
  redis: { redis: { image, addresses: ["redis.shop:6379"], stream: { keys: ["orders"] } } },
};

function ofTriggers(args: TriggersArgs): unknown[] {
  const spec = functionSpec("audit", { namespace: "shop" });
  return givenTriggers(args).flatMap((trigger) => triggerObjects(trigger, spec, undefined));
}

function ofSource(args: Omit<EventSourceArgs, "sink">): unknown[] {
  const [property] = Object.keys(args) as [SourceKind];
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
  const kind = sourceKinds[property] as Kind<any>;
  const own = args[property];
  const to = makeDestination({ broker: "orders", namespace: "hub" }, "shop");
  return kind.manifests(own, { name: objectName(kind, own, "reader"), namespace: "shop", to });
}

/** The Service without its template, and what lets the scaler log in. */
function ofScaling(args: Pick<FunctionArgs, "scale" | "triggers">): unknown[] {
  const spec = functionSpec("work", { namespace: "shop", ...args });
  const { metadata } = makeService(spec, { metadata: { annotations: {} }, spec: {} }, "work-0123456789");
  return [{ metadata }, ...(spec.queue === undefined ? [] : makeScalerRights(spec.queue, spec))];
}

const images = Object.fromEntries(
  ["queue-scaler", "function-controller", "kafka-source", "kafka-replies", "mqtt-source", "redis-source"].map(
    (name) => [name, `registry.example.com/knative-faas-${name}@sha256:${"b".repeat(64)}`],
  ),
);

const cases: Record<string, () => unknown[]> = {
  ...mapped(triggers, "trigger", ofTriggers),
  ...mapped(sources, "source", ofSource),
  ...mapped(scaling, "scale", ofScaling),
  "queue-scaler": () => programManifests({ queueScaler: { replicas: 2, cpu: "20m", memory: "64Mi" } }, images),
  "function-controller": () =>
    programManifests({ functionController: {} }, images).filter(({ kind }) => kind !== "CustomResourceDefinition"),
};

function mapped<A>(all: Record<string, A>, prefix: string, make: (args: A) => unknown[]) {
  return Object.fromEntries(Object.entries(all).map(([name, args]) => [`${prefix}-${name}`, () => make(args)]));
}

describe("sources: manifests, also of queues that scale", () => {
  for (const [name, make] of Object.entries(cases)) {
    it(name, async () => {
      const file = join(__dirname, "..", "golden", "extensions", `${name}.yaml`);
      assert.deepEqual(await known(make()), loadAll(readFileSync(file, "utf8")));
    });
  }

  it("a queue is no part of the revision", () => {
    const template = (args: FunctionArgs) => makeTemplate(functionSpec("work", args), image, undefined);
    assert.deepEqual(template({ scale: { max: 5, ...scaling.rabbitmq?.scale } }), template({ scale: { max: 5 } }));
  });

  it("a source of other topics is another one, under a session of its own; of other delivery it is the same", async () => {
    const nameOf = async (args: object) => {
      const mqtt = { image, address: "mqtt://broker.shop:1883", topics: ["orders/#"], ...args };
      const [object] = (await known(ofTriggers({ mqtt: { orders: mqtt as never } }))) as {
        metadata: { name: string };
      }[];
      return object?.metadata.name;
    };
    const first = await nameOf({});
    assert.match(first as string, /^audit-orders-[0-9a-f]{5}$/);
    assert.equal(await nameOf({ qos: 2, parallelism: 4, delivery: { retry: 1 } }), first);
    for (const other of [{ topics: ["returns"] }, { group: "workers" }, { address: "mqtts://broker.shop:8883" }])
      assert.notEqual(await nameOf(other), first);
  });
});
