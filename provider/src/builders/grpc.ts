// Whether a Go program surely serves gRPC, and nothing else, on its port. Reads source, runs nothing.
import { join } from "node:path";
import { oddity, textOf } from "../core/files";
import { sourcesOf, withTexts } from "./goSource";
import { moduleRoot } from "./moduleRoot";

const grpc = "google.golang.org/grpc";

/**
 * A client of gRPC makes no server, and a program that may serve HTTP too, by whatever it imports, may do so on that port: only
 * where neither is so it is true.
 */
export function servesGrpc(directory: string, port: number): boolean {
  const sources = sourcesOf(directory).map(withTexts);
  const imports = sources.flatMap(importsOf);
  const all = sources.join("\n");
  const namesPort = new RegExp(`"PORT"|[":]${port}"`).test(all);
  const own = moduleOf(directory);
  return (
    namesPort &&
    /^\s*package\s+main\b/m.test(all) &&
    sources.some(makesServer) &&
    imports.every((one) => isQuiet(one, own))
  );
}

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

/** Of gRPC, and what programs log with: none of it serves HTTP by itself. */
const quiet = ["google.golang.org/", "github.com/golang/protobuf/", "go.uber.org/zap", "github.com/sirupsen/logrus"];

function isQuiet(path: string, own: string | undefined): boolean {
  const isStandard = !(path.split("/")[0] as string).includes(".") && path !== own && !path.startsWith(`${own}/`);
  if (isStandard) return !path.startsWith("net/http") && !path.startsWith("net/rpc");
  return path.startsWith(`${own}/`) || quiet.some((one) => path.startsWith(one));
}

function moduleOf(directory: string): string | undefined {
  const file = join(moduleRoot(directory) ?? directory, "go.mod");
  if (oddity(file) !== undefined) return undefined;
  return /^module[ \t]+"?([^\s"]+)/m.exec(textOf(file))?.[1];
}
