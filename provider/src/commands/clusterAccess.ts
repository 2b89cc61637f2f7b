// The cluster that a function is in, for commands: one client for each connection.
import type { k8s } from "./clusterClient";
import { CommandFailure } from "./commandErrors";
import type { Connection } from "./stackState";

export type Client = typeof import("./clusterClient");

/** Loaded on demand, because the client is slow to load. */
export function client(): Client {
  return require("./clusterClient");
}

const opened = new Map<string, k8s.KubeConfig>();

/** A parser's message may quote a line with a token. */
function configFor(connection: Connection): k8s.KubeConfig {
  try {
    return client().configFor(connection);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === undefined ? "it is not one" : message;
    throw new CommandFailure(`the kubeconfig can't be read: ${reason}; see KUBECONFIG and the stack's provider`);
  }
}

export function clusterAt(connection: Connection): k8s.KubeConfig {
  const key = JSON.stringify(connection);
  const known = opened.get(key) ?? configFor(connection);
  opened.set(key, known);
  return known;
}
