// Writes what a command was asked to leave in a file.
import { writeFileSync } from "node:fs";
import { CommandFailure } from "./commandErrors";

export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandFailure(`${file} can't be written: ${(error as Error).message}`);
  }
}
