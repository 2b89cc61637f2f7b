// Reads the arguments of a command; reports all mistakes in them at once. Pure.
import { parseArgs } from "node:util";
import { nearest } from "../input/nearest";
import { UsageMistake } from "./commandErrors";
import { type Call, type Command, helpOption, type Option } from "./commandType";

export type Read = Omit<Call<Record<string, Option>>, "signal"> & { isHelp: boolean };

export function readArguments(command: Command, given: string[]): Read {
  const known: Record<string, Option> = { ...command.options, ...helpOption };
  const { tokens, values, positionals } = parseArgs({
    args: given,
    options: parserOptions(known),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const isHelp = values.help === true;
  const mistakes = [...optionMistakes(tokens, known), ...positionalMistakes(command, positionals)];
  if (!isHelp && mistakes.length > 0)
    throw new UsageMistake([...mistakes, `run \`knative-faas ${command.name} --help\``].join("\n"));
  return { names: positionals, options: withDefaults(known, values), isHelp };
}

function parserOptions(known: Record<string, Option>) {
  const entries = Object.entries(known).map(([name, { type, short }]) => {
    const kind = type === "flag" ? ("boolean" as const) : ("string" as const);
    return [name, { type: kind, multiple: type === "list", ...(short === undefined ? {} : { short }) }] as const;
  });
  return Object.fromEntries(entries);
}

type Token = { kind: string; name?: string; rawName?: string; value?: unknown };

function optionMistakes(tokens: readonly Token[], known: Record<string, Option>): string[] {
  return tokens
    .filter(({ kind }) => kind === "option")
    .flatMap(({ name = "", rawName = "", value }) => {
      const option = Object.hasOwn(known, name) ? known[name] : undefined;
      if (option === undefined) return [unknown(rawName, Object.keys(known))];
      if (option.type === "flag" && value !== undefined) return [`${rawName} takes no value`];
      if (option.type !== "flag" && (value === undefined || value === ""))
        return [`${rawName} needs a value: ${rawName} ${option.value}`];
      return [];
    });
}

function unknown(written: string, known: string[]): string {
  const guess = nearest(written.replace(/^-+/, ""), known);
  return guess === undefined
    ? `there is no option ${written}`
    : `there is no option ${written}; did you mean --${guess}?`;
}

function positionalMistakes({ positionals = [] }: Command, given: string[]): string[] {
  const missing = positionals.slice(given.length).filter(({ isRequired }) => isRequired);
  const isOpen = positionals.at(-1)?.isList === true;
  const surplus = isOpen ? [] : given.slice(positionals.length);
  return [
    ...missing.map(({ name }) => `${name} is missing`),
    ...surplus.map((one) => `unexpected argument ${JSON.stringify(one)}`),
  ];
}

function withDefaults(known: Record<string, Option>, values: Record<string, unknown>): Read["options"] {
  const defaults = { flag: false, list: [], text: undefined };
  const entries = Object.entries(known).map(([name, { type }]) => [name, values[name] ?? defaults[type]]);
  return Object.fromEntries(entries);
}
