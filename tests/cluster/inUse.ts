// The namespaces that this process made or is about to make: the run clears them away when it is killed, and failures tell of them.
import type { Message } from "../run/messages";

const used = new Set<string>();

export function noteNamespace(name: string): void {
  used.add(name);
  process.send?.({ kind: "namespace", name } satisfies Message);
}

export function namespacesInUse(): string[] {
  return [...used].sort();
}
