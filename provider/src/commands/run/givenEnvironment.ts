// The environment that the options of a command give: `--env NAME=VALUE`, and files of such lines.
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { CommandFailure, UsageMistake } from "../commandErrors";

/** Later files take precedence over earlier ones, and `--env` over all files. */
export function givenEnvironment(files: string[], pairs: string[]): Record<string, string> {
  return Object.assign({}, ...files.map(fromFile), ...pairs.map(fromPair));
}

/** In the format of dotenv: comments, quotes, `export`. */
function fromFile(file: string): Record<string, string> {
  try {
    return { ...parseEnv(readFileSync(file, "utf8")) } as Record<string, string>;
  } catch (error) {
    throw new CommandFailure(`the file of --env-file can't be read: ${(error as Error).message}`);
  }
}

/** The message does not repeat what may be a secret. */
function fromPair(pair: string): Record<string, string> {
  const [, name, value] = /^([A-Za-z_][\w.-]*)=([\s\S]*)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageMistake(`expected --env NAME=VALUE, got ${JSON.stringify(pair.split("=")[0])}`);
  return { [name]: value };
}
