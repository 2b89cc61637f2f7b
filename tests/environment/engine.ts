// Runs Pulumi's engine as the quickstart and the tests do: with its own home and file backend, and never with the user's context.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { kubernetesPluginVersion } from "./tools/layers";

export interface Engine {
  /** Directories that come before PATH: pulumi, its language hosts, ko. */
  path: string;
  pulumiHome: string;
  /** Directory of the file backend. */
  backend: string;
  /** The cluster of the engine's Kubernetes provider. */
  kubeconfig: string;
}

export function engineEnvironment(engine: Engine): NodeJS.ProcessEnv {
  mkdirSync(engine.backend, { recursive: true });
  const { PULUMI_ACCESS_TOKEN: _token, PULUMI_STACK: _stack, ...env } = process.env;
  return {
    ...env,
    PATH: [engine.path, process.env.PATH].filter(Boolean).join(":"),
    PULUMI_HOME: engine.pulumiHome,
    PULUMI_BACKEND_URL: `file://${engine.backend}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase(engine.backend),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(hasPlugin(engine) ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
    // Each backup is a copy of the whole state, at every step.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    KUBECONFIG: engine.kubeconfig,
    KUBECACHEDIR: join(engine.backend, "kubernetes-discovery"),
  };
}

/**
 * For a Node.js program the engine requires the plugin of every package in node_modules, also of @pulumi/docker, which only a Dockerfile
 * needs: without network it tries to download it for 2.5 seconds.
 */
function hasPlugin({ pulumiHome }: Engine): boolean {
  return existsSync(join(pulumiHome, "plugins", `resource-kubernetes-v${kubernetesPluginVersion}`));
}

/** A backend on this machine has its own passphrase next to its state, readable only by its owner. */
function passphrase(backend: string): string {
  const file = passphraseFile(backend);
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

export const passphraseFile = (backend: string): string => join(backend, "passphrase");

/** What a killed engine leaves in a file backend: its lock, and incomplete attributes, which make the state unreadable. */
export function recover(backend: string): void {
  for (const file of filesBelow(join(backend, ".pulumi", "locks"), ".json")) {
    const lock = JSON.parse(readFileSync(file, "utf8")) as { pid: number; hostname: string };
    if (lock.hostname === hostname() && !existsSync(join("/proc", String(lock.pid)))) rmSync(file);
  }
  for (const file of filesBelow(join(backend, ".pulumi", "stacks"), ".attrs")) {
    if (readFileSync(file).length === 0) rmSync(file);
  }
}

function filesBelow(directory: string, ending: string): string[] {
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(ending)).map((file) => join(directory, file));
}
