// Suggests the name that the user probably meant by an unknown one.
import { nearest } from "./nearest";
import { show } from "./problems";

/** The remedy for an unknown name. */
export function didYouMean(name: string, known: string[]): string {
  const guess = nearest(name, known);
  return guess === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${show(guess)}?`;
}
