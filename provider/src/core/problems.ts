// A mistake in the arguments, at its property path; and the one error that carries all of them.
import { RunError } from "@pulumi/pulumi";

export interface Problem {
  /** Where the mistake is, in the user's own words, e.g. `scale.min` or `env.K_SERVICE`. */
  propertyPath: string;
  /** What is allowed, what was given, what to change. */
  reason: string;
}

/** All mistakes of one component, thrown once. A library user reads the message; the plugin hands the list to the engine. */
export class InvalidArgs extends RunError {
  constructor(
    readonly component: string,
    readonly problems: Problem[],
  ) {
    super(`invalid ${component}\n${problems.map((p) => `  ${p.propertyPath}: ${p.reason}`).join("\n")}`);
    hideStack(this);
  }
}

/** A failure outside the arguments (a build, a revision), told without a stack that no user wants. */
export class Failure extends RunError {
  constructor(message: string) {
    super(message);
    hideStack(this);
  }
}

// An error that surfaces inside an `apply` is printed by the SDK with util.inspect, which takes up to a minute over a
// long stack. An error whose stack is its own message is printed at once.
function hideStack(error: Error): void {
  error.stack = error.message;
}

/** Renders a value as it was given, short enough for one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
