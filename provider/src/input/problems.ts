// A mistake in the arguments with its property path, and the one error that carries all of them.
import { RunError } from "@pulumi/pulumi";
import { scope } from "../pulumi/scope";
import { withoutHidden } from "./hidden";

export interface Problem {
  /** The property path in the user's notation, e.g. `scale.min`, `env.K_SERVICE` or `filters.0.exact`. */
  propertyPath: string;
  /** What is allowed, the value received, what to change. */
  reason: string;
}

let latest: Error | undefined;

/** The most recent error that this package created. */
export const latestError = (): Error | undefined => latest;

/**
 * An error of this package, printed without a stack.
 *
 * The SDK prints an error that surfaces inside an `apply` with util.inspect, which takes up to a minute for a long stack:
 * an error whose stack is its own message is printed immediately. The SDK also puts "error serializing property" before the
 * message of an error in an Output, once per level, so the message is read-only.
 */
abstract class StacklessError extends RunError {
  /** The construct in which it happened. */
  readonly scope = scope.getStore();

  constructor(text: string) {
    const message = withoutHidden(text);
    super(message);
    latest = this;
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
    this.stack = message;
  }
}

/** All mistakes of one component, thrown together. Library users read the message; the plugin passes the list to the engine. */
export class InvalidArgs extends StacklessError {
  readonly problems: Problem[];

  constructor(
    readonly component: string,
    found: Problem[],
  ) {
    const problems = found.map(({ propertyPath, reason }) => ({
      propertyPath: visible(shortened(written(propertyPath), longestPath)),
      reason: visible(shortened(reason, longestReason)),
    }));
    super(`invalid ${component}\n${problems.map((p) => `  ${p.propertyPath}: ${p.reason}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Uses Pulumi's notation of property paths: `filters[0].exact`. Quoted parts are names. */
export function written(path: string): string {
  return path.replace(/\["[^"]*"\]|\.(\d+)(?=[.[]|$)/g, (found, index) => (index === undefined ? found : `[${index}]`));
}

/** Numbers are list indexes; a name that looks like one is quoted, such as `domains["10.0.0.1"]`. */
export function pathOf(path: readonly PropertyKey[]): string {
  const isQuoted = (key: PropertyKey) => typeof key === "string" && /(^|\.)\d+(\.|$)/.test(key);
  return path
    .map((key, index) => (isQuoted(key) ? `["${String(key)}"]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}

/** Longer than any valid path; keys are the user's own. */
const longestPath = 400;
const longestReason = 2000;

export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

/** Escapes, as JSON does, what a terminal would interpret as a command or display out of order. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (control) => `\\u${(control.codePointAt(0) as number).toString(16).padStart(4, "0")}`,
  );
}

/** A failure outside the arguments, such as a failed build or revision. */
export class Failure extends StacklessError {}

/** The value as the user wrote it, short enough for one line. */
export function show(value: unknown): string {
  if (Number.isNaN(value)) return "not a number";
  // JSON writes null for numbers that are too large.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return visible(shortened(withoutLogin(text), 80));
}

/** Removes `user:password@` from addresses, and a token in its place; a tag before a digest looks alike. */
function withoutLogin(text: string): string {
  return text.replace(/(\/\/[^\s/@"]*|"[^\s/@"]*:[^\s/@"]+)@(?!sha256:)/g, (found) =>
    found.startsWith('"') ? '"...@' : "//...@",
  );
}
