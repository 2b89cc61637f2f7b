// The cluster that a function is in, for commands: one client for each connection.
import type { k8s } from "./clusterClient";
import type { Connection } from "./stackState";

export type Client = typeof import("./clusterClient");

/** Loaded on demand, because the client is slow to load. */
export function client(): Client {
  return require("./clusterClient");
}

const opened = new Map<string, k8s.KubeConfig>();

export function clusterAt(connection: Connection): k8s.KubeConfig {
  const key = JSON.stringify(connection);
  const known = opened.get(key) ?? client().configFor(connection);
  opened.set(key, known);
  return known;
}
