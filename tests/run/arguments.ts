// The arguments of `npm test`.
import { parseArgs } from "node:util";
import { EnvironmentProblem } from "../environment/progress";
import { type Level, levels } from "./files";
import { subjects } from "./subjects";

export const usage = `npm test                     all levels: ${levels.join(", ")}
npm test -- LEVEL... WORD... these levels, and of them the cases of a subject, or with a word in their title; subjects are
${wrapped(Object.keys(subjects))}
npm test -- --failed         what failed last: single cases of unit, component and plugin, whole files of the other levels
npm test -- --order NUMBER   the files in the order of that earlier run; its first line has the number
npm test -- --lanes NUMBER   so many files at one time`;

export interface Request {
  levels: Level[];
  words: string[];
  failed: boolean;
  order: number;
  lanes: number | undefined;
}

export function parseRequest(words: string[]): Request {
  const { values, positionals } = parsed(words);
  const named = levels.filter((level) => positionals.includes(level));
  return {
    levels: named.length > 0 ? named : [...levels],
    words: positionals.filter((word) => !levels.includes(word as Level)),
    failed: values.failed ?? false,
    order: numberOf("order", values.order) ?? 1 + Math.floor(Math.random() * 1e6),
    lanes: numberOf("lanes", values.lanes),
  };
}

function parsed(args: string[]) {
  const options = { failed: { type: "boolean" }, order: { type: "string" }, lanes: { type: "string" } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new EnvironmentProblem(`${(error as Error).message.split(". ")[0]}; usage:\n${usage}`);
  }
}

function numberOf(name: string, value: string | undefined): number | undefined {
  if (value === undefined || /^[1-9]\d{0,8}$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new EnvironmentProblem(`--${name}: expected a whole number from 1, got "${value}"`);
}

function wrapped(words: string[]): string {
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half), words.slice(half)].map((row) => `${" ".repeat(29)}${row.join(" ")}`).join("\n");
}
