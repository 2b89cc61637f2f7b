// The namespaces that this process created or is about to create: the run deletes them when it is killed, and failures report on them.
import type { Message } from "../run/messages";

const used = new Set<string>();

export function noteNamespace(name: string): void {
  used.add(name);
  process.send?.({ kind: "namespace", name } satisfies Message);
}

export function namespacesInUse(): string[] {
  return [...used].sort();
}
