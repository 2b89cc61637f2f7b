// Compares a preview's text about functions with its data and with the existing revisions.
import { calledIn, type Serving } from "./outcome";

export interface Diagnostic {
  urn?: string;
  message?: string;
}

/** Each line that is false; `there` are the existing revisions, as `namespace/name`. */
export function falsehoods(said: Diagnostic[], functions: Record<string, Serving>, there: string[]): string[] {
  return said.flatMap(({ urn = "", message = "" }) => {
    const serving = functions[calledIn(urn)];
    if (serving === undefined || !urn.includes("index:Function::")) return [];
    return falseLines(message.split("\n"), serving, there);
  });
}

function falseLines(lines: string[], serving: Serving, there: string[]): string[] {
  const table = lines.flatMap(routeIn).sort();
  const isTable = table.length === 0 || JSON.stringify(table) === JSON.stringify(serving.traffic);
  return [...lines.filter((line) => isFalseRevision(line, serving, there)), ...(isTable ? [] : table)];
}

/** `traffic:  90 %  NAME  tag canary`; the text after "before" is the previous table. */
function routeIn(line: string): string[] {
  const [, percent, revision, tag] = /traffic: +(\d+) % +([^\s,]+)(?: +tag ([^\s,]+))?/.exec(line) ?? [];
  return revision === undefined ? [] : [[revision, percent, tag].filter(Boolean).join(" ")];
}

/** `revision: NAME (new), before: NAME`. */
function isFalseRevision(line: string, { service, revision }: Serving, there: string[]): boolean {
  const [, name, age] = /revision: (\S+) \(([^)]*)\)/.exec(line) ?? [];
  if (name === undefined) return /revision: not known/.test(line) && revision !== "?";
  const [namespace] = service.split("/");
  return name !== revision || (age === "new") === there.includes(`${namespace}/${name}`);
}
