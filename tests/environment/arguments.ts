// The command line arguments, and the errors for invalid ones.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { load } from "js-yaml";
import { EnvironmentProblem } from "./progress";

export const usage = `npm run up        brings the tools, a local cluster and the quickstart
npm run up -- --kubeconfig FILE --context NAME --registry HOST/REPO
                  the same on a cluster of your own, which pulls images from that registry
npm run up -- --config KEY=VALUE
                  a setting of the quickstart's stack, e.g. domain=faas.example.com or externalIPs[0]=192.0.2.7; may be repeated
npm run down      removes the quickstart
npm run down -- --all
                  also the local cluster and everything it put on the machine
npm run status    says what runs where
npm run -s env    prints what a shell needs for a project of your own on that cluster: eval "$(npm run -s env)"`;

const options = {
  up: {
    kubeconfig: { type: "string" },
    context: { type: "string" },
    registry: { type: "string" },
    config: { type: "string", multiple: true },
  },
  down: { all: { type: "boolean" } },
  status: {},
  env: {},
} satisfies Record<string, ParseArgsConfig["options"]>;

export type CommandName = keyof typeof options;

export interface Flags {
  kubeconfig?: string;
  context?: string;
  registry?: string;
  config?: string[];
  all?: boolean;
}

/** A cluster of the user. */
export interface NamedCluster {
  kubeconfig: string;
  context: string;
  registry: string;
}

export function parseCommand(words: string[]): { command: CommandName; flags: Flags } {
  const [command = "", ...rest] = words;
  if (!(command in options)) throw new EnvironmentProblem(`"${command}" is not a command, use one of:\n${usage}`);
  const name = command as CommandName;
  try {
    const { values } = parseArgs<ParseArgsConfig>({ args: rest, options: options[name] });
    return { command: name, flags: { ...values } as Flags };
  } catch (error) {
    throw new EnvironmentProblem(`${(error as Error).message.split(". ")[0]}; what there is:\n${usage}`);
  }
}

/** The cluster that the user named; none means the local one. The current context is never used. */
export function namedCluster({ kubeconfig, context, registry }: Flags): NamedCluster | undefined {
  if (kubeconfig === undefined && context === undefined && registry === undefined) return undefined;
  if (kubeconfig === undefined) {
    throw new EnvironmentProblem("a cluster of your own needs --kubeconfig FILE: no other kubeconfig is read");
  }
  const contexts = contextsIn(kubeconfig);
  if (context === undefined || !contexts.includes(context)) {
    const got = context === undefined ? "is missing" : `"${context}" is not in the file`;
    throw new EnvironmentProblem(`--context ${got}: the contexts of ${kubeconfig} are ${list(contexts)}`);
  }
  if (registry === undefined) {
    throw new EnvironmentProblem(
      "a cluster of your own needs --registry HOST/REPO, where images are pushed and pulled",
    );
  }
  return { kubeconfig: resolve(kubeconfig), context, registry };
}

function contextsIn(file: string): string[] {
  if (!existsSync(file)) throw new EnvironmentProblem(`--kubeconfig: there is no file ${file}`);
  return contextNames(readFileSync(file, "utf8"));
}

/** The names of the contexts in a kubeconfig. */
export function contextNames(text: string): string[] {
  const content = load(text) as { contexts?: { name: string }[] } | undefined;
  return (content?.contexts ?? []).map(({ name }) => name);
}

function list(names: string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}
