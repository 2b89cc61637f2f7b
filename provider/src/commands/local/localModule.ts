// Loads what builds on demand: it is larger than all commands, and a bundle of its own.
import type { ImagePlace } from "../dev/relayImage";
import type { LocalFunction, LocalOptions } from "./localFunction";

const builders = (): typeof import("./builders") => require("./builders");

export function localFunction(options: LocalOptions): LocalFunction {
  return new (builders().LocalFunction)(options);
}

/** The reference of the relay's image, once its registry has it. */
export function relayImageAt(place: ImagePlace, say: (line: string) => void): Promise<string> {
  return builders().relayImage(place, say);
}
