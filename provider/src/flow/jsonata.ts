// Validates JSONata expressions with the library that Knative's transformation uses.
import { shortened } from "../input/problems";

/** The syntax error with its position; undefined if the expression is valid. */
export function jsonataProblem(text: string): string | undefined {
  try {
    // Loaded on demand, because most programs have none; minified, because it is part of the plugin.
    const parse = require("jsonata/jsonata.min.js") as typeof import("jsonata");
    parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return "is nested too deeply";
    const { message = "", position } = error as { message?: string; position?: number };
    return `is not a valid JSONata expression: ${shortened(message, 200)}${placed(text, position)}`;
  }
}

function placed(text: string, position: number | undefined): string {
  if (position === undefined) return "";
  const line = text.slice(0, position).split("\n").length;
  return ` at character ${position}${line > 1 ? ` (line ${line})` : ""}`;
}
