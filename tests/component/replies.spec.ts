// Answers of a function in a Kafka topic: rules, the order of the program's objects, the image, what a preview says about routes.
import assert from "node:assert/strict";
import { Broker, EventSource, Function } from "../../provider/src/index";
import { problemsOf } from "../generated/arguments";
import { type LogMessage, type RenderOptions, render } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const program = `registry.example.com/replies@sha256:${"b".repeat(64)}`;
const status = { conditions: [{ type: "Ready", status: "True" }], sinkUri: "http://audit.shop.svc" };
const cluster: RenderOptions = { respond: () => ({ status }), read: () => ({ metadata: {}, status }) };

const server = { bootstrapServers: ["kafka:9092"], image: program };
const replies = { ...server, topic: "reports" };
const nightly = { schedule: "@daily", replies };
const cron = (given: object) => ({ nightly: { schedule: "@daily", replies: given } });
const key = (name: string) => ({ name: "kafka", key: name });

describe("sources: answers in a topic, bad input at its path", () => {
  const read = (topic: string, kafka: object) => ({
    cron: cron({ ...replies, topic }),
    kafka: { placed: { ...server, ...kafka } },
  });
  const refused: Record<string, [object, string[]]> = {
    "no topic": [{ cron: cron(server) }, ["triggers.cron.nightly.replies.topic"]],
    "a topic that Kafka can't have": [
      { cron: cron({ ...server, topic: "a b" }) },
      ["triggers.cron.nightly.replies.topic"],
    ],
    "a user without a password": [
      { cron: cron({ ...replies, sasl: { user: key("u") } }) },
      ["triggers.cron.nightly.replies.sasl.password"],
    ],
    "a topic that the function reads": [read("a", { topics: ["a"] }), ["triggers.cron.nightly.replies.topic"]],
    "a topic that a pattern of the function matches": [
      read("ab", { topicPattern: "a.*" }),
      ["triggers.cron.nightly.replies.topic"],
    ],
    "a topic of that name on another server": [read("a", { topics: ["a"], bootstrapServers: ["other:9092"] }), []],
    "a topic that it does not read": [read("b", { topics: ["a"] }), []],
    "no registry for the program": [
      { event: { paid: { broker: "orders", replies: { bootstrapServers: ["kafka:9092"], topic: "a" } } } },
      ["registry"],
    ],
    "a name that is too long": [{ cron: { ["a".repeat(40)]: nightly } }, [`triggers.cron.${"a".repeat(40)}`]],
  };
  for (const [title, [triggers, paths]] of Object.entries(refused))
    it(title, () => {
      const found = problemsOf("Function", { image, name: "a".repeat(10), triggers });
      assert.deepEqual(
        found.map(({ propertyPath }) => propertyPath),
        paths,
        JSON.stringify(found),
      );
    });

  it("an event source has them where its sink answers at an address that is known", () => {
    const source = (sink: object) => problemsOf("EventSource", { cron: nightly, sink }).map(({ reason }) => reason);
    assert.deepEqual(source({ function: "audit" }), []);
    assert.deepEqual(source({ url: "http://audit.example.com/in?a=1" }), []);
    for (const sink of [{ broker: "orders" }, { channel: "orders" }])
      assert.match(source(sink).join(), /^requires a sink that answers, got a (broker|channel); leave it out/);
    assert.match(
      source({ ref: { apiVersion: "example.com/v1", kind: "Thing", name: "thing" } }).join(),
      /^requires a sink/,
    );
  });
});

describe("sources: objects of answers in a topic", () => {
  const kind = (all: { type: string }[]) => all.map(({ type }) => type.split(":").at(-1));

  it("the program is there before what sends events to it, which depends on it", async () => {
    const all = await render(() => void new Function("audit", { image, triggers: { cron: { nightly } } }), cluster);
    const own = all.filter(({ name }) => name === "audit/nightly");
    assert.deepEqual(kind(own), ["Deployment", "Service", "PingSource"]);
    const [deployment, service, source] = own;
    assert.ok(service?.dependencies.includes(deployment?.urn ?? ""));
    for (const before of [deployment, service]) assert.ok(source?.dependencies.includes(before?.urn ?? ""));
  });

  it("of an event source they are its own, at the path of its sink", async () => {
    const sink = { url: "https://audit.example.com/in?a=1" };
    const all = await render(() => void new EventSource("timer", { cron: nightly, sink }), cluster);
    assert.deepEqual(kind(all).slice(1), ["Deployment", "Service", "PingSource"]);
    const specOf = (of: string) => {
      const { inputs } = all.find(({ type }) => type.endsWith(`:${of}`)) ?? assert.fail(of);
      return JSON.parse(JSON.stringify(inputs.spec));
    };
    const [container] = specOf("Deployment").template.spec.containers;
    const address = container.env.find(({ name }: { name: string }) => name === "K_SINK").value;
    assert.equal(address, "https://audit.example.com");
    assert.deepEqual(specOf("PingSource").sink, {
      ref: { apiVersion: "v1", kind: "Service", name: "timer-replies", namespace: "default" },
      uri: "/in?a=1",
    });
  });

  it("a preview routes the samples to the function, not to the program", async () => {
    const logs: LogMessage[] = [];
    const make = () => {
      const { name } = new Broker("answered", { samples: { paid: { type: "order.paid" } } });
      new Function("audit", { image, triggers: { event: { paid: { broker: name, replies } } } });
    };
    await render(make, { ...cluster, preview: true, logs });
    assert.deepEqual(
      logs.filter(({ message }) => message.startsWith("routing:")).map(({ message }) => message),
      ["routing: paid -> +audit"],
    );
  });
});
