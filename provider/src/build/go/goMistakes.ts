// Go's errors for a package; for excluded files, also how to include them.
import { join } from "node:path";
import { textOf } from "../../input/files";
import { Failure } from "../../input/problems";
import type { Build } from "../builder";
import { unresolvedProblem } from "../ko/koErrors";
import { failure, placeOf } from "../place";
import type { GoErrorJson, GoPackageJson } from "./goPackage";

export function mistakeOf(build: Build, root: GoPackageJson, packages: GoPackageJson[]): Failure | undefined {
  const errors = [root.Error, ...(root.DepsErrors ?? [])].filter((error) => error !== undefined);
  if (errors.length === 0) return undefined;
  const excluded = packages.find((one) => isLeftOut(one, root, errors));
  if (excluded !== undefined) return failure(build, wholly(build, excluded));
  const lines = [...new Set(errors.map(({ Pos, Err }) => (Pos ? `${Pos}: ${Err}` : Err)))];
  const unresolved = unresolvedProblem(build, lines.join("\n"));
  if (unresolved !== undefined) return new Failure(unresolved);
  return isOfSource(lines)
    ? new Failure(`${placeOf(build)} does not compile:\n${lines.join("\n")}`)
    : failure(build, lines.join("\n"));
}

const isOfSource = (lines: string[]) => lines.some((line) => /\.go:\d+/.test(line));

/** If excluded files cause the first error of a build, they explain it. */
function isLeftOut({ Dir, ImportPath }: GoPackageJson, root: GoPackageJson, [first]: GoErrorJson[]): boolean {
  const mayBe = ImportPath === root.ImportPath || (root.Deps ?? []).includes(ImportPath);
  return mayBe && first?.Err.trim().endsWith(`build constraints exclude all Go files in ${Dir}`) === true;
}

function wholly({ platforms }: Build, { Dir = "", IgnoredGoFiles = [] }: GoPackageJson): string {
  const files = IgnoredGoFiles.slice(0, most).map((name) => reasonOf(Dir, name));
  const more = IgnoredGoFiles.length > most ? `; and ${IgnoredGoFiles.length - most} more` : "";
  return `build constraints exclude all Go files in ${Dir} for ${platforms.join(", ")}: ${files.join("; ")}${more}`;
}

const most = 5;

/** Why Go excludes a file, and how to include it. */
export function reasonOf(directory: string, name: string): string {
  const text = textOf(join(directory, name));
  const constraint = constraintOf(text.split(/^package /m)[0] as string);
  if (constraint !== undefined) return `${name} is for ${constraint}${adviceFor(constraint)}`;
  if (/^import "C"|^\s+"C"$/m.test(text))
    return `${name} uses cgo, which is off: set CGO_ENABLED to "1" in env, and a baseImage with libc`;
  return `${name} is for another platform, according to its name`;
}

/** Also supports the syntax before Go 1.17: every line must hold, a space is "or", a comma "and". */
function constraintOf(head: string): string | undefined {
  const now = /^\/\/go:build (.*)$/m.exec(head)?.[1]?.trim();
  const before = [...head.matchAll(/^\/\/\s*\+build (.*)$/gm)].map(([, line = ""]) => line.trim());
  const words = before.map((line) => line.replaceAll(",", " && ").replace(/(?<!&&)\s+(?!&&)/g, " || "));
  return now ?? (words.length === 0 ? undefined : words.join(" && "));
}

/** Tags that the platform, the toolchain or cgo set. */
const given =
  /^(ignore|cgo|unix|gc|gccgo|go1(\.\d+)*|linux|windows|darwin|js|wasip1|plan9|android|ios|\w+bsd|dragonfly|solaris|illumos|aix|zos|386|amd64|arm|arm64|wasm|loong64|mips\w*|ppc64\w*|riscv64|s390x|race|msan|asan)$/;

function adviceFor(constraint: string): string {
  const tags = constraint.split("&&").map((tag) => tag.trim());
  if (!tags.every((tag) => /^\w[\w.]*$/.test(tag))) return "";
  const own = tags.filter((tag) => !given.test(tag));
  return own.length < tags.length ? "" : `; set goFlags: ["-tags=${own.join(",")}"]`;
}
