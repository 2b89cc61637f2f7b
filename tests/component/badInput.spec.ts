// Every malformed input that the schemas can generate is reported at its path, with the value received and what is allowed; nothing is created.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import { brokerRules } from "../../provider/src/broker/brokerRules";
import { brokerArgs } from "../../provider/src/broker/brokerSchema";
import { flowRules } from "../../provider/src/flow/flowRules";
import { flowArgs } from "../../provider/src/flow/flowSchema";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { Function, Knative } from "../../provider/src/index";
import { isPlain } from "../../provider/src/input/explain";
import { InvalidArgs } from "../../provider/src/input/problems";
import { type Rule, validate } from "../../provider/src/input/validate";
import { eventingFlags } from "../../provider/src/knative/eventingConfig";
import { featureFlags } from "../../provider/src/knative/knativeFlags";
import { knativeRules } from "../../provider/src/knative/knativeRules";
import { knativeArgs } from "../../provider/src/knative/knativeSchema";
import { sourceRules } from "../../provider/src/source/eventSourceRules";
import { sourceArgs } from "../../provider/src/source/eventSourceSchema";
import { type RenderOptions, render } from "./harness";
import { type Malformed, malformed, segments } from "./malformed";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const allFlags = Object.fromEntries([...featureFlags, ...eventingFlags].map((flag) => [flag, "enabled"]));

const ofFunction = malformed(functionArgs, { image });
const ofKnative = malformed(knativeArgs, {});

/** The components of events, each with valid arguments. */
// biome-ignore lint/suspicious/noExplicitAny: rules of any component
const ofEvents: { name: string; schema: z.ZodObject; rules: Rule<any>[]; base: object }[] = [
  { name: "Broker", schema: brokerArgs, rules: brokerRules, base: {} },
  { name: "EventSource", schema: sourceArgs, rules: sourceRules, base: {} },
  { name: "Flow", schema: flowArgs, rules: flowRules, base: {} },
];

/** The problem at the path; its message must be complete. */
function told({ path, value, kind }: Malformed, error: unknown): void {
  assert.ok(error instanceof InvalidArgs, `${kind} at ${path}: ${error}`);
  const problem = error.problems.find(({ propertyPath }) => propertyPath === path);
  assert.ok(
    problem,
    `${kind} at ${path}: reported at ${error.problems.map(({ propertyPath }) => propertyPath).join(", ")}`,
  );
  const { reason } = problem;
  // An unknown property is reported by its name alone, and an empty string shows nothing.
  const isEvident = value === undefined || reason.startsWith("unknown property; ") || reason === "must not be empty";
  const given = isEvident ? "" : JSON.stringify(value)?.slice(0, 40);
  const isSecret = /secret/.test(reason);
  const isKey = /name|key|expected/.test(reason) && kind === "a key that is not allowed";
  assert.ok(isSecret || isKey || reason.includes(given as string), `${path}: ${reason} does not say ${given}`);
  assert.match(
    reason,
    /expected|is required|unknown property|must |set |choose|rename|leave|keep|remove|reserved|can't/,
    `${path}: ${reason}`,
  );
}

function refusal(check: () => unknown): unknown {
  try {
    check();
  } catch (error) {
    return error;
  }
  return undefined;
}

function counted(all: Malformed[]): string {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return kinds.map((kind) => `${all.filter((one) => one.kind === kind).length} ${kind}`).join(", ");
}

describe("errors: bad input", () => {
  it(`of Function is reported, every one of ${ofFunction.length}`, () => {
    assert.ok(ofFunction.length > 300);
    for (const one of ofFunction)
      told(
        one,
        refusal(() => validate("Function", functionArgs, one.args, functionRules)),
      );
    console.log(`      ${counted(ofFunction)}`);
  });

  it(`of Knative is reported, every one of ${ofKnative.length}`, () => {
    for (const one of ofKnative)
      told(
        one,
        refusal(() => validate("Knative", knativeArgs, one.args, knativeRules)),
      );
    console.log(`      ${counted(ofKnative)}`);
  });

  for (const { name, schema, rules, base } of ofEvents) {
    const all = malformed(schema, base as Record<string, unknown>);
    it(`of ${name} is reported, every one of ${all.length}`, () => {
      assert.ok(all.length > 80);
      for (const one of all)
        told(
          one,
          refusal(() => validate(name, schema, one.args, rules)),
        );
      console.log(`      ${counted(all)}`);
    });
  }

  /** Every n-th, to cover all parts of the schema. */
  const some = (all: Malformed[], count: number) =>
    all.filter((_, index) => index % Math.ceil(all.length / count) === 0);

  it("registers nothing", async () => {
    const options: RenderOptions = {
      respond: ({ type }) => assert.ok(!type.startsWith("kubernetes:"), type) as undefined,
    };
    for (const { args } of some(ofFunction, 40))
      await assert.rejects(
        render(() => void new Function("hello", args as never), options),
        InvalidArgs,
      );
    for (const { args } of some(ofKnative, 10))
      await assert.rejects(
        render(() => void new Knative("knative", args as never), options),
        InvalidArgs,
      );
  });

  it("that comes late, as an Output, is reported at the same path, and registers nothing", async () => {
    const leaves = ofFunction.filter(
      ({ kind, path }) =>
        /number out of range|none of the words|text that is not allowed/.test(kind) &&
        !isPlain(functionArgs, segments(path)),
    );
    const options: RenderOptions = {
      respond: ({ type }) => assert.ok(!type.startsWith("kubernetes:"), type) as undefined,
      // With all flags of Serving and Eventing on, only the Output is wrong: otherwise either could be reported first.
      read: () => ({ metadata: {}, data: allFlags }),
    };
    // Where the other arguments are valid, so that only the Output is wrong.
    const alone = leaves.filter(
      (one) => refusal(() => validate("Function", functionArgs, withOutput(one, never), functionRules)) === undefined,
    );
    assert.ok(alone.length > 40);
    for (const one of some(alone, 40)) {
      const args = withOutput(one, (value) => setTimeout(5, value));
      const error = await render(() => void new Function("hello", args as never), options).then(
        () => undefined,
        (reason) => reason,
      );
      told(one, error);
    }
  });
});

/** The same arguments with a promise of the bad value instead. */
function withOutput({ args, path, value }: Malformed, promise: (value: unknown) => Promise<unknown>): object {
  const copy = structuredClone(args);
  const names = segments(path);
  const last = names.pop() as string;
  const owner = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, copy);
  owner[last] = promise(value);
  return copy;
}

/** A check of the other arguments must leave no promise that is rejected in another test. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
