// Filters offline: CESQL against the conformance cases of its specification, every dialect, and how a change affects the routing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { cesqlProblem } from "../../provider/src/filters/cesql/cesqlCheck";
import { evaluate } from "../../provider/src/filters/cesql/cesqlEvaluate";
import { parse } from "../../provider/src/filters/cesql/cesqlParser";
import { EvaluationError, type Value } from "../../provider/src/filters/cesql/cesqlValues";
import type { Event } from "../../provider/src/filters/filteredEvent";
import { type Filter, matches } from "../../provider/src/filters/passes";
import { type Routed, routedOf, routingOf } from "../../provider/src/filters/routed";
import { routingDiff } from "../../provider/src/filters/routing";

interface Case {
  suite: string;
  expression: string;
  event?: Event;
  error?: string;
  result?: Value;
}

const cases = load(readFileSync(join(__dirname, "..", "golden", "cesql.yaml"), "utf8")) as Case[];

/** The suite's event for cases without one. */
const fullEvent: Event = {
  id: "full-event",
  source: "http://example.com/source",
  type: "com.example.FullEvent",
  specversion: "1.0",
  subject: "topic",
  datacontenttype: "text/json",
  dataschema: "http://example.com/schema",
  exbool: true,
  exint: 42,
  exstring: "exstring",
};

/** The suite's kinds of errors, where this package has the same. */
function outcome(expression: string, event: Event): { result?: Value; error?: string } {
  try {
    return { result: evaluate(parse(expression), event) };
  } catch (error) {
    if (error instanceof SyntaxError) return { error: "parse" };
    if (error instanceof EvaluationError) return { error: "evaluation" };
    throw error;
  }
}

describe("filters: CESQL", () => {
  for (const suite of new Set(cases.map((one) => one.suite))) {
    it(`conforms in ${suite}`, () => {
      for (const { expression, event, error, result } of cases.filter((one) => one.suite === suite)) {
        const kind = error === "parse" ? "parse" : "evaluation";
        const expected = error === undefined ? { result } : { error: kind };
        const { specversion = "1.0", ...given } = event ?? fullEvent;
        assert.deepEqual(outcome(expression, { specversion, ...given }), expected, expression);
      }
    });
  }

  const problems: [string, string | undefined][] = [
    ["type = 'order.paid' AND amount > 100", undefined],
    ["NOT EXISTS subject", undefined],
    ["IS_INT(amount)", undefined],
    [
      "type = ",
      "is not a valid CESQL expression: character 8: expected an attribute, a value, a function, NOT, EXISTS or a bracket, found the end",
    ],
    [
      "type == 'a'",
      'is not a valid CESQL expression: character 7: expected an attribute, a value, a function, NOT, EXISTS or a bracket, found "="',
    ],
    ["type = 'a' b", 'is not a valid CESQL expression: character 12: expected an operator or the end, found "b"'],
    ["type = 'a", 'is not a valid CESQL expression: character 8: "\'" is unexpected'],
    ["type LIKE source", 'is not a valid CESQL expression: character 11: expected a quoted string, found "source"'],
    [
      "amount = 99999999999",
      'is not a valid CESQL expression: character 10: expected a 32-bit integer, found "99999999999"',
    ],
    ["5-3 = 2", 'is not a valid CESQL expression: character 2: expected an operator or the end, found "-3"'],
    ["LENGHT(type) > 3", 'calls LENGHT with 1 argument, but CESQL has no such function; did you mean "LENGTH"?'],
    ["amount + 1", "is not a boolean; compare it with something, e.g. LENGTH(subject) > 3"],
  ];
  for (const [expression, reason] of problems)
    it(`${reason === undefined ? "takes" : "refuses"} ${expression}`, () =>
      assert.equal(cesqlProblem(expression), reason));

  for (const [title, expression] of [
    ["brackets", `${"(".repeat(5000)}TRUE`],
    ["sums", `1${" + 1".repeat(20_000)} > 2`],
    ["negations", `${"NOT ".repeat(20_000)}TRUE`],
  ] as const)
    it(`a filter of too many ${title} is refused by its length`, () =>
      assert.match(
        cesqlProblem(expression) ?? "",
        /^expected at most 4096 characters, got \d+; use a function as a filter$/,
      ));
});

describe("filters: each dialect", () => {
  const event: Event = { id: "1", type: "order.paid", source: "/the/shop", region: "eu", amount: "120" };
  const table: [string, Filter[], boolean][] = [
    ["no filter lets all through", [], true],
    ["exact", [{ exact: { type: "order.paid", region: "eu" } }], true],
    ["exact of an attribute that is not there", [{ exact: { subject: "a" } }], false],
    ["prefix", [{ prefix: { type: "order." } }], true],
    ["suffix", [{ suffix: { source: "/shop", type: ".sent" } }], false],
    ["all", [{ all: [{ prefix: { type: "order." } }, { exact: { region: "us" } }] }], false],
    ["any", [{ any: [{ exact: { region: "us" } }, { cesql: "amount > 100" }] }], true],
    ["not", [{ not: { exact: { region: "us" } } }], true],
    ["not of what can't be evaluated", [{ not: { cesql: "subject = 'a'" } }], true],
    ["cesql of an attribute that is not there", [{ cesql: "subject != 'a'" }], false],
    ["a list is an and", [{ prefix: { type: "order." } }, { exact: { region: "us" } }], false],
  ];
  for (const [title, filters, expected] of table) it(title, () => assert.equal(matches(filters, event), expected));
});

describe("filters: routing", () => {
  const samples = { paid: { id: "1", type: "order.paid", amount: "500" }, low: { id: "2", type: "stock.low" } };
  const trigger = (to: string, ...filters: Filter[]): Routed => ({ broker: "default/orders", to, filters });
  const before = [
    trigger("audit", { exact: { type: "order.paid" } }),
    trigger("stock", { prefix: { type: "stock." } }),
  ];

  it("says who gets which sample", () =>
    assert.deepEqual(routingOf(before, samples), { paid: ["audit"], low: ["stock"] }));

  it("a receiver with two triggers gets what either lets through", () => {
    const two = [trigger("all", { exact: { type: "order.paid" } }), trigger("all", { prefix: { type: "stock." } })];
    assert.deepEqual(routingOf(two, samples), { paid: ["all"], low: ["all"] });
  });

  it("says what a change does, and nothing of samples that go where they went", () => {
    const after = [before[1] as Routed, trigger("fraud", { cesql: "amount > 100" })];
    assert.deepEqual(routingDiff(routingOf(before, samples), routingOf(after, samples)), ["paid -> +fraud, -audit"]);
    assert.deepEqual(routingDiff(routingOf(before, samples), routingOf(before, samples)), []);
  });

  it("reads a Trigger as it is in a state", () => {
    const subscriber = { ref: { name: "audit" } };
    const metadata = { name: "audit-paid-1a2b3", namespace: "shop" };
    assert.deepEqual(routedOf({ metadata, spec: { broker: "orders", subscriber } }), {
      broker: "shop/orders",
      to: "audit",
      filters: [],
    });
    const brokerRef = { name: "orders", namespace: "hub" };
    assert.equal(routedOf({ metadata, spec: { brokerRef, subscriber } }).broker, "hub/orders");
  });
});
