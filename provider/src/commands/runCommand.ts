// Runs the command that the arguments name, and turns what it throws into an exit code.
import { setMaxListeners } from "node:events";
import { nearest } from "../input/nearest";
import { readArguments } from "./commandArguments";
import { CommandFailure, exitCodes, UsageMistake } from "./commandErrors";
import { commands } from "./commandTable";
import type { Command } from "./commandType";
import { endWithReader, note, print } from "./terminal";
import { overview, usageOf } from "./usage";

export async function runCommand(given: string[], version: string): Promise<number> {
  endWithReader();
  const [name = "", ...rest] = given;
  try {
    if (["--version", "-v"].includes(name)) print(version);
    else if (["--help", "-h", "help"].includes(name)) print(helpOn(rest[0]));
    else await run(commandNamed(name), rest);
    return exitCodes.success;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    note(error.message);
    return error instanceof UsageMistake ? exitCodes.usage : exitCodes.failure;
  }
}

function helpOn(name: string | undefined): string {
  return name === undefined ? overview(commands) : usageOf(commandNamed(name));
}

function commandNamed(name: string): Command {
  const found = commands.find((one) => one.name === name);
  if (found !== undefined) return found;
  if (name === "") throw new UsageMistake(overview(commands));
  const guess = nearest(
    name,
    commands.map((one) => one.name),
  );
  const advice = guess === undefined ? "" : `; did you mean ${guess}?`;
  throw new UsageMistake(`there is no command ${JSON.stringify(name)}${advice}\nrun \`knative-faas --help\``);
}

async function run(command: Command, given: string[]): Promise<void> {
  const { isHelp, ...call } = readArguments(command, given);
  if (isHelp) return print(usageOf(command));
  return command.run({ ...call, signal: interrupted() });
}

/** The second signal ends the process at once, in case the first did not. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  // Each response that is followed listens to it.
  setMaxListeners(0, controller.signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.failure);
      controller.abort();
    });
  return controller.signal;
}
