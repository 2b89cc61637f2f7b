// Durations as options have them, such as `90s` and `1h30m`. Pure.
import { UsageMistake } from "./commandErrors";

const units: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };
const written = /^(\d+(\.\d+)?[dhms])+$/;

/** In seconds; undefined if the option is not given. */
export function secondsOf(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!written.test(given))
    throw new UsageMistake(`--${option}: expected a duration such as 90s, 10m or 1h30m, got ${JSON.stringify(given)}`);
  const parts = given.match(/[\d.]+[dhms]/g) ?? [];
  return parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (units[part.slice(-1)] ?? 0), 0);
}
