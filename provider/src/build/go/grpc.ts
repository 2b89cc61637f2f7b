// Whether a Go program certainly serves only gRPC on its port. Reads source, runs nothing.
import { join } from "node:path";
import { isDirectory, oddity, textOf } from "../../input/files";
import { sourcesOf, withTexts } from "./goSource";
import { moduleRoot } from "./moduleRoot";

const grpc = "google.golang.org/grpc";

/**
 * A gRPC client creates no server, and a program that may also serve HTTP, through any import, might do so on that port:
 * true only if both are ruled out.
 */
export function servesGrpc(directory: string, port: number): boolean {
  const sources = codesIn(directory);
  const all = sources.join("\n");
  const namesPort = new RegExp(`"PORT"|\\b${port}\\b`).test(all);
  const isProgram = /^\s*package\s+main\b/m.test(all);
  return namesPort && isProgram && sources.some(makesServer) && importsQuietOnly(directory, sources);
}

const codesIn = (directory: string) => (isDirectory(directory) ? sourcesOf(directory).map(withTexts) : []);

function makesServer(source: string): boolean {
  const [, alias] = new RegExp(`(?:\\b(\\w+)[ \\t]+)?"${grpc.replaceAll(".", "\\.")}"`).exec(source) ?? [];
  const isImported = importsOf(source).includes(grpc);
  const name = alias === undefined || alias === "import" ? "grpc" : alias;
  return isImported && new RegExp(`\\b${name}\\.NewServer\\(`).test(source);
}

function importsOf(source: string): string[] {
  const clauses = source.match(/^[ \t]*import\b[ \t]*(\([^)]*\)|[^\n]*)/gm) ?? [];
  return clauses.flatMap((clause) => [...clause.matchAll(/["`]([^"`]+)["`]/g)].map(([, path]) => path as string));
}

/** Reads the packages of the program's own module, because any of them may serve HTTP. */
function importsQuietOnly(directory: string, sources: string[]): boolean {
  const own = moduleAt(directory);
  const seen = new Set<string>();
  const open = sources.flatMap(importsOf);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const within = own && directoryIn(own, path);
    const codes = within === undefined ? [] : codesIn(within);
    // Code that can't be read, because it is generated later, may import anything.
    if (within === undefined ? !isQuiet(path) : codes.length === 0) return false;
    open.push(...codes.flatMap(importsOf));
  }
  return true;
}

/** Packages of gRPC and of logging libraries: none of them serves HTTP by itself. */
const quiet = [
  "google.golang.org/grpc",
  "google.golang.org/protobuf/",
  "google.golang.org/genproto/",
  "github.com/golang/protobuf/",
  "golang.org/x/net/context",
  "go.uber.org/zap",
  "github.com/sirupsen/logrus",
];

function isQuiet(path: string): boolean {
  const isStandard = !(path.split("/")[0] as string).includes(".");
  if (isStandard) return !path.startsWith("net/http") && !path.startsWith("net/rpc");
  return quiet.some((one) => path.startsWith(one));
}

interface Module {
  path: string;
  root: string;
}

function moduleAt(directory: string): Module | undefined {
  const root = moduleRoot(directory) ?? directory;
  const file = join(root, "go.mod");
  if (oddity(file) !== undefined) return undefined;
  const path = /^module[ \t]+"?([^\s"]+)/m.exec(textOf(file))?.[1];
  return path === undefined ? undefined : { path, root };
}

/** The directory of a package of the module; undefined for another module. */
function directoryIn({ path, root }: Module, imported: string): string | undefined {
  return imported === path || imported.startsWith(`${path}/`) ? join(root, imported.slice(path.length)) : undefined;
}
