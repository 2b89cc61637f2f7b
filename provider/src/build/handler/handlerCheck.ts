// Determines which handler a Go package exports by letting the compiler check it against each of the forms.
import type { ExecFileException } from "node:child_process";
import { Failure } from "../../input/problems";
import type { Build } from "../builder";
import { goOutput } from "../go/goCommand";
import type { Listed } from "../go/goModule";
import { goSettings } from "../go/goSettings";
import { explainGo } from "../ko/koErrors";
import { queued } from "../limit";
import { failure } from "../place";
import { formsWith, type Handler } from "./handlerForms";
import { type Asked, noHandler } from "./noHandler";
import { below, overlaid } from "./overlay";

export type Kind = { kind: "program" } | { kind: "handler"; handler: Handler };

/** Throws the problem if it is neither. */
export async function kindOf(build: Build, listed: Listed): Promise<Kind> {
  if (listed.name === "main") return { kind: "program" };
  await newEnough(build);
  const candidates = candidatesOf(listed.sdk);
  const lines = [...typed.map(([, own]) => `var _ never = ${own}`), ...candidates.map(({ line }) => line)];
  const answers = await answersTo(build, listed, lines);
  const fitting = candidates.find((_, index) => answers[typed.length + index] === undefined);
  if (fitting !== undefined) return { kind: "handler", handler: fitting.handler };
  const said = typed.map(([asked], index) => [asked, answers[index] ?? ""]);
  throw failure(build, noHandler(listed, Object.fromEntries(said)));
}

/** The oldest version whose standard library has everything that the generated program uses. */
async function newEnough(build: Build): Promise<void> {
  const { GOVERSION = "" } = await goSettings(build);
  const minor = /^go1\.(\d+)/.exec(GOVERSION)?.[1];
  if (minor === undefined || Number(minor) >= 21) return;
  throw failure(build, `a handler needs Go 1.21 or newer, but ${GOVERSION} is selected; check GOTOOLCHAIN and go.mod`);
}

/** In order of preference. */
const entries: [Handler["entry"], string][] = [
  ["New", "one(function.New()).Handle"],
  ["New with error", "two(function.New()).Handle"],
  ["Handle", "function.Handle"],
];

/** Expressions whose type the compiler reports because they do not fit. */
const typed: [Asked, string][] = [...entries, ["New itself", "function.New"]];

interface Candidate {
  line: string;
  handler: Handler;
}

function candidatesOf(packages: string[]): Candidate[] {
  return entries.flatMap(([entry, own]) =>
    formsWith(packages).map(({ type }) => ({ line: `var _ ${type} = ${own}`, handler: { entry, form: type } })),
  );
}

const folder = "knative-faas-check";

/** The compiler's error for each line; undefined for a line that compiles. */
async function answersTo(build: Build, listed: Listed, lines: string[]): Promise<(string | undefined)[]> {
  const head = headOf(listed);
  const overlay = overlaid(listed.directory, folder, { "check.go": [...head, ...lines, ""].join("\n") });
  const said = await compilerOn(build, listed, overlay);
  const found = [...said.matchAll(/check\.go:(\d+):\d+: (.*)$/gm)];
  const answers = new Map(found.reverse().map(([, line, text]) => [Number(line) - head.length - 1, text]));
  return lines.map((_, index) => answers.get(index));
}

/** The version with generics, whatever version the module uses. */
function headOf({ importPath, sdk }: Listed): string[] {
  const imports = ["context", "net/http", ...sdk.filter((path) => !path.endsWith("/http"))];
  return [
    "// Takes the handler of a package for each of the forms that it may have.",
    "",
    "//go:build go1.21",
    "",
    "package check",
    "",
    ...imports.map((path) => `import ${JSON.stringify(path)}`),
    `import function ${JSON.stringify(importPath)}`,
    "",
    "type never struct{ never int }",
    "",
    "func one[T any](instance T) T { return instance }",
    "func two[T any](instance T, _ error) T { return instance }",
    "",
  ];
}

/** The check package itself never compiles; an error in another package is the user's. */
async function compilerOn(build: Build, { importPath }: Listed, overlay: string): Promise<string> {
  const args = ["build", "-trimpath", "-gcflags=-e", below(build.package, folder)];
  try {
    return await queued(() => goOutput(args, build, build.platforms[0], overlay));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { stderr = "", message } = error as ExecFileException;
    const said = stderr.trim() || message;
    const packages = [...said.matchAll(/^# (\S+)/gm)].map(([, name]) => name);
    if (packages.length === 1 && packages[0] === `${importPath}/${folder}`) return said;
    throw new Failure(explainGo(build, said));
  }
}
