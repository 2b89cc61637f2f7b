// What builds a function, or an image of this package: a bundle of its own, loaded when a command first builds.
export { relayImage } from "../dev/relayImage";
export { LocalFunction } from "./localFunction";
