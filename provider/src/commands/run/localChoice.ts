// Which function `knative-faas run` runs: that of a directory, or one of the stack.
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { named, stackResources } from "../chosen";
import { CommandFailure } from "../commandErrors";
import { functionEnvironment } from "../local/functionEnvironment";
import type { LocalSource } from "../local/localSource";
import { stackSource } from "../local/stackSource";
import type { StackChoice } from "../pulumiCommand";
import { functionsIn } from "../stackState";

export interface LocalChoice {
  name: string;
  source: LocalSource;
  environment: Record<string, string>;
  launcher: string[];
  /** What differs from the cluster, each in a sentence. */
  notes: string[];
  remove(): void;
}

export async function localChoice(given: string, choice: StackChoice): Promise<LocalChoice> {
  if (isDirectoryName(given)) return ofDirectory(given);
  if (/^\.|[/\\]/.test(given)) throw new CommandFailure(`there is no directory ${given}`);
  try {
    return await ofStack(given, choice);
  } catch (error) {
    throw error instanceof CommandFailure
      ? new CommandFailure(`there is no directory ${given}, and it is no function of a stack: ${error.message}`)
      : error;
  }
}

const isDirectoryName = (given: string) => statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;

function ofDirectory(given: string): LocalChoice {
  const directory = resolve(given);
  if (!isInModule(directory))
    throw new CommandFailure(
      `${directory} is in no Go module; name the directory of a function, or run \`go mod init\` there`,
    );
  const source = { directory, package: ".", goFlags: [], ldflags: [], env: {} };
  const nothing = { environment: {}, launcher: [], notes: [], remove: () => undefined };
  return { name: serviceName(basename(directory)), source, ...nothing };
}

function isInModule(directory: string): boolean {
  if (existsSync(join(directory, "go.mod"))) return true;
  const above = dirname(directory);
  return above !== directory && isInModule(above);
}

/** A name that Kubernetes would allow for the Knative Service. */
function serviceName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^[^a-z]+|-+$/g, "").slice(0, 63) || "function";
}

async function ofStack(given: string, choice: StackChoice): Promise<LocalChoice> {
  const resources = await stackResources(choice);
  const [one] = named(functionsIn(resources), [given]);
  const resource = resources.find(({ urn }) => urn === one?.urn);
  if (one === undefined || resource === undefined) throw new CommandFailure(`the stack has no function ${given}`);
  const source = stackSource(one.name, resource, resolve(choice.cwd ?? "."));
  const { values, ...others } = await functionEnvironment(one);
  return { name: one.service, source, environment: values, ...others };
}
