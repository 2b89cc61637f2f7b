// The error for a Go package that is neither a program nor exports a handler, based on the compiler's messages.
import { join } from "node:path";
import { textOf } from "../../input/files";
import { reasonOf } from "../go/goMistakes";
import type { Listed } from "../go/goModule";
import { handlersIn } from "./otherNames";

/** The expressions whose type the compiler was asked for: a handler in each way of creating it, and `New` itself. */
export type Asked = "New" | "New with error" | "Handle" | "New itself";

const forms =
  "Handle(http.ResponseWriter, *http.Request), or Handle with a CloudEvents signature such as Handle(context.Context, event.Event) (*event.Event, error)";

const expected = `expected package main (a program that serves HTTP on $PORT) or a package that exports ${forms}`;

export function withoutEither(name: string, directory: string): string {
  return `${expected}; it is package ${name} without either${renaming(directory)}`;
}

/** How functions become the handler that are one but for the name. */
function renaming(directory: string): string {
  const names = handlersIn(directory);
  const [first, ...others] = names;
  if (first === undefined) return "";
  const which = others.length === 0 ? first : `one of ${names.slice(0, mostNamed).join(", ")}`;
  return `: to serve ${which}, write var Handle = ${first} beside it`;
}

const mostNamed = 3;

export function noHandler(listed: Listed, said: Record<Asked, string>): string {
  const found = foundIn(said);
  const what =
    found === undefined
      ? withoutEither(listed.name, listed.directory)
      : `expected ${forms}; package ${listed.name} has ${found}${hasHandle(said) ? "" : renaming(listed.directory)}`;
  return [what, ...foreignEvents(listed, found), ...leftOutOf(listed)].join("; ");
}

const hasHandle = (said: Record<Asked, string>) =>
  [said.Handle, said.New, said["New with error"]].some((text) => typeIn(text) !== undefined);

function foundIn(said: Record<Asked, string>): string | undefined {
  const made = typeIn(said["New itself"]);
  const method = typeIn(said.New) ?? typeIn(said["New with error"]);
  const own = typeIn(said.Handle);
  const instance = made && `New${made}`;
  if (made !== undefined && takesArguments(made)) return `${instance}, which has parameters`;
  if (method !== undefined) return `${instance} with the method Handle${method}`;
  if (own !== undefined) return `Handle${own}`;
  return instance && `${instance} without a method Handle`;
}

const takesArguments = (type: string) => /^\((?!\)|\w* ?\.\.\.[^,]*\))/.test(type);

/** Extracts the type from `function.Handle (value of type func(name string) int) as never value`, without `func`; for other types, ` of type T`. */
function typeIn(text: string): string | undefined {
  const type = /\(.*?\bof (?:\w+ )?type (.*)\) as never value/.exec(text)?.[1];
  return type && (type.startsWith("func(") ? type.slice("func".length) : ` of type ${type}`);
}

function foreignEvents({ sdk }: Listed, found = ""): string[] {
  if (found === "" || found.includes("http.") || sdk.length > 0) return [];
  return ["CloudEvents signatures are those of github.com/cloudevents/sdk-go/v2, which it does not import"];
}

/** Excluded files that may contain the handler. */
function leftOutOf({ directory, leftOut }: Listed): string[] {
  return leftOut
    .filter((name) => /\b(Handle|func New)\b/.test(textOf(join(directory, name))))
    .map((name) => reasonOf(directory, name));
}
