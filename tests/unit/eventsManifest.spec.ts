// The objects of every kind of trigger, source, broker and flow against tests/golden/events/<case>.yaml.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadAll } from "js-yaml";
import { makeBroker, makeConfig, makeEventType } from "../../provider/src/broker/brokerManifest";
import { brokerSpec } from "../../provider/src/broker/brokerSpec";
import { makeDelivery } from "../../provider/src/events/delivery";
import { makeDestination } from "../../provider/src/events/destination";
import type { Kind } from "../../provider/src/events/kinds/kind";
import { givenTriggers, type SourceKind, sourceKinds } from "../../provider/src/events/kinds/kinds";
import { objectName } from "../../provider/src/events/objectName";
import { makeFlow, makeRecord, makeSubscription } from "../../provider/src/flow/flowManifest";
import { flowSpec } from "../../provider/src/flow/flowSpec";
import { functionSpec } from "../../provider/src/function/functionSpec";
import { triggerNeeds, triggerObjects } from "../../provider/src/function/triggers/functionTriggers";
import type { BrokerArgs, EventSourceArgs, FlowArgs, TriggersArgs } from "../../provider/src/index";

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<pulumi.Unwrap<T>>((resolve) => pulumi.output(value).apply((found) => resolve(found as pulumi.Unwrap<T>)));

const image = `registry.example.com/ticker@sha256:${"a".repeat(64)}`;
const secret = (key: string) => ({ name: "kafka", key });

