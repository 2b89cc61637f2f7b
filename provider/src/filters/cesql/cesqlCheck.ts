// What is wrong with a CESQL expression as a filter: its syntax, its functions, and that it answers true or false.

import { counted } from "../../input/counted";
import { didYouMean } from "../../input/nearest";
import { functionNames, functionOf } from "./cesqlFunctions";
import { type Expression, parse } from "./cesqlParser";

/** The parser calls itself for each bracket and operator; nobody writes or reads a filter of this length. */
const longest = 4096;

/** Undefined for an expression that can be a filter. */
export function cesqlProblem(text: string): string | undefined {
  if (text.length > longest)
    return `expected at most ${longest} characters, got ${text.length}; use a function as a filter`;
  try {
    const expression = parse(text);
    return unknownFunction(expression) ?? noBoolean(expression);
  } catch (error) {
    if (error instanceof SyntaxError) return `is no expression of CESQL: ${error.message}`;
    throw error;
  }
}

/** Knative takes it, and finds out with each event that there is none: the filter never matches. */
function unknownFunction(expression: Expression): string | undefined {
  if (expression.kind === "call" && functionOf(expression.name, expression.args.length) === undefined) {
    const { name, args } = expression;
    const known = functionNames.includes(name) ? "give it as many as it takes" : didYouMean(name, functionNames);
    return `calls ${name} with ${counted(args.length, "argument")}, and CESQL has no such function; ${known}`;
  }
  return below(expression)
    .map(unknownFunction)
    .find((found) => found !== undefined);
}

/** The expressions that one consists of. */
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

/** Knative's filter breaks off at any other answer (eventing v0.50, pkg/eventfilter/subscriptionsapi/cesql_filter.go). */
function noBoolean(expression: Expression): string | undefined {
  const isBoolean =
    ["not", "exists", "like", "in"].includes(expression.kind) ||
    (expression.kind === "binary" && !arithmetic.includes(expression.operator)) ||
    (expression.kind === "literal" && typeof expression.value === "boolean") ||
    (expression.kind === "call" && functionOf(expression.name, expression.args.length)?.answers === "boolean");
  return isBoolean ? undefined : "answers neither true nor false; compare it with something, e.g. LENGTH(subject) > 3";
}
