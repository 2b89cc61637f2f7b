// Identifies this stack and its backend, to distinguish two stacks on one cluster with equal labels.
import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import { contentHash } from "./hash";
import { engineAddress, oncePerDeployment, organizationOf, type State, stackState } from "./previous";
import { optional } from "./value";

export const backendLabel = "knative-faas.dev/backend";

/**
 * The label's value on all objects of this stack, a hash. The other labels of two stacks may be equal: long names are shortened, and users
 * may set them. An existing mark is retained, so that a state can move to another backend and a stack can be renamed.
 * Undefined if there is no backend, as in a unit test with mocks.
 */
export const backendMark: () => Promise<string | undefined> = oncePerDeployment(async () => {
  if (isMocked()) return undefined;
  const url = backendUrl(process.env, process.cwd());
  const stack = [organizationOf(), pulumi.getProject(), pulumi.getStack()];
  return markIn(await stackState()) ?? (url && contentHash([...placeOf(url, process.cwd()), ...stack]));
});

/** Pure: a file URL is the same on every machine, and a relative one in every directory, so host and path are added. */
export function placeOf(url: string, directory: string): string[] {
  if (!url.startsWith("file://")) return [url];
  const path = url.slice("file://".length).replace(/^~(?=\/|$)/, homedir());
  return [hostname(), resolve(directory, path)];
}

/** The mark as a label, for objects that are registered before it is known. */
export function backendLabels(): Record<string, pulumi.Input<string>> {
  return isMocked() ? {} : { [backendLabel]: optional(pulumi.output(backendMark())) };
}

export const isMocked = (): boolean => engineAddress() === undefined;

/** Pure: the mark in the state after the stack's last update. */
export function markIn(state: State): string | undefined {
  for (const { outputs } of Object.values(state)) {
    const mark = outputs?.metadata?.labels?.[backendLabel];
    if (typeof mark === "string") return mark;
  }
  return undefined;
}

/** Determined as in the CLI, which does not pass it to a plugin (pulumi v3.276, GetCurrentCloudURL in pkg/workspace/creds.go). */
export function backendUrl(environment: NodeJS.ProcessEnv, directory: string): string | undefined {
  return environment.PULUMI_BACKEND_URL || ofProject(directory) || ofLogin(environment.PULUMI_HOME) || undefined;
}

function ofProject(directory: string): string | undefined {
  const project = parsed(join(directory, "Pulumi.yaml")) ?? parsed(join(directory, "Pulumi.yml"));
  if (project !== undefined) return project.backend?.url;
  return dirname(directory) === directory ? undefined : ofProject(dirname(directory));
}

function ofLogin(home: string | undefined): string | undefined {
  return parsed(join(home || join(homedir(), ".pulumi"), "credentials.json"))?.current;
}

/** Undefined if the file does not exist or can't be parsed; JSON is valid YAML. */
// biome-ignore lint/suspicious/noExplicitAny: a file of the CLI's
function parsed(file: string): any {
  try {
    return load(readFileSync(file, "utf8")) ?? undefined;
  } catch {
    return undefined;
  }
}
