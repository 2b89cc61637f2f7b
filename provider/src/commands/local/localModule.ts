// Loads the local function on demand: with the builder it is larger than all commands, and a bundle of its own.
import type { LocalFunction, LocalOptions } from "./localFunction";

export function localFunction(options: LocalOptions): LocalFunction {
  const { LocalFunction: Local }: typeof import("./localFunction") = require("./localFunction");
  return new Local(options);
}
