// What a stack of many functions costs the engine: registrations, calls and bytes are linear in the number of functions.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, Function, type FunctionArgs } from "../../provider/src/index";
import { type Registration, type RenderOptions, render, type State, stateOf, withState } from "./harness";

const image = `127.0.0.1:5000/hello@sha256:${"a".repeat(64)}`;

type Program = (count: number) => void;

/** Names of one length, so that only the number of functions changes the size. */
const named = (index: number) => `function-${String(index).padStart(3, "0")}`;

function functions(count: number, args: (index: number) => FunctionArgs): void {
  for (let index = 0; index < count; index++) new Function(named(index), args(index));
}

const programs: Record<string, Program> = {
  "functions of an image": (count) => functions(count, () => ({ image })),
  "functions with a secret and variables": (count) =>
    functions(count, (index) => ({
      image,
      env: { NAME: named(index) },
      secrets: { TOKEN: pulumi.secret("s3cret") },
    })),
  "functions with triggers of one broker": (count) => {
    const broker = new Broker("events", {});
    functions(count, () => ({
      image,
      triggers: {
        event: { created: { broker: broker.name, filters: [{ exact: { type: "order.created" } }] } },
        cron: { hourly: { schedule: "0 * * * *" } },
      },
    }));
  },
};

interface Cost {
  registrations: number;
  calls: Record<string, number>;
  bytes: number;
}

async function costOf(
  program: () => void,
  options: RenderOptions & { state?: State },
): Promise<Cost & { made: Registration[] }> {
  const calls: Record<string, number> = {};
  const { state = {}, ...others } = options;
  const { invoke } = withState(state);
  const counted: RenderOptions["invoke"] = (token, args) => {
    calls[token] = (calls[token] ?? 0) + 1;
    return invoke?.(token, args);
  };
  const made = await render(program, { ...others, invoke: counted });
  return { made, registrations: made.length, calls, bytes: JSON.stringify(made).length };
}

const counts = [1, 10, 100] as const;

describe("fast: what grows with the number of functions", () => {
  for (const [what, program] of Object.entries(programs)) {
    describe(what, function () {
      this.timeout(120_000);
      const costs: Cost[] = [];
      const again: Cost[] = [];

      before(async () => {
        for (const count of counts) {
          const first = await costOf(() => program(count), {});
          costs.push(first);
          again.push(await costOf(() => program(count), { preview: true, state: stateOf(first.made) }));
        }
      });

      const perFunction = (all: Cost[], of: (cost: Cost) => number) => {
        const [one = 0, ten = 0, hundred = 0] = all.map(of);
        return [(ten - one) / 9, (hundred - ten) / 90] as const;
      };

      it("registrations are linear, in an update and in a preview", () => {
        for (const all of [costs, again]) {
          const [few, many] = perFunction(all, ({ registrations }) => registrations);
          assert.equal(many, few);
        }
      });

      it("bytes are linear", () => {
        for (const all of [costs, again]) {
          const [few, many] = perFunction(all, ({ bytes }) => bytes);
          assert.ok(Math.abs(many / few - 1) < 0.01, `${few} bytes for each of 10, ${many} for each of 100`);
        }
      });

      it("the state is read once", () => {
        for (const { calls } of [...costs, ...again])
          assert.deepEqual(calls, { "pulumi:pulumi:readStackResourceOutputs": 1 });
      });
    });
  }

  it("no stack is taken of what the package creates", async () => {
    const kind = pulumi.Resource as unknown as { stackTrace(...args: unknown[]): object[] };
    const { stackTrace } = kind;
    let taken = 0;
    kind.stackTrace = (...args) => {
      taken += 1;
      return stackTrace.apply(kind, args);
    };
    try {
      const made = await render(() => functions(10, () => ({ image })));
      const components = made.filter(({ type }) => type.startsWith("knative-faas:")).length;
      assert.deepEqual([components, taken], [10, 10]);
    } finally {
      kind.stackTrace = stackTrace;
    }
  });
});
