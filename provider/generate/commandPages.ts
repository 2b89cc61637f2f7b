// Generates the reference page of the command `knative-faas` (provider/docs/commands.md) from the table of its commands.
import { exitCodes } from "../src/commands/commandErrors";
import type { Command } from "../src/commands/commandType";
import { optionRows, synopsis } from "../src/commands/usage";

export function commandPages(commands: Command[]): string {
  const sections = [
    "<!-- Generated from the commands by `npm run generate`; do not edit. -->",
    "# The command `knative-faas`",
    "The npm package installs it; in a clone it is `provider/bin/knative-faas`. `knative-faas COMMAND --help` prints what this page says of a command, `knative-faas --version` the version.",
    table(
      ["command", "what it does"],
      commands.map(({ name, about }) => [`[${name}](#${name})`, about]),
    ),
    "## Exit codes",
    table(
      ["exit code", "meaning"],
      Object.entries(exitCodes).map(([name, code]) => [String(code), meanings[name as keyof typeof exitCodes]]),
    ),
    ...commands.flatMap(section),
  ];
  return `${sections.join("\n\n")}\n`;
}

const meanings: Record<keyof typeof exitCodes, string> = {
  success: "success",
  failure: "failure; the reason is on the standard error",
  usage: "wrong arguments; nothing was done",
};

function section(command: Command): string[] {
  const { name, about, details = [], examples } = command;
  return [
    `## ${name}`,
    `${about}.`,
    block("", [synopsis(command)]),
    ...details,
    table(
      ["option", "what it does"],
      optionRows(command).map(([spelled, what]) => [`\`${spelled.trim()}\``, what]),
    ),
    block(
      "sh",
      examples.flatMap(([line, what]) => [`# ${what}`, line]),
    ),
  ];
}

function block(language: string, lines: string[]): string {
  return ["```".concat(language), ...lines, "```"].join("\n");
}

function table(headings: string[], rows: string[][]): string {
  const row = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(headings), `|${headings.map(() => "---|").join("")}`, ...rows.map(row)].join("\n");
}
