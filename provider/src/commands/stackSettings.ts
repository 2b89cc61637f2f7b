// The settings of a stack that commands follow: those of this package in its configuration, as of now and as of its last update. Pure.
import type { StateResource } from "./stackState";

export interface StackSettings {
  registry?: string;
  baseImage?: string;
  /** `false` forbids `knative-faas dev`. */
  dev?: string;
}

const namespace = "knative-faas:";

/** `configuration` is the output of `pulumi config --json`. What the last update used holds where the file on this machine says nothing. */
export function settingsIn(configuration: unknown, resources: StateResource[]): StackSettings {
  const inFile = Object.entries((configuration ?? {}) as Record<string, { value?: string }>)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, { value }]) => [key.slice(namespace.length), value]);
  const provider = resources.find(({ type }) => type === "pulumi:providers:knative-faas");
  return { ...provider?.inputs, ...Object.fromEntries(inFile) };
}

/** Forbidden by either: a file on one machine does not lift what the stack's last update was told. */
export function forbidsDev(configuration: unknown, resources: StateResource[]): boolean {
  const sources = [settingsIn(configuration, []), settingsIn({}, resources)];
  return sources.some(({ dev }) => String(dev) === "false");
}
