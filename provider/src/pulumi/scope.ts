// Which construct of the plugin some code works for, across everything that it waits for.
import { AsyncLocalStorage } from "node:async_hooks";

export interface Scope {
  /** Ends this construct, and no other, with the error. */
  fail: (error: unknown) => void;
  /** True when the component's name or namespace is another than in the last update. */
  moves?: boolean;
}

/** Empty in a library: there the program itself fails. */
export const scope = new AsyncLocalStorage<Scope>();
