// Arguments that name objects missing in the cluster: the preview warns at the property, instead of an unexplained wait.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  Broker,
  type BrokerArgs,
  EventSource,
  type EventSourceArgs,
  Flow,
  Function,
  type FunctionArgs,
} from "../../provider/src/index";
import type { FakeObject } from "./fakeCluster";
import { render, stateOf } from "./harness";
import { told } from "./told";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const sink = { url: "http://sink.example.com" };

const deployment = (name: string, namespace = "knative-serving"): FakeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace },
});

class Other extends pulumi.CustomResource {
  constructor() {
    super("kubernetes:core/v1:Namespace", "ns", { metadata: { name: "ns" } });
  }
}

class Plain extends pulumi.CustomResource {
  constructor() {
    super("kubernetes:messaging.knative.dev/v1:Channel", "plain", { metadata: { name: "plain" } });
  }
}

describe("errors: controllers that the cluster does not have", () => {
  const of = (args: FunctionArgs) => () => new Function("f", { image, ...args });
  const kourier = "kourier.ingress.networking.knative.dev";
  const scaler = of({ scale: { class: "hpa" } });
  const layer = (ingressClass: string) => of({ network: { ingressClass } });

  it("of an autoscaler's class, and of a network layer", async () => {
    assert.deepEqual(await told(of({ scale: { class: "hpa" }, network: { ingressClass: kourier } })), [
      'scale.class: needs Knative\'s autoscaler-hpa, which this cluster does not have, got "hpa"; install serving-hpa.yaml of Knative\'s release, or use "kpa"',
      `network.ingressClass: needs Knative's controller for Kourier, which this cluster does not have, got "${kourier}"; install it, or leave it out`,
    ]);
  });

  it("are not missed where they are there", async () => {
    assert.deepEqual(await told(scaler, [deployment("autoscaler-hpa")]), []);
    assert.deepEqual(await told(layer(kourier), [deployment("net-kourier-controller")]), []);
  });

  it("of a class that nobody knows are a warning, unless something is of it", async () => {
    const annotations = { "networking.knative.dev/ingress.class": "nope" };
    const metadata = { name: "other", namespace: "shop", annotations };
    const ingress = { apiVersion: "networking.internal.knative.dev/v1alpha1", kind: "Ingress", metadata };
    const [words = "", ...others] = await told(layer("nope"));
    assert.match(
      words,
      /^network\.ingressClass: nothing in this cluster uses the class "nope" yet, .*kourier\.ingress/,
    );
    assert.deepEqual([others, await told(layer("nope"), [ingress])], [[], []]);
  });
});

describe("errors: controllers of brokers that the cluster does not have", () => {
  const of = (args: BrokerArgs) => () => new Broker("b", args);
  const kafka = { bootstrapServers: ["kafka:9092"] };
  const ofClass = (name: string, status: string) => ({
    apiVersion: "eventing.knative.dev/v1",
    kind: "Broker",
    metadata: { name: "other", namespace: "shop", annotations: { "eventing.knative.dev/broker.class": name } },
    status: { conditions: [{ type: "Ready", status }] },
  });
  const needed = "requires the controller for brokers of class Kafka, which this cluster does not have";
  const rest = (property: string) => `install eventing-kafka-controller.yaml of its release, or leave ${property} out`;
  const unknown =
    'class: this cluster has no ready broker of class "nope", and a broker whose class no controller handles never becomes ready; known classes are MTChannelBasedBroker, Kafka, KafkaNamespaced, RabbitMQBroker';
  const cases: [string, BrokerArgs, FakeObject[], string[]][] = [
    ["a class", { class: "Kafka" }, [], [`class: ${needed}, got "Kafka"; ${rest("class")}`]],
    ["the property that makes it", { kafka }, [], [`kafka: ${needed}; ${rest("kafka")}`]],
    ["not where it runs", { kafka }, [deployment("kafka-controller", "knative-eventing")], []],
    ["nor where it must run, as others are ready", { kafka }, [ofClass("Kafka", "True")], []],
    ["one that nobody knows is a warning", { class: "nope" }, [ofClass("nope", "False")], [unknown]],
    ["but not where others are ready", { class: "nope" }, [ofClass("nope", "True")], []],
    ["none is named", {}, [], []],
  ];
  for (const [title, args, objects, expected] of cases)
    it(title, async () => assert.deepEqual(await told(of(args), objects), expected));
});

describe("sources: of what is not there", () => {
  const source = (args: object) => () => new EventSource("s", { sink, ...args } as EventSourceArgs);
  const subject = { apiVersion: "apps/v1", kind: "Deployment", name: "app" };
  const resources = [
    { apiVersion: "v1", kind: "ConfigMap" },
    { apiVersion: "example.com/v1", kind: "Order" },
  ];
  const noKind = "this cluster has no kind Order of example.com/v1; no events arrive until it has one";
  const cases: [string, () => unknown, string[]][] = [
    [
      "a subject",
      source({ sinkBinding: { subject } }),
      ["sinkBinding.subject: Deployment default/app does not exist; waiting for it"],
    ],
    [
      "a subject of a kind that is not there",
      source({ sinkBinding: { subject: { ...subject, apiVersion: "example.com/v1", kind: "Order" } } }),
      [`sinkBinding.subject: ${noKind}`],
    ],
    ["a kind to watch", source({ apiServer: { resources } }), [`apiServer.resources.1: ${noKind}`]],
    [
      "a kind that a trigger watches",
      () => new Function("f", { image, triggers: { apiServer: { all: { resources } } } }),
      [`triggers.apiServer.all.resources.1: ${noKind}`],
    ],
  ];
  for (const [title, program, expected] of cases)
    it(title, async () => assert.deepEqual(await told(program), expected));

  it("a subject that exists is not reported", async () =>
    assert.deepEqual(await told(source({ sinkBinding: { subject } }), [deployment("app", "default")]), []));
});

