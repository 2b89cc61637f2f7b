// Whether a text is an expression of JSONata: asked of the library that Knative's transformation runs it with.
import { shortened } from "../input/problems";

/** Why it is none, with the place; undefined where it is one. */
export function jsonataProblem(text: string): string | undefined {
  try {
    // Read when it is needed, as most programs have none; the small form, as it is a part of the plugin.
    const parse = require("jsonata/jsonata.min.js") as typeof import("jsonata");
    parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return "is nested too deep";
    const { message = "", position } = error as { message?: string; position?: number };
    return `is no expression of JSONata: ${shortened(message, 200)}${placed(text, position)}`;
  }
}

function placed(text: string, position: number | undefined): string {
  if (position === undefined) return "";
  const line = text.slice(0, position).split("\n").length;
  return ` at character ${position}${line > 1 ? ` (line ${line})` : ""}`;
}
