// The environment that the options of a command give: `--env NAME=VALUE`, and files of such lines.
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { UsageMistake } from "../commandErrors";

/** Later files take precedence over earlier ones, and `--env` over all files. */
export function givenEnvironment(files: string[], pairs: string[]): Record<string, string> {
  return Object.assign({}, ...files.map(fromFile), ...pairs.map(fromPair));
}

/** In the format of dotenv: comments, quotes around values of several lines, `export`. */
function fromFile(file: string): Record<string, string> {
  const values = parseEnv(textOf(file)) as Record<string, string>;
  const odd = Object.keys(values).find((name) => !variable.test(name));
  if (odd === undefined) return { ...values };
  throw new UsageMistake(`--env-file ${file}: expected NAME=VALUE in each line, got ${JSON.stringify(odd)} as a name`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageMistake(`--env-file ${file} can't be read: ${(error as Error).message}`);
  }
}

const variable = /^[A-Za-z_][\w.-]*$/;

/** The message does not repeat what may be a secret. */
function fromPair(pair: string): Record<string, string> {
  const [name = "", ...value] = pair.split("=");
  if (value.length > 0 && variable.test(name)) return { [name]: value.join("=") };
  throw new UsageMistake(`expected --env NAME=VALUE, got ${JSON.stringify(value.length > 0 ? `${name}=…` : name)}`);
}
