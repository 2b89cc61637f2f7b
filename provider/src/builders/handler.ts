// A Go package that exports a handler, as a program: a main is laid over the package, never written into it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isDirectory, oddity, textOf } from "../core/files";
import { cacheDirectory } from "./cache";
import { goPackage, type Signature, signatureOf } from "./goSource";

export interface Handler {
  /** `New` makes an instance with a method `Handle`; `Handle` is the function itself. */
  entry: "New" | "Handle";
  style: "http" | "http with context" | "cloudevents";
}

export type Kind = { kind: "program" } | { kind: "handler"; handler: Handler } | { kind: "neither"; reason: string };

const forms =
  "Handle(http.ResponseWriter, *http.Request), or Handle with a CloudEvents signature such as Handle(context.Context, event.Event) (*event.Event, error)";

/** What a package of the user's is. A program serves HTTP on $PORT itself. */
export function kindOf(directory: string): Kind {
  const { names, code } = goPackage(directory);
  if (names.length === 0)
    return { kind: "neither", reason: "expected a directory with a Go package; it has no .go files" };
  if (names.includes("main")) return { kind: "program" };
  const made = /^func\s+New\s*\(\s*\)\s*\*?(\w+)/m.exec(code)?.[1];
  const method = made === undefined ? undefined : signatureOf(code, "Handle", made);
  const signature = method ?? signatureOf(code, "Handle");
  const what = `package ${names.join(", ")}`;
  if (signature === undefined)
    return {
      kind: "neither",
      reason: `expected package main (a program that serves HTTP on $PORT) or a package that exports ${forms}; it is ${what} without either`,
    };
  const style = styleOf(signature);
  if (style === undefined)
    return {
      kind: "neither",
      reason: `expected ${forms}; ${what} has Handle(${signature.parameters.join(", ")}) (${signature.results.join(", ")})`,
    };
  return { kind: "handler", handler: { entry: method === undefined ? "Handle" : "New", style } };
}

function styleOf({ parameters, results }: Signature): Handler["style"] | undefined {
  const taken = parameters.join(", ");
  const given = results.join(", ");
  if (given === "" && taken === "http.ResponseWriter, *http.Request") return "http";
  if (given === "" && taken === "context.Context, http.ResponseWriter, *http.Request") return "http with context";
  const takes = /^((context\.Context)?(, )?((event|cloudevents|ce|v2|cloudevent)\.Event)?)$/.test(taken);
  const gives = /^(error|\*\w+\.Event|\*\w+\.Event, error)?$/.test(given);
  const replies = given.startsWith("*");
  return takes && gives && (!replies || taken.endsWith(".Event")) ? "cloudevents" : undefined;
}

/** What the Go toolchain is told so that it sees a program. */
export interface Overlay {
  /** The package to build, relative to the build's directory. */
  package: string;
  /** For `-overlay`. */
  file: string;
  /** All generated source, for the key of the build. */
  content: string;
}

const folder = "knative-faas-main";

/** The overlay of a handler's package; it lies in the user's own cache, named by its content. */
export function overlayOf(directory: string, packagePath: string, handler: Handler): Overlay {
  const owner = join(directory, packagePath);
  const files = new Map([
    ["main.go", mainOf(importPath(owner), handler)],
    ["serve.go", support("serve.go")],
  ]);
  if (handler.style === "cloudevents") files.set("cloudevents.go", support("cloudevents.go"));
  const content = [...files.values()].join("\n");
  const place = join(cacheDirectory("handlers"), hash(owner + content));
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const replace = Object.fromEntries(
    [...files].map(([name, text]) => [join(owner, folder, name), written(join(place, name), text)]),
  );
  const file = written(join(place, "overlay.json"), JSON.stringify({ Replace: replace }));
  return { package: `./${join(packagePath, folder)}`, file, content };
}

function mainOf(path: string, { entry, style }: Handler): string {
  const own = entry === "New" ? "instance.Handle" : "function.Handle";
  const wrap: Record<Handler["style"], string> = {
    http: `http.HandlerFunc(${own})`,
    "http with context": `http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { ${own}(r.Context(), w, r) })`,
    cloudevents: `receive(${own})`,
  };
  const imports = [...(style === "cloudevents" ? [] : ['"net/http"', ""]), `function ${JSON.stringify(path)}`];
  return [
    "// Runs the handler of this package.",
    "package main",
    "",
    "import (",
    ...imports.map((line) => (line === "" ? "" : `\t${line}`)),
    ")",
    "",
    "func main() {",
    ...(entry === "New" ? ["\tinstance := function.New()"] : []),
    `\tserve(${entry === "New" ? "instance" : "nil"}, ${wrap[style]})`,
    "}",
    "",
  ].join("\n");
}

/** The module's path and the way from its root. */
export function importPath(directory: string): string {
  const root = moduleRoot(directory) as string;
  const module = /^module\s+"?([^\s"]+)/m.exec(textOf(join(root, "go.mod")))?.[1] ?? "";
  return [module, relative(root, directory)].filter(Boolean).join("/");
}

export function moduleRoot(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, "go.mod");
    if (existsSync(file) && !isDirectory(file)) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The Go files beside the provider's dist, as they come with the package. */
function support(name: string): string {
  const near = [
    join(__dirname, "..", "handler"),
    join(__dirname, "..", "..", "handler"),
    join(__dirname, "..", "..", "..", "handler"),
  ];
  const found = near.find((candidate) => existsSync(join(candidate, name))) as string;
  return readFileSync(join(found, name), "utf8");
}

/** Renamed into place, as several builds may write the same file at one time. */
function written(file: string, text: string): string {
  if (oddity(file) === undefined && textOf(file) === text) return file;
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
  return file;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
