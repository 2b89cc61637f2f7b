// What a preview reports about filters: triggers that no sample reaches, and attributes that are probably misspelt.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, Function } from "../../provider/src/index";
import { type LogMessage, type Registration, type RenderOptions, render, stateOf, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const status = { conditions: [{ type: "Ready", status: "True" }], address: { url: "http://there" } };
const cluster: RenderOptions = {
  respond: ({ type }) => (/:(Broker|Trigger)$/.test(type) ? { status } : undefined),
  read: () => ({ metadata: {}, status }),
};

type Samples = Record<string, Record<string, string>>;
type Filters = () => object[] | undefined;

/** Brokers are shared by all programs of the process: each test has its own. */
function program(broker: string, samples: Samples, triggers: Record<string, Filters>) {
  return () => {
    const { name } = new Broker(broker, { samples });
    const event = Object.entries(triggers).map(([key, filters]) => [key, { broker: name, filters: filters() }]);
    new Function("audit", { image, triggers: { event: Object.fromEntries(event) } } as never);
  };
}

/** Messages about routing and attributes, each as `severity: message`. */
async function told(make: () => void, left: Registration[] = [], preview = true): Promise<string[]> {
  const logs: LogMessage[] = [];
  await render(make, { ...cluster, ...withState(stateOf(left), cluster), preview, logs });
  const all = logs.filter(({ message }) => /^routing:|filters/.test(message));
  return all.map(({ severity, message }) => `${severity}: ${message}`);
}

const exact = (attributes: object) => () => [{ exact: attributes }];
const paid = { type: "order.paid" };
const samples = { paid };

const line = (at: string, name: string, meant: string) =>
  `warning: triggers.event.paid.filters${at}: ${name} is not a standard attribute of an event; did you mean \`${meant}\`?`;

describe("filters: triggers that no sample reaches", () => {
  it("are reported, and so is the attribute that is misspelt", async () => {
    const make = program("missed", samples, { paid: exact({ tpye: "order.paid" }) });
    assert.deepEqual((await told(make)).sort(), [
      "info: routing: no sample reaches triggers.event.paid",
      line("[0].exact.tpye", "tpye", "type"),
    ]);
  });

  it("are reported next to those that are reached", async () => {
    const make = program("partly", samples, { all: () => undefined, sent: exact({ type: "order.sent" }) });
    assert.deepEqual(await told(make), [
      "info: routing: paid -> +audit",
      "info: routing: no sample reaches triggers.event.sent",
    ]);
  });

  it("are reported where they have changed, and not where they are as they were", async () => {
    const triggers = { one: exact({ type: "order.sent" }), two: exact({ type: "order.lost" }) };
    const left = await render(program("changed", samples, triggers), cluster);
    assert.deepEqual(await told(program("changed", samples, triggers), left), []);
    const other = program("changed", samples, { ...triggers, two: exact({ type: "order.gone" }) });
    assert.deepEqual(await told(other, left), ["info: routing: no sample reaches triggers.event.two"]);
  });

  it("are not told of a broker without samples, nor in an update", async () => {
    const triggers = { sent: exact({ type: "order.sent" }) };
    assert.deepEqual(await told(program("silent", {}, triggers)), []);
    assert.deepEqual(await told(program("updated", samples, triggers), [], false), []);
  });
});

describe("filters: attributes that are probably misspelt", () => {
  const cases: [string, Filters, string[]][] = [
    ["standard ones, and extensions", exact({ type: "a", subject: "b", amount: "c", timezone: "d" }), []],
    ["one letter more", exact({ types: "a" }), [line("[0].exact.types", "types", "type")]],
    ["in a prefix", () => [{ prefix: { sorce: "/shop" } }], [line("[0].prefix.sorce", "sorce", "source")]],
    [
      "deep inside",
      () => [{ exact: paid }, { any: [{ not: { suffix: { subjct: "a" } } }] }],
      [line("[1].any[0].not.suffix.subjct", "subjct", "subject")],
    ],
    ["in CESQL", () => [{ cesql: "LENGTH(tipe) > 3" }], [line("[0].cesql", "tipe", "type")]],
    ["in CESQL that comes later", () => [{ cesql: pulumi.output("EXISTS tiem") }], [line("[0].cesql", "tiem", "time")]],
    ["as an Output", () => [{ exact: pulumi.output({ tpye: "a" }) }], []],
  ];
  for (const [title, filters, expected] of cases)
    it(title, async () => {
      const make = program("spelt", {}, { paid: filters });
      assert.deepEqual(await told(make), expected);
      assert.deepEqual(await told(make, [], false), expected);
    });

  it("not one that a sample of the program has", async () => {
    const make = program("meant", { paid: { ...paid, uid: "1" } }, { paid: exact({ uid: "1" }) });
    assert.deepEqual(await told(make), ["info: routing: paid -> +audit"]);
  });
});