const triggers: Record<string, TriggersArgs> = {
  event: {
    event: {
      paid: {
        broker: "orders",
        path: "/paid",
        filters: [
          { exact: { type: "order.paid" } },
          { any: [{ prefix: { source: "/eu" } }, { not: { suffix: { source: "/us" } } }] },
          { all: [{ cesql: "amount > 100" }] },
        ],
        delivery: { retry: 3, backoff: "linear", backoffSeconds: 1, deadLetter: { channel: "lost" } },
      },
      far: { broker: "hub", brokerNamespace: "shared" },
    },
  },
  cron: {
    cron: {
      nightly: {
        schedule: "0 2 * * *",
        timeZone: "Europe/Berlin",
        data: '{"full":true}',
        extensions: { region: "eu" },
      },
      picture: { schedule: "@daily", dataBase64: "iVBORw==" },
    },
  },
  channel: { channel: { all: { channel: "wire", kind: "KafkaChannel", reply: { broker: "orders" } } } },
  "knative-kafka": {
    knativeKafka: {
      orders: {
        bootstrapServers: ["kafka:9092"],
        topics: ["orders"],
        consumerGroup: "shop",
        consumers: 3,
        initialOffset: "earliest",
        ordering: "unordered",
        sasl: { type: secret("type"), user: secret("user"), password: secret("password") },
        tls: { caCert: secret("ca.crt") },
        delivery: { retry: 2 },
      },
    },
  },
  apiServer: {
    apiServer: {
      own: { resources: [{ apiVersion: "v1", kind: "ConfigMap", matchLabels: { watched: "yes" } }] },
      everywhere: {
        resources: [
          { apiVersion: "apps/v1", kind: "Deployment" },
          { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
        ],
        mode: "Resource",
        namespaces: {},
        owner: { apiVersion: "apps/v1", kind: "Deployment" },
      },
      given: { resources: [{ apiVersion: "v1", kind: "Pod" }], serviceAccount: "watcher" },
    },
  },
};

const sources: Record<string, Omit<EventSourceArgs, "sink">> = {
  container: {
    container: { image, env: { MODE: "fast" }, secretEnv: ["key"], args: ["-v"], extensions: { region: "eu" } },
  },
  "container-root": {
    container: { image, securityContext: { runAsNonRoot: false, capabilities: { add: ["NET_RAW"] } } },
  },
  sinkBinding: {
    sinkBinding: { subject: { apiVersion: "apps/v1", kind: "Deployment", matchLabels: { app: "shop" } } },
  },
};

const brokers: Record<string, BrokerArgs> = {
  broker: {},
  "broker-kafka": { kafka: { bootstrapServers: ["a:9092", "b:9092"], partitions: 3, authSecret: "kafka" } },
  "broker-everything": {
    namespace: "shop",
    labels: { team: "shop" },
    config: { name: "settings" },
    class: "RabbitMQBroker",
    delivery: { retry: 5, timeoutSeconds: 30, format: "json", deadLetter: { url: "https://lost.example.com/in" } },
    eventTypes: { "order.paid": { source: "/shop", schema: "https://example.com/order.json" }, "Order/Sent": {} },
    samples: { paid: { type: "order.paid" } },
  },
};

const flows: Record<string, FlowArgs> = {
  channel: {
    channel: {
      kind: "InMemoryChannel",
      subscribers: { audit: { function: "audit", path: "/in", reply: { broker: "orders" }, delivery: { retry: 1 } } },
    },
  },
  sequence: {
    sequence: {
      steps: [{ function: "first" }, { service: "second", namespace: "other", delivery: { retry: 2 } }],
      reply: { ref: { apiVersion: "messaging.knative.dev/v1beta1", kind: "KafkaChannel", name: "out" } },
    },
  },
  parallel: {
    parallel: {
      branches: [
        { filter: { function: "isPaid" }, subscriber: { function: "ship" }, reply: { channel: "shipped" } },
        { subscriber: { url: "http://other.example.com" } },
      ],
      reply: { function: "done" },
    },
  },
  "transform-jsonata": { transform: { jsonata: '{"id": id}', sink: { broker: "orders" }, discardReply: true } },
  "transform-function": { transform: { function: "shorten", sink: { broker: "orders" } } },
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
  return kind.manifests(own, { name: objectName(kind, own, "ticker"), namespace: "shop", to });
}

function ofBroker(args: BrokerArgs): unknown[] {
  const spec = brokerSpec("orders", args);
  const types = Object.entries(args.eventTypes ?? {}).map(([type, given]) => makeEventType(spec, type, given));
  return [makeConfig(spec), makeBroker(spec, pulumi.output("shop/orders-broker-0123456789")), ...types];
}

function ofFlow(args: FlowArgs): unknown[] {
  const spec = flowSpec("tidy", args);
  const flow = makeFlow(spec);
  const subscribers = Object.entries(args.channel?.subscribers ?? {});
  return [
    ...(args.channel === undefined ? [] : [makeRecord(spec, flow)]),
    flow,
    ...subscribers.map(([name, subscriber]) => makeSubscription(spec, `tidy-${name}`, subscriber)),
  ];
}

/** Golden file -> objects. */
const cases: Record<string, () => unknown[]> = {
  ...mapped(triggers, "trigger", ofTriggers),
  ...mapped(sources, "source", ofSource),
  ...mapped(brokers, "", ofBroker),
  ...mapped(flows, "flow", ofFlow),
};

function mapped<A>(
  all: Record<string, A>,
  prefix: string,
  make: (args: A) => unknown[],
): Record<string, () => unknown[]> {
  const names = Object.entries(all).map(([name, args]) => [
    prefix === "" ? name : `${prefix}-${name}`,
    () => make(args),
  ]);
  return Object.fromEntries(names);
}

describe("events: manifests", () => {
  for (const [name, make] of Object.entries(cases)) {
    it(name, async () => {
      const file = join(__dirname, "..", "golden", "events", `${name}.yaml`);
      assert.deepEqual(await known(make()), loadAll(readFileSync(file, "utf8")));
    });
  }

  it("a name changes with what Knative refuses to change, and with nothing else", async () => {
    const nameOf = async (args: object) => {
      const [object] = (await known(ofTriggers({ event: { paid: args as never } }))) as {
        metadata: { name: string };
      }[];
      return object?.metadata.name;
    };
    const first = await nameOf({ broker: "orders" });
    assert.match(first as string, /^audit-paid-[0-9a-f]{5}$/);
    assert.equal(
      await nameOf({ broker: "orders", filters: [{ exact: { type: "a" } }], delivery: { retry: 1 } }),
      first,
    );
    assert.notEqual(await nameOf({ broker: "other" }), first);
    assert.notEqual(await nameOf({ broker: "orders", brokerNamespace: "shared" }), first);
  });

  it("seconds are durations as Knative reads them, each part of which it can count", () => {
    const cases: [number, string][] = [
      [0, "PT0S"],
      [0.2, "PT0.2S"],
      [30, "PT30S"],
      [90.5, "PT1M30.5S"],
      [300, "PT5M"],
      [3600, "PT1H"],
      [604_800, "PT168H"],
    ];
    for (const [backoffSeconds, backoffDelay] of cases)
      assert.deepEqual(makeDelivery({ backoffSeconds }, "shop"), { backoffDelay });
  });

  it("what needs a feature flag of Eventing says so at its path", () => {
    const needs = triggerNeeds(
      givenTriggers({
        event: {
          far: { broker: "hub", brokerNamespace: "shared", delivery: { retryAfterMaxSeconds: 5, timeoutSeconds: 1 } },
        },
        channel: { far: { channel: "wire", channelNamespace: "shared" } },
        apiServer: { some: { resources: [{ apiVersion: "v1", kind: "Pod" }], filters: [{ cesql: "EXISTS id" }] } },
      }),
    );
    assert.deepEqual(needs, [
      { propertyPath: "triggers.event.far.brokerNamespace", flag: "cross-namespace-event-links" },
      { propertyPath: "triggers.event.far.delivery.retryAfterMaxSeconds", flag: "delivery-retryafter" },
      { propertyPath: "triggers.event.far.delivery.timeoutSeconds", flag: "delivery-timeout" },
      { propertyPath: "triggers.channel.far.channelNamespace", flag: "cross-namespace-event-links" },
      { propertyPath: "triggers.apiServer.some.filters", flag: "new-apiserversource-filters" },
    ]);
  });
});
