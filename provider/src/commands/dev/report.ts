// What `knative-faas dev` prints: lines of several functions in one terminal, each behind its function's name.
import { readable } from "../run/logLine";
import { note, print, printJson, styled } from "../terminal";

const colors = ["cyan", "magenta", "yellow", "green", "blue"] as const;

export class Report {
  private readonly width: number;

  constructor(
    private readonly names: string[],
    readonly isJson: boolean,
  ) {
    this.width = Math.max(...names.map((name) => name.length));
  }

  /** What the command has to say about a function. */
  say(name: string, text: string): void {
    if (this.isJson) printJson({ time: new Date().toISOString(), function: name, message: text });
    else note(`${this.prefix(name, process.stderr)} ${text}`);
  }

  /** A line that the function wrote, in the format in which it is shown. */
  line(name: string, text: string): void {
    if (this.isJson) printJson({ time: new Date().toISOString(), function: name, line: text });
    else if (this.names.length === 1) print(readable(text));
    else print(`${this.prefix(name, process.stdout)} ${readable(text)}`);
  }

  private prefix(name: string, stream: NodeJS.WriteStream): string {
    const color = colors[this.names.indexOf(name) % colors.length] ?? "cyan";
    return styled(color, `${name.padEnd(this.width)} |`, stream);
  }
}
