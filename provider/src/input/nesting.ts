// Limits the nesting of arguments, because the functions that read them are recursive.
import { isLater } from "../pulumi/value";
import { type Problem, written } from "./problems";

const most = 64;

/** The first value that is nested too deeply. Outputs are checked once they are known. */
export function nestingProblem(args: unknown): Problem | undefined {
  const open: { value: unknown; path: string[] }[] = [{ value: args, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (value === null || typeof value !== "object" || isLater(value)) continue;
    if (path.length > most) return tooDeep(path);
    for (const [key, inner] of Object.entries(value)) open.push({ value: inner, path: [...path, key] });
  }
  return undefined;
}

function tooDeep(path: string[]): Problem {
  const start = path.slice(0, 4).join(".");
  return { propertyPath: written(start), reason: `is nested more than ${most} levels deep; reduce the nesting` };
}
