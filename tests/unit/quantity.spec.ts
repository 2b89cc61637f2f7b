// Kubernetes quantities, exact in every notation, and the comparisons that use them.
import assert from "node:assert/strict";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { budgetProblems, footprintOf } from "../../provider/src/function/traffic/budget";
import { amount, nanos } from "../../provider/src/input/quantity";
import { validate } from "../../provider/src/input/validate";

describe("function: quantities", () => {
  const cases: [string, bigint][] = [
    ["0", 0n],
    ["1", 1_000_000_000n],
    ["13m", 13_000_000n],
    ["0.013", 13_000_000n],
    ["1e-3", 1_000_000n],
    ["1.5E1", 15_000_000_000n],
    ["100u", 100_000n],
    ["7n", 7n],
    ["0.0000000001", 1n],
    ["1k", 1_000_000_000_000n],
    ["1Ki", 1_024_000_000_000n],
    ["1.5Gi", 1_610_612_736_000_000_000n],
    ["2Ei", 2_305_843_009_213_693_952_000_000_000n],
  ];
  for (const [text, expected] of cases) it(`${text} is exact`, () => assert.equal(nanos(text), expected));

  it("equal quantities are equal numbers", () => {
    const differing = Array.from({ length: 20_000 }, (_, milli) => [`${milli}m`, (milli / 1000).toFixed(3)]).filter(
      ([milli = "", decimal = ""]) => amount(milli) !== amount(decimal),
    );
    assert.deepEqual(differing, []);
  });

  it("a request is held against a limit that is written in another way", () => {
    const args = {
      image: `example.com/a@sha256:${"a".repeat(64)}`,
      resources: {
        requests: { cpu: "13m", extended: { "example.com/gpu": "1" } },
        limits: { cpu: "0.013", extended: { "example.com/gpu": "01" } },
      },
    };
    assert.deepEqual(validate("Function", functionArgs, args, functionRules), args);
  });

  it("three Pods of 50m are a budget of 150m", () => {
    const footprint = footprintOf({ scale: { max: 3 }, requests: { cpu: "25m" }, sidecars: [], queueProxy: {} });
    assert.deepEqual(footprint, { minPods: 0, maxPods: 3, cpu: 0.05, memory: 0 });
    assert.deepEqual(budgetProblems({ maxCpu: "150m" }, [footprint]), []);
    assert.deepEqual(budgetProblems({ maxCpu: "149m" }, [footprint]), [
      {
        propertyPath: "budget.maxCpu",
        reason: 'expected at most "149m", got requests of up to 150m; lower scale.max, or raise the budget',
      },
    ]);
  });
});
