// Random wrong arguments of all components by a seed: the same seed and number give the same arguments.
import { Unknown } from "../plugin/values";
import { type Args, type Component, components, rightArguments } from "./arguments";
import { Chance } from "./chance";
import { mutated } from "./mutations";

export interface WrongArguments {
  component: Component;
  args: Args;
  what: string;
}

/** A function has most properties. */
const shares: Component[] = [
  ...Array.from({ length: 9 }, () => "Function" as const),
  ...Array.from({ length: 4 }, () => "EventSource" as const),
  ...Array.from({ length: 2 }, () => "Flow" as const),
  ...Array.from({ length: 2 }, () => "Broker" as const),
  "Knative",
];

/** Only a preview has unknown values. */
export const isLater = (value: unknown): boolean =>
  value instanceof Unknown || (value !== null && typeof value === "object" && Object.values(value).some(isLater));

export function wrongArguments(seed: number, index: number): WrongArguments {
  const chance = new Chance(seed * 100_003 + index);
  const component = shares[index % shares.length] ?? (components[0] as Component);
  const { args, what } = mutated(rightArguments(component, chance), chance);
  return { component, args, what: `${component} ${seed}/${index}: ${what.join("; ")}` };
}
