// A mistake in the arguments, at its property path; and the one error that carries all of them.
import { RunError } from "@pulumi/pulumi";
import { scope } from "../pulumi/scope";
import { withoutHidden } from "./hidden";

export interface Problem {
  /** Where the mistake is, in the user's own words, e.g. `scale.min`, `env.K_SERVICE` or `filters.0.exact`. */
  propertyPath: string;
  /** What is allowed, what was given, what to change. */
  reason: string;
}

let latest: Error | undefined;

/** The error of ours that was made last. */
export const latestError = (): Error | undefined => latest;

/**
 * An error of ours, told without a stack that no user wants.
 *
 * The SDK prints an error that surfaces inside an `apply` with util.inspect, which takes up to a minute over a long stack:
 * an error whose stack is its own message is printed at once. The SDK also puts "error serializing property" before the
 * message of an error that it meets in an Output, once at each level: the message stays as it is.
 */
abstract class ToldError extends RunError {
  /** The construct that it happened in. */
  readonly scope = scope.getStore();

  constructor(words: string) {
    const message = withoutHidden(words);
    super(message);
    latest = this;
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
    this.stack = message;
  }
}

/** All mistakes of one component, thrown once. A library user reads the message; the plugin hands the list to the engine. */
export class InvalidArgs extends ToldError {
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

/** As Pulumi writes property paths: `filters[0].exact`. What stands in quotes is a name. */
export function written(path: string): string {
  return path.replace(/\["[^"]*"\]|\.(\d+)(?=[.[]|$)/g, (found, index) => (index === undefined ? found : `[${index}]`));
}

/** Numbers are places in lists; a name that looks like one stands in quotes, such as `domains["10.0.0.1"]`. */
export function pathOf(path: readonly PropertyKey[]): string {
  const isQuoted = (key: PropertyKey) => typeof key === "string" && /(^|\.)\d+(\.|$)/.test(key);
  return path
    .map((key, index) => (isQuoted(key) ? `["${String(key)}"]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}

/** Longer than any that is right; keys are the user's own. */
const longestPath = 400;
const longestReason = 2000;

export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

/** What a terminal would take for a command, or show in another place than where it stands, as JSON writes it. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (control) => `\\u${(control.codePointAt(0) as number).toString(16).padStart(4, "0")}`,
  );
}

/** A failure outside the arguments: a build, a revision. */
export class Failure extends ToldError {}

/** Renders a value as it was given, short enough for one line. */
export function show(value: unknown): string {
  if (Number.isNaN(value)) return "not a number";
  // JSON knows no number that is too large, and writes null.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return visible(shortened(withoutLogin(text), 80));
}

/** Of an address, `user:password@` is left out, also where it is a token alone; a tag before a digest looks alike. */
function withoutLogin(text: string): string {
  return text.replace(/(\/\/[^\s/@"]*|"[^\s/@"]*:[^\s/@"]+)@(?!sha256:)/g, (found) =>
    found.startsWith('"') ? '"...@' : "//...@",
  );
}
