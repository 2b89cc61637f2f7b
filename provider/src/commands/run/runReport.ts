// What `knative-faas run` prints: the lines of the function, and what happens to it.
import { note, print, printJson, styled } from "../terminal";
import { readable } from "./logLine";

export interface RunReport {
  /** A line of the function. */
  output(line: string): void;
  say(text: string): void;
  serving(name: string, url: string, debugAddress?: string): void;
  reloaded(milliseconds: number): void;
  failed(reason: string): void;
}

export const runReport = (isJson: boolean): RunReport => (isJson ? asEvents : forPeople);

const own = (text: string) => note(styled("dim", text, process.stderr));

const forPeople: RunReport = {
  output: (line) => print(readable(line)),
  say: own,
  serving: (name, url, debugAddress) => {
    note(`${name} is served at ${styled("bold", url, process.stderr)}; it is built again when its source changes`);
    if (debugAddress !== undefined) note(`its debugger listens at ${debugAddress}: dlv connect ${debugAddress}`);
  },
  reloaded: (milliseconds) => own(`reloaded in ${(milliseconds / 1000).toFixed(2)} s`),
  failed: (reason) => note(styled("red", reason, process.stderr)),
};

/** Lines of the function that are objects already stay as they are. */
const asEvents: RunReport = {
  output: (line) => (line.startsWith("{") ? print(line) : printJson({ event: "output", line })),
  say: (text) => printJson({ event: "note", text }),
  serving: (name, url, debugAddress) => printJson({ event: "serving", name, url, debugAddress }),
  reloaded: (milliseconds) => printJson({ event: "reloaded", milliseconds: Math.round(milliseconds) }),
  failed: (reason) => printJson({ event: "failed", reason }),
};
