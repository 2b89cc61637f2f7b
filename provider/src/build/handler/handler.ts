// Turns a Go package that exports a handler into a program: overlays the package with a main package that serves it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDirectory } from "../../input/files";
import type { Listed } from "../go/goModule";
import { formOf, type Handler, sdk, takesEvents } from "./handlerForms";
import { answering, below, overlaid } from "./overlay";

/** The settings with which the Go toolchain and ko see a program. */
export interface Overlay {
  /** The package to build, relative to the build's directory. */
  package: string;
  /** For `-overlay`. */
  file: string;
  /** For GOPACKAGESDRIVER: tells ko that the program, and so its data, is in the package's directory. */
  driver: string | undefined;
}

const folder = "knative-faas-main";

export function overlayOf(packagePath: string, listed: Listed, handler: Handler): Overlay {
  return {
    package: below(packagePath, folder),
    file: overlaid(listed.directory, folder, programOf(listed, handler)),
    driver: isDirectory(join(listed.directory, "kodata")) ? driverOf(listed) : undefined,
  };
}

/** All generated source by file name. */
export function programOf(listed: Listed, handler: Handler): Record<string, string> {
  const names = ["serve.go", "protocols.go", "protocols_old.go", ...(takesEvents(handler) ? eventFiles(listed) : [])];
  return {
    "main.go": mainOf(listed.importPath, handler),
    ...Object.fromEntries(names.map((name) => [name, support(name)])),
  };
}

/** Results use the SDK's own statuses if the handler imports them. */
function eventFiles(listed: Listed): string[] {
  return ["cloudevents.go", "headers.go", listed.sdk.includes(sdk.http) ? "result.go" : "error.go"];
}

/** ko looks for `kodata` next to the files of the package that it builds, which the go command reports inside the overlay. */
function driverOf({ importPath, directory }: Listed): string {
  const path = `${importPath}/${folder}`;
  const program = { ID: path, Name: "main", PkgPath: path, GoFiles: [join(directory, "main.go")] };
  return answering(JSON.stringify({ Compiler: "gc", Arch: "amd64", Roots: [path], Packages: [program] }));
}

const makes: Record<Handler["entry"], string[]> = {
  New: ["instance := function.New()"],
  "New with error": ["instance, err := function.New()", 'fatal("make", err)'],
  Handle: [],
};

function mainOf(path: string, handler: Handler): string {
  const { imports, wrap } = formOf(handler);
  const isMade = handler.entry !== "Handle";
  const [first, ...more] = wrap(isMade ? "instance.Handle" : "function.Handle");
  const call = [`serve(${isMade ? "instance" : "nil"}, ${first}`, ...more];
  const body = [...makes[handler.entry], ...call.slice(0, -1), `${call.at(-1)})`];
  return [
    "// Runs the handler of this package.",
    "",
    "//go:build go1.21",
    "",
    "package main",
    "",
    "import (",
    ...imports.map((name) => `\t${JSON.stringify(name)}`),
    "",
    `\tfunction ${JSON.stringify(path)}`,
    ")",
    "",
    "func main() {",
    ...body.map((line) => `\t${line}`),
    "}",
    "",
  ].join("\n");
}

/** The Go files next to the provider's dist, as distributed with the package. */
function support(name: string): string {
  const near = [
    join(__dirname, "..", "handler"),
    join(__dirname, "..", "..", "handler"),
    join(__dirname, "..", "..", "..", "handler"),
  ];
  const found = near.find((candidate) => existsSync(join(candidate, name))) as string;
  return readFileSync(join(found, name), "utf8");
}
