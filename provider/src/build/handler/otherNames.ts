// Functions of a Go package that are handlers but for their names. Reads Go source as text: it is advice, the compiler decides.
import { sourcesOf, withTexts } from "../go/goSource";

/** Unexported ones, too: a variable beside them exports what they do. */
export function handlersIn(directory: string): string[] {
  return sourcesOf(directory).map(withTexts).flatMap(handlersOf).sort();
}

function handlersOf(text: string): string[] {
  const events = text.includes('"github.com/cloudevents/sdk-go/v2');
  const functions = [...text.matchAll(/^func (\w+)\(([^()]*)\)([^{]*)\{/gm)];
  return functions
    .filter(([, , taken = "", given = ""]) => isHttp(taken, given) || (events && takesEvent(taken, given)))
    .map(([, name]) => name as string)
    .filter((name) => name !== "Handle");
}

const context = String.raw`(?:(?:\w+\s+)?context\.Context,\s*)?`;
const httpParameters = new RegExp(
  String.raw`^\s*${context}(?:\w+\s+)?http\.ResponseWriter,\s*(?:\w+\s+)?\*http\.Request,?\s*$`,
);
const eventParameters = new RegExp(String.raw`^\s*${context}(?:\w+\s+)?\w+\.Event,?\s*$`);
const eventResults = /^\s*(error|\w+\.Result|\*\w+\.Event|\(\*\w+\.Event, (error|\w+\.Result)\))?\s*$/;

const isHttp = (taken: string, given: string) => httpParameters.test(taken) && given.trim() === "";

const takesEvent = (taken: string, given: string) => eventParameters.test(taken) && eventResults.test(given);