describe("errors: destinations that are not there", () => {
  const words = (path: string, object: string) =>
    `${path}: ${object} does not exist in the cluster, and no component of knative-faas in this program creates it; if another resource does, pass its output or set dependsOn, otherwise change the name`;
  const service = (name: string) => `Service default/${name} (serving.knative.dev/v1)`;
  const bus = "Broker default/bus (eventing.knative.dev/v1)";
  const deadLetter = { function: "late" };
  const delivery = { deadLetter };
  const schedule = "* * * * *";
  const there = (name: string) => ({
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
  });
  const cases: [string, () => unknown, string[]][] = [
    ["of a broker", () => new Broker("b", { delivery }), [words("delivery.deadLetter", service("late"))]],
    [
      "of a trigger",
      () =>
        new Function("f", {
          image,
          triggers: { channel: { in: { channel: "c", reply: { broker: "bus" }, delivery } } },
        }),
      [words("triggers.channel.in.reply", bus), words("triggers.channel.in.delivery.deadLetter", service("late"))],
    ],
    [
      "of a channel",
      () =>
        new Flow("w", {
          channel: { delivery, subscribers: { a: { function: "one", reply: { broker: "bus" }, delivery } } },
        }),
      [
        words("channel.subscribers.a", service("one")),
        words("channel.subscribers.a.reply", bus),
        words("channel.subscribers.a.delivery.deadLetter", service("late")),
        words("channel.delivery.deadLetter", service("late")),
      ],
    ],
    [
      "of a sequence",
      () =>
        new Flow("w", {
          sequence: { steps: [sink, { function: "one", namespace: "shop" }], reply: { broker: "bus" } },
        }),
      [words("sequence.steps[1]", "Service shop/one (serving.knative.dev/v1)"), words("sequence.reply", bus)],
    ],
    [
      "of branches",
      () =>
        new Flow("w", { parallel: { branches: [{ filter: { function: "one" }, subscriber: { service: "plain" } }] } }),
      [
        words("parallel.branches[0].filter", service("one")),
        words("parallel.branches[0].subscriber", "Service default/plain (v1)"),
      ],
    ],
    [
      "of a transformation",
      () => new Flow("w", { transform: { function: "one" } }),
      [words("transform", service("one"))],
    ],
    ["of a source", () => new EventSource("s", { cron: { schedule }, sink: { broker: "bus" } }), [words("sink", bus)]],
    [
      "of a broker, though another resource makes it",
      () => [new Plain(), new Broker("b", { delivery: { deadLetter: { channel: "plain" } } })],
      [words("delivery.deadLetter", "Channel default/plain (messaging.knative.dev/v1)")],
    ],
  ];
  for (const [title, program, expected] of cases)
    it(title, async () => assert.deepEqual((await told(program)).sort(), [...expected].sort()));

  const fine: [string, () => unknown, FakeObject[]][] = [
    ["in the cluster", () => new Broker("b", { delivery }), [there("late")]],
    ["an address", () => new Broker("b", { delivery: { deadLetter: sink } }), []],
    [
      "an Output of what makes it",
      () => new Broker("b", { delivery: { deadLetter: { function: new Other().urn.apply(() => "late") } } }),
      [],
    ],
    [
      "waited for",
      () => new Broker("b", { delivery: { deadLetter: { channel: "plain" } } }, { dependsOn: new Plain() }),
      [],
    ],
    [
      "made by the program, before or after",
      () => {
        new Broker("b", { delivery });
        new Function("late", { image });
        new EventSource("s", { cron: { schedule }, sink: deadLetter });
      },
      [],
    ],
  ];
  for (const [title, program, objects] of fine)
    it(`are not reported where they are ${title}`, async () => assert.deepEqual(await told(program, objects), []));

  it("any more after the update are reported, as long as nothing in the program makes them", async () => {
    const state = stateOf(await render(() => void new Function("late", { image }), {}));
    const broker = () => new Broker("b", { delivery });
    const words =
      "delivery.deadLetter: Service default/late (serving.knative.dev/v1) belongs to this stack, but no component of knative-faas has created it in this program so far: if this update deletes it, change the name here; if it comes later in the program, or another resource creates it, pass its output or set dependsOn";
    const both = () => [broker(), new Function("late", { image })];
    for (const preview of [true, false]) {
      assert.deepEqual(await told(broker, [there("late")], { state, preview }), [words]);
      assert.deepEqual(await told(both, [there("late")], { state, preview }), []);
    }
    const fed = { type: "", outputs: { spec: { broker: "b", subscriber: { ref: { name: "late" } } } } };
    assert.deepEqual(await told(broker, [there("late")], { state: { ...state, trigger: fed } }), []);
  });
});
