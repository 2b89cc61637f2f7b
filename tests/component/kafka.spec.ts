// Kafka sources of this package: rules, groups that several sources share, and what a preview reports about another group or topic.
import assert from "node:assert/strict";
import { EventSource, Function } from "../../provider/src/index";
import { problemsOf } from "../generated/arguments";
import { type LogMessage, type Registration, type RenderOptions, render, stateOf, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const program = `registry.example.com/source@sha256:${"b".repeat(64)}`;
const ready = { conditions: [{ type: "Ready", status: "True" }], sinkUri: "http://audit.shop.svc" };
const cluster: RenderOptions = {
  respond: ({ type }) => (type.endsWith(":SinkBinding") ? { status: ready } : undefined),
  read: () => ({ status: ready }),
};

const server = { image: program, bootstrapServers: ["kafka:9092"] };
const orders = { ...server, topics: ["orders"], group: "orders" };
const key = (name: string) => ({ name: "kafka", key: name });

describe("sources: Kafka, bad input at its path", () => {
  const refused: Record<string, [object, string]> = {
    "topics and a pattern": [{ topics: ["a"], topicPattern: "b" }, "topicPattern topics and topicPattern are"],
    "neither of them": [{}, " expected exactly one of topics, topicPattern"],
    "a pattern that RE2 does not have": [{ topicPattern: "a(?!b)" }, "topicPattern expected a regular expression"],
    "a pattern that is none": [{ topicPattern: "a(" }, "topicPattern expected a regular expression"],
    "a topic that Kafka can't have": [{ topics: ["a b"] }, 'topics[0] expected a topic of letters, digits, "."'],
    "a topic twice": [{ topics: ["a", "b", "a"] }, "topics[2] is in the list already"],
    "an offset that is no time": [{ topics: ["a"], initialOffset: "2026-02-31T00:00:00Z" }, "initialOffset expected"],
    "an order": [{ topics: ["a"], ordered: "keys" }, "ordered "],
    "replies to what is read": [
      { topics: ["a"], replies: { topic: "a" } },
      "replies.topic expected a topic that is not",
    ],
    "dead letters to what a pattern reads": [
      { topicPattern: "a.*", delivery: { deadLetter: { topic: "ab" } } },
      "delivery.deadLetter.topic expected a topic that is not read here",
    ],
    "two places for dead letters": [
      { topics: ["a"], delivery: { deadLetter: { topic: "b", function: "c" } } },
      "delivery.deadLetter.topic function and topic are mutually exclusive",
    ],
    "a mechanism": [{ topics: ["a"], sasl: { mechanism: "GSSAPI" } }, "sasl.mechanism "],
    "a user without a password": [
      { topics: ["a"], sasl: { user: key("u") } },
      "sasl.password is required with mechanism",
    ],
    "a token for PLAIN": [
      { topics: ["a"], sasl: { user: key("u"), password: key("p"), token: key("t") } },
      "sasl.token is not valid with mechanism",
    ],
    "no token": [{ topics: ["a"], sasl: { mechanism: "OAUTHBEARER" } }, "sasl.token is required with mechanism"],
    "half a certificate": [{ topics: ["a"], tls: { cert: key("c") } }, "tls.key is required with cert"],
    "a port that is none": [
      { topics: ["a"], bootstrapServers: ["kafka:65536"] },
      "bootstrapServers[0] expected host:port",
    ],
    "port 0": [{ topics: ["a"], bootstrapServers: ["kafka:0"] }, "bootstrapServers[0] expected host:port"],
    "a group of blanks": [{ topics: ["a"], group: "  " }, "group expected more than blanks"],
    "a placeholder": [
      { topics: ["a"], event: { id: "{offsett}" } },
      "event.id unknown placeholder {offsett}; did you mean",
    ],
  };
  for (const [title, [args, words]] of Object.entries(refused)) {
    it(title, () => {
      const triggers = { kafka: { placed: { ...server, ...args } } };
      const told = problemsOf("Function", { image, triggers }).map(
        ({ propertyPath, reason }) =>
          `${propertyPath.replace("triggers.kafka.placed", "").replace(/^\./, "")} ${reason}`,
      );
      const found = told.map((one) => one.replaceAll(/\.(\d+)(?=[. ]|$)/g, "[$1]"));
      assert.ok(
        found.some((one) => one.startsWith(words)),
        `${words} in ${JSON.stringify(found)}`,
      );
      assert.equal(found.length, 1, JSON.stringify(found));
    });
  }

  it("scale and replies are for a function that answers", () => {
    const source = (kafka: object, sink: object) =>
      problemsOf("EventSource", { kafka: { ...orders, ...kafka }, sink } as never);
    const paths = (all: { propertyPath: string }[]) => all.map(({ propertyPath }) => propertyPath);
    assert.deepEqual(paths(source({ scale: { target: 1 } }, { function: "audit" })), ["kafka.scale"]);
    assert.deepEqual(paths(source({ replies: { topic: "prices" } }, { broker: "hub" })), ["kafka.replies"]);
    assert.deepEqual(source({ replies: { topic: "prices" } }, { function: "audit" }), []);
    const scaled = { image, triggers: { kafka: { placed: { ...orders, scale: { target: 1 } } } } };
    assert.deepEqual(paths(problemsOf("Function", scaled)), ["scale.max"]);
    const two = {
      kafka: scaled.triggers.kafka,
      redis: { jobs: { image: program, addresses: ["r:1"], list: { key: "a" }, scale: { target: 1 } } },
    };
    assert.deepEqual(paths(problemsOf("Function", { ...scaled, scale: { max: 2 }, triggers: two })), [
      "triggers.redis.jobs.scale",
    ]);
  });

  const reading = (topics: string[], answers?: string) => ({
    ...server,
    topics,
    ...(answers === undefined ? {} : { replies: { topic: answers } }),
  });
  const loops: Record<string, [Record<string, object>, string[]]> = {
    "answers that come back through another trigger": [
      { placed: reading(["a"], "b"), back: reading(["b"], "a") },
      ["triggers.kafka.placed.replies.topic", "triggers.kafka.back.replies.topic"],
    ],
    "answers that come back through two others": [
      { one: reading(["a"], "b"), two: reading(["b"], "c"), three: reading(["c"], "a"), out: reading(["c"], "d") },
      ["triggers.kafka.one.replies.topic", "triggers.kafka.two.replies.topic", "triggers.kafka.three.replies.topic"],
    ],
    "a chain that ends": [{ placed: reading(["a"], "b"), priced: reading(["b"], "c"), done: reading(["c"]) }, []],
    "the same names in another Kafka": [
      { placed: reading(["a"], "b"), back: { ...reading(["b"], "a"), bootstrapServers: ["other:9092"] } },
      [],
    ],
  };
  for (const [title, [kafka, paths]] of Object.entries(loops))
    it(title, () => {
      const found = problemsOf("Function", { image, triggers: { kafka } });
      assert.deepEqual(
        found.map(({ propertyPath }) => propertyPath),
        paths,
      );
      for (const { reason } of found) assert.match(reason, /would be called with its own answers endlessly/);
    });
});

async function told(make: () => void, left: Registration[] = [], preview = true): Promise<string[]> {
  const logs: LogMessage[] = [];
  await render(make, { ...cluster, ...withState(stateOf(left), cluster), preview, logs });
  return logs
    .filter(({ message }) => /group|topic/.test(message))
    .map(({ severity, message }) => `${severity}: ${message}`);
}

describe("sources: Kafka, another group or topic in a preview", () => {
  const audit = (kafka: object) => () =>
    void new Function("audit", { image, triggers: { kafka: { placed: { ...orders, ...kafka } } } } as never);
  const source = (kafka: object) => () =>
    void new EventSource("reader", { kafka: { ...orders, ...kafka }, sink: { function: "audit" } } as never);
  const stays =
    "Kafka keeps its offsets for offsets.retention.minutes (a week, unless the brokers say otherwise), then forgets it";

  for (const [at, make] of Object.entries({ "triggers.kafka.placed": audit, kafka: source })) {
    it(`says at ${at} what it means`, async () => {
      const left = await render(make({}), cluster);
      assert.deepEqual(await told(make({}), left), []);
      assert.deepEqual(await told(make({ group: "orders-2" }), left, false), []);
      assert.deepEqual(await told(make({ group: "orders-2" }), left), [
        `info: ${at}: group orders-2 is new: it begins at the end; entries produced before are not read; group orders is read no more: ${stays}`,
      ]);
      assert.deepEqual(await told(make({ topics: ["orders", "returns"], initialOffset: "earliest" }), left), [
        `info: ${at}: topic returns: where group orders has committed nothing yet, it begins at the oldest entries; everything that Kafka retains is read`,
        `info: ${at}: initialOffset earliest: only for partitions of which group orders has committed nothing; the others go on where they are`,
      ]);
    });
  }

  it("says what stays of a source that is gone", async () => {
    const left = await render(audit({}), cluster);
    assert.deepEqual(await told(() => void new Function("audit", { image }), left), [
      `info: source audit/placed: group orders is read no more: ${stays}`,
    ]);
  });

  const renamed = (group: string | undefined) => () =>
    void new Function("audit", { image, triggers: { kafka: { later: { ...orders, group } } } } as never);
  const begins = "otherwise it begins at the end; entries produced before are not read";

  it("says where a source begins that is new under another key", async () => {
    const left = await render(audit({}), cluster);
    const lines = await told(renamed("orders-2"), left);
    assert.deepEqual(lines.sort(), [
      `info: source audit/placed: group orders is read no more: ${stays}`,
      `info: triggers.kafka.later: group orders-2 goes on where it was if Kafka knows it; ${begins}`,
    ]);
  });

  it("a group that another key goes on with is not left", async () => {
    const left = await render(audit({}), cluster);
    assert.deepEqual(await told(renamed("orders"), left), [
      `info: triggers.kafka.later: group orders goes on where it was if Kafka knows it; ${begins}`,
    ]);
  });

  it("says that the group of a source with deleteGroup goes with it", async () => {
    const left = await render(audit({ deleteGroup: true }), cluster);
    assert.deepEqual(await told(() => void new Function("audit", { image }), left), [
      "info: source audit/placed: group orders is read no more: it is deleted with its source (deleteGroup), so nothing knows any more where it was",
    ]);
  });

  it("compares a component that was renamed with what it read under its old name", async () => {
    const left = await render(source({}), cluster);
    const kafka = { ...orders, group: "orders-2" };
    const renamed = () =>
      void new EventSource("other", { name: "reader", kafka, sink: { function: "audit" } } as never, {
        aliases: [{ name: "reader" }],
      });
    assert.match(
      (await told(renamed, left)).join("\n"),
      /^info: kafka: group orders-2 is new: .* orders is read no more/m,
    );
  });

  it("warns of two sources of one group", async () => {
    const both = () => {
      audit({})();
      source({})();
    };
    const warnings = (await told(both)).filter((line) => line.startsWith("warning: "));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /group: .* reads the same data under the same name/);
  });
});
