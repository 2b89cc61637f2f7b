// The source of a function of the stack, as its state has it, on this machine. Pure.
import { resolve } from "node:path";
import { CommandFailure } from "../commandErrors";
import type { StateResource } from "../stackState";
import type { LocalSource } from "./localSource";

/** `program` is the directory of the Pulumi project, to which the state's paths are relative. */
export function stackSource(name: string, { outputs }: Pick<StateResource, "outputs">, program: string): LocalSource {
  const source = outputs?.source;
  if (source === undefined)
    throw new CommandFailure(
      `function ${name} has no Go source in the stack's state: it was deployed from an image, a release or a Dockerfile, or by an earlier version; pass the directory of its source, or run \`pulumi up\``,
    );
  const { directory, package: path, goFlags = [], ldflags = [], env = {} } = source;
  return { directory: resolve(program, directory), package: path, goFlags, ldflags, env };
}
