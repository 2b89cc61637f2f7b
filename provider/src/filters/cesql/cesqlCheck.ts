// Validates a CESQL expression as a filter: its syntax, its functions, and that its result is a boolean.

import { counted } from "../../input/counted";
import { didYouMean } from "../../input/didYouMean";
import { functionNames, functionOf } from "./cesqlFunctions";
import { type Expression, parse } from "./cesqlParser";

/** The parser is recursive; no realistic filter is this long. */
const longest = 4096;

/** Undefined if the expression is a valid filter. */
export function cesqlProblem(text: string): string | undefined {
  if (text.length > longest)
    return `expected at most ${longest} characters, got ${text.length}; use a function as a filter`;
  try {
    const expression = parse(text);
    return unknownFunction(expression) ?? noBoolean(expression);
  } catch (error) {
    if (error instanceof SyntaxError) return `is not a valid CESQL expression: ${error.message}`;
    throw error;
  }
}

/** Knative accepts it, but fails on each event: the filter never matches. */
function unknownFunction(expression: Expression): string | undefined {
  if (expression.kind === "call" && functionOf(expression.name, expression.args.length) === undefined) {
    const { name, args } = expression;
    const known = functionNames.includes(name) ? "change the number of arguments" : didYouMean(name, functionNames);
    return `calls ${name} with ${counted(args.length, "argument")}, but CESQL has no such function; ${known}`;
  }
  return below(expression)
    .map(unknownFunction)
    .find((found) => found !== undefined);
}

/** The subexpressions. */
export function below(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "call":
      return expression.args;
    case "in":
      return [expression.of, ...expression.set];
    case "binary":
      return [expression.left, expression.right];
    case "not":
    case "negate":
    case "like":
      return [expression.of];
    default:
      return [];
  }
}

const arithmetic = ["+", "-", "*", "/", "%"];

/** Knative's filter fails for any other result (eventing v0.50, pkg/eventfilter/subscriptionsapi/cesql_filter.go). */
function noBoolean(expression: Expression): string | undefined {
  const isBoolean =
    ["not", "exists", "like", "in"].includes(expression.kind) ||
    (expression.kind === "binary" && !arithmetic.includes(expression.operator)) ||
    (expression.kind === "literal" && typeof expression.value === "boolean") ||
    (expression.kind === "call" && functionOf(expression.name, expression.args.length)?.answers === "boolean");
  return isBoolean ? undefined : "is not a boolean; compare it with something, e.g. LENGTH(subject) > 3";
}
