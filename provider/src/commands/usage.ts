// The help of `knative-faas` and of each of its commands. Pure.
import { type Command, helpOption, type Option, type Positional } from "./commandType";

/** The list of commands. */
export function overview(commands: Command[]): string {
  const rows = commands.map(({ name, about }): [string, string] => [name, about]);
  return [
    "usage: knative-faas COMMAND [ARGUMENTS] [OPTIONS]",
    "",
    "commands:",
    ...columns(rows),
    "",
    "knative-faas COMMAND --help explains a command. Exit codes: 0 success, 1 failure, 2 wrong arguments.",
  ].join("\n");
}

export function usageOf(command: Command): string {
  const { about, details = [], examples } = command;
  return [
    synopsis(command),
    "",
    `${about}.`,
    ...details.flatMap((paragraph) => ["", ...wrapped(paragraph, 100)]),
    "",
    "options:",
    ...columns(optionRows(command)),
    "",
    "examples:",
    ...examples.flatMap(([line, what]) => [`  ${line}`, `      ${what}`]),
  ].join("\n");
}

/** `usage: knative-faas logs [NAME...] [OPTIONS]`. */
export function synopsis({ name, positionals = [] }: Command): string {
  return ["usage: knative-faas", name, ...positionals.map(placeholder), "[OPTIONS]"].join(" ");
}

function placeholder({ name, isRequired, isList }: Positional): string {
  const written = `${name}${isList ? "..." : ""}`;
  return isRequired ? written : `[${written}]`;
}

export function optionRows({ options }: Command): [string, string][] {
  return Object.entries({ ...options, ...helpOption } as Record<string, Option>).map(([name, option]) => [
    spelled(name, option),
    option.type === "list" ? `${option.about}; may be repeated` : option.about,
  ]);
}

function spelled(name: string, { short, value }: Option): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}

function columns(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
