// Rules for bounds of the autoscaler, time limits, and amounts of resources in CEL.
import { given, type Rule } from "./rule";

export const scale: Rule[] = [
  ...["min", "initial", "activation"].map((name) =>
    given(
      [name, "max"],
      `self.max == 0 || self.${name} <= self.max`,
      `expected ${name} to be at most max; lower ${name} or raise max`,
    ),
  ),
  given(
    ["min", "activation"],
    "self.activation >= self.min",
    "expected activation to be at least min; raise activation or lower min",
  ),
  given(
    ["metric"],
    "(self.metric in (has(self.class) && self.class == 'hpa' ? ['cpu', 'memory'] : ['concurrency', 'rps']))",
    "expected metric to be concurrency or rps with the class kpa, cpu or memory with the class hpa; change it, or set class",
  ),
  given(
    ["targetBurstCapacity"],
    "self.targetBurstCapacity >= 0.0 || self.targetBurstCapacity == -1.0",
    "expected targetBurstCapacity to be -1 or at least 0",
  ),
];

export const timeouts = ["responseStartSeconds", "idleSeconds"].map((name) =>
  given(
    [name],
    `self.${name} <= (has(self.requestSeconds) ? self.requestSeconds : 300)`,
    `expected ${name} to be at most requestSeconds (300 by default); lower it or raise requestSeconds`,
  ),
);

export const amounts = ["cpu", "memory", "ephemeralStorage"];

export function resources(names: string[], hasExtended: boolean): Rule[] {
  const plain = names.map((name) =>
    given(
      ["requests", "limits"],
      `!has(self.requests.${name}) || !has(self.limits.${name}) || !isQuantity(self.requests.${name}) || !isQuantity(self.limits.${name}) || quantity(self.requests.${name}).compareTo(quantity(self.limits.${name})) <= 0`,
      `expected requests.${name} to be at most limits.${name}; lower it or raise the limit`,
    ),
  );
  const same = given(
    ["requests"],
    "!has(self.requests.extended) || self.requests.extended.all(name, has(self.limits) && has(self.limits.extended) && name in self.limits.extended && (!isQuantity(self.requests.extended[name]) || !isQuantity(self.limits.extended[name]) || quantity(self.requests.extended[name]).compareTo(quantity(self.limits.extended[name])) == 0))",
    "expected each amount of requests.extended to be the same in limits.extended",
  );
  return hasExtended ? [...plain, same] : plain;
}
