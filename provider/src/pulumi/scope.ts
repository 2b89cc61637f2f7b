// The construct of the plugin that some code runs for, across everything that it awaits.
import { AsyncLocalStorage } from "node:async_hooks";

export interface Scope {
  /** Fails this construct, and no other, with the error. */
  fail: (error: unknown) => void;
  /** True if the component's name or namespace differs from the last update. */
  moves?: boolean;
}

/** Empty in a library: there the program itself fails. */
export const scope = new AsyncLocalStorage<Scope>();
