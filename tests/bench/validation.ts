// What the check of a function's arguments takes in a process that has checked others before, compared with zod's own part of it.

import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import type { FunctionArgs } from "../../provider/src/index";
import { validate } from "../../provider/src/input/validate";
import { type Row, rounds } from "./measure";

const times = 20;
const repetitions = 50;
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const many = <Value>(count: number, key: string, value: (index: number) => Value) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${key}${index}`, value(index)]));

/** About a page of YAML. */
const page: FunctionArgs = {
  image,
  labels: { team: "orders" },
  env: many(20, "NAME_", String),
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  scale: { min: 1, max: 10, target: 50 },
  timeouts: { requestSeconds: 30 },
  triggers: {
    cron: { hourly: { schedule: "0 * * * *" } },
    event: many(10, "order", (index) => ({ broker: "events", filters: [{ exact: { type: `order.${index}` } }] })),
  },
};

export async function validation(): Promise<Row[]> {
  const of = async (name: string, args: FunctionArgs): Promise<Row> => ({
    name: `arguments of a function, ${name}, against zod alone`,
    unit: "ms",
    goal: 2,
    ...(await rounds(
      times,
      async () => each(() => validate("Function", functionArgs, args, functionRules)),
      async () => each(() => functionArgs.parse(args)),
    )),
  });
  return [await of("an image", { image }), await of("a page of them", page)];
}

/** Milliseconds of one of many. */
function each(work: () => unknown): number {
  const began = performance.now();
  for (let left = repetitions; left > 0; left--) work();
  return (performance.now() - began) / repetitions;
}
