// Random filters and events by a seed, in every dialect: the same seed gives the same ones.
import type { Event } from "../../provider/src/filters/filteredEvent";
import type { Filter } from "../../provider/src/filters/passes";
import { randomOf } from "../random";

export interface GeneratedCase {
  filters: Filter[];
  event: Event;
}

/** `count` cases; events have string attributes only, as they are sent in HTTP headers. */
export function generated(seed: number, count: number): GeneratedCase[] {
  const next = randomOf(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const some = <T>(least: number, most: number, make: () => T): T[] =>
    Array.from({ length: least + Math.floor(next() * (most - least + 1)) }, make);

  const values = [
    "order.paid",
    "order.sent",
    "order",
    "stock.low",
    "eu",
    "us",
    "12",
    "100",
    "-3",
    "true",
    "FALSE",
    "a_b",
    "50%",
  ];
  const names = ["type", "source", "subject", "region", "amount", "flag"] as const;
  const event = (index: number): Event => ({
    id: `e${index}`,
    type: pick(values.slice(0, 4)),
    source: pick(["/shop", "/stock", "/the/shop"]),
    ...(next() < 0.5 ? { subject: pick(values) } : {}),
    ...(next() < 0.7 ? { region: pick(["eu", "us", "eu-west"]) } : {}),
    ...(next() < 0.7 ? { amount: pick(["12", "100", "-3", "1e3", "99999999999"]) } : {}),
    ...(next() < 0.5 ? { flag: pick(["true", "false", "maybe"]) } : {}),
  });

  const attributes = () => Object.fromEntries(some(1, 2, () => [pick(names), pick(values)]));
  const literal = () => pick(["'order.paid'", '"eu"', "12", "100", "-3", "TRUE", "false", "'12'", "''"]);
  const operand = (): string =>
    pick([
      () => pick(names),
      literal,
      () => `LENGTH(${pick(names)})`,
      () => `UPPER(${pick(names)})`,
      () => `INT(${pick(names)})`,
      () => `${pick(names)} + 1`,
      () => `(${literal()} * 2 % 7)`,
      () => `LEFT(${pick(names)}, 3)`,
      () => `SUBSTRING(${pick(names)}, -2)`,
      () => `CONCAT_WS('-', ${pick(names)}, ${literal()})`,
    ])();
  const test = (): string =>
    pick([
      () => `${operand()} ${pick(["=", "!=", "<>", "<", "<=", ">", ">="])} ${operand()}`,
      () => `EXISTS ${pick(names)}`,
      () => `${pick(names)} ${pick(["", "NOT "])}LIKE ${pick(["'order%'", "'%shop'", "'_u'", "'a\\_b'", "'%\\%'"])}`,
      () => `${pick(names)} ${pick(["", "NOT "])}IN (${some(1, 3, literal).join(", ")})`,
      () => `IS_INT(${pick(names)})`,
      () => `NOT (${operand()} = ${operand()})`,
    ])();
  const cesql = (): string => some(1, 3, test).join(pick([" AND ", " OR ", " XOR "]));

  const filter = (depth: number): Filter => {
    const nested: (() => Filter)[] = [
      () => ({ all: some(1, 3, () => filter(depth - 1)) }),
      () => ({ any: some(1, 3, () => filter(depth - 1)) }),
      () => ({ not: filter(depth - 1) }),
    ];
    const flat: (() => Filter)[] = [
      () => ({ exact: attributes() }),
      () => ({ prefix: attributes() }),
      () => ({ suffix: attributes() }),
      () => ({ cesql: cesql() }),
      () => ({ cesql: cesql() }),
    ];
    return pick(depth > 0 ? [...flat, ...nested] : flat)();
  };
  return Array.from({ length: count }, (_, index) => ({ filters: some(1, 2, () => filter(2)), event: event(index) }));
}
