// Whether a refusal is reported properly: at a property that was set or is missing, in the package's format, without a secret.
import type { z } from "zod";
import { visible, written } from "../../provider/src/input/problems";
import { OutputValue, Secret } from "../plugin/values";
import { type Component, schemaOf } from "./arguments";
import { marker } from "./mutations";
import { bare } from "./values";

export interface Told {
  /** Empty for a failure without a property. */
  problems: { propertyPath: string; reason: string }[];
  message: string;
  /** Everything that was logged for a user. */
  logs: string;
}

/** JavaScript's own messages, which users of other languages do not understand. */
const words =
  /Cannot read propert|\bundefined\b|is not a function|is not iterable|\[object |Maximum call stack|\bNaN\b|^\s+at |\n\s+at |TypeError|RangeError|ReferenceError|Unexpected (token|end)|Invalid (array|string) length|ERR_[A-Z_]+|Converting circular|Symbol\(|dist\/plugin\.js|node:internal/;

/** The parts of a reason: what is allowed, what was received, or what to change. */
const form =
  /expected|is required|unknown property|mutually exclusive|cannot|can't be|must |keep one|leave|set |choose|rename|name |use |lower|raise|drop|reduce |fix |can only |is only valid|requires |put it |write |remove|pass it|unsecret it|is reserved|did you mean/;

/** What is wrong with the report; empty if it is good. */
export function faultsOf(component: Component, args: unknown, { problems, message, logs }: Told): string[] {
  const all = [message, logs, ...problems.flatMap(({ propertyPath, reason }) => [propertyPath, reason])].join("\n");
  const odd = words.exec(all)?.[0];
  return [
    ...(odd === undefined ? [] : [`JavaScript's words: ${JSON.stringify(odd)}`]),
    ...(all.includes(marker) ? ["a secret shows"] : []),
    ...(message.length > 20_000 ? [`${message.length} characters`] : []),
    ...toldTwice(problems).map((path) => `told twice at ${shown(path)}`),
    ...problems.flatMap((problem) => faultsOfProblem(component, args, problem)),
  ];
}

/** A key of a map and its value may both be wrong; only the value's message shows what was received. */
const toldTwice = (problems: Told["problems"]): string[] => {
  const ofValues = problems.filter(({ reason }) => reason.includes("got "));
  const paths = ofValues.map(({ propertyPath }) => propertyPath);
  return paths.filter((path, index) => paths.indexOf(path) !== index);
};

function faultsOfProblem(component: Component, args: unknown, { propertyPath, reason }: Told["problems"][number]) {
  const at = `at ${shown(propertyPath)}: ${shown(reason)}`;
  return [
    ...(form.test(reason) ? [] : [`not in our form ${at}`]),
    ...(/(?<![\d.])1 (Pods|arguments|characters|places)\b/.test(reason) ? [`one of several ${at}`] : []),
    ...(reason.length > 2000 ? [`${reason.length} characters ${at}`] : []),
    ...(hasControls(reason) || hasControls(propertyPath) ? [`control characters ${at}`] : []),
    ...(/got undefined|got null$/.test(reason) && !JSON.stringify(args).includes("null")
      ? [`nothing is told as given ${at}`]
      : []),
    ...(propertyPath.endsWith("...") ||
    isThere(args, `.${propertyPath}`) ||
    isProperty(schemaOf(component), propertyPath)
      ? []
      : [`no such property ${at}`]),
  ];
}

const shown = (text: string) => JSON.stringify(text.length > 200 ? `${text.slice(0, 197)}...` : text);

/** What a terminal interprets as a command, or displays in another order. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text);
}

/** True for a value that was set, or that its owner lacks; at the top the path begins with a dot, too. */
function isThere(given: unknown, path: string): boolean {
  const value = given instanceof Secret || given instanceof OutputValue ? given.value : given;
  if (path === "" || path === ".") return true;
  if (value === null || typeof value !== "object") return false;
  const names = (key: string) =>
    Array.isArray(value)
      ? [`[${key}]`]
      : [visible(`.${key}`), written(`.${key}`), `.[${key}]`, `["${key}"]`, `.["${key}"]`, `.${written(`.${key}`)}`];
  const isBelow = (name: string, inner: unknown) => {
    const rest = path.slice(name.length);
    return path.startsWith(name) && (rest === "" || (/^[.[]/.test(rest) && isThere(inner, rest)));
  };
  const below = Object.entries(value).some(([key, inner]) => names(key).some((name) => isBelow(name, inner)));
  return below || (!Array.isArray(value) && !/[.[]/.test(path.slice(1)));
}

/** True for a path of the schema, where all of a group may be missing. */
function isProperty(wrapped: z.ZodType, path: string): boolean {
  const schema = bare(wrapped);
  const { shape, valueType, element } = schema.def as {
    shape?: Record<string, z.ZodType>;
    valueType?: z.ZodType;
    element?: z.ZodType;
  };
  if (path === "") return true;
  const [, name = "", rest = ""] = /^\.?([^.[]+|\[\d+\])(.*)$/.exec(path) ?? [];
  const next = shape === undefined ? (valueType ?? element) : Object.hasOwn(shape, name) ? shape[name] : undefined;
  return next !== undefined && name !== "" && isProperty(next, rest);
}
