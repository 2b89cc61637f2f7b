// The words for a Go package that is neither a program nor exports a handler, made from what the compiler says of it.
import { join } from "node:path";
import { textOf } from "../../input/files";
import { reasonOf } from "../go/goMistakes";
import type { Listed } from "../go/goModule";
import { handlersIn } from "./otherNames";

/** What the compiler was asked for its type: a handler as it may be made, and `New` as it stands. */
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
  if (made !== undefined && takesArguments(made)) return `${instance}, which takes arguments`;
  if (method !== undefined) return `${instance} with the method Handle${method}`;
  if (own !== undefined) return `Handle${own}`;
  return instance && `${instance} without a method Handle`;
}

const takesArguments = (type: string) => /^\((?!\)|\w* ?\.\.\.[^,]*\))/.test(type);

/** `function.Handle (value of type func(name string) int) as never value` without `func`; of what is no function, ` of type T`. */
function typeIn(text: string): string | undefined {
  const type = /\(.*?\bof (?:\w+ )?type (.*)\) as never value/.exec(text)?.[1];
  return type && (type.startsWith("func(") ? type.slice("func".length) : ` of type ${type}`);
}

function foreignEvents({ sdk }: Listed, found = ""): string[] {
  if (found === "" || found.includes("http.") || sdk.length > 0) return [];
  return ["CloudEvents signatures are those of github.com/cloudevents/sdk-go/v2, which it does not import"];
}

/** Files that may hold the handler and are not built. */
function leftOutOf({ directory, leftOut }: Listed): string[] {
  return leftOut
    .filter((name) => /\b(Handle|func New)\b/.test(textOf(join(directory, name))))
    .map((name) => reasonOf(directory, name));
}
