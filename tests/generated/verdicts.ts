// The verdicts of the component and the Go controller on a Function, and the objects that each makes from it, as comparable text.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { InvalidArgs } from "../../provider/src/input/problems";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { canonical } from "../../provider/src/pulumi/hash";
import { programs } from "../servers/goTests";
import { madeOfArgs } from "../unit/madeOfArgs";
import type { Candidate } from "./functionObjects";

export interface Verdict {
  /** Empty if the Function is valid. */
  mistakes: string[];
  /** The object as canonical JSON, by kind and name. */
  objects: Record<string, string>;
}

/** The component's, without the Function itself. */
export async function ofComponent({ args }: Candidate): Promise<Verdict> {
  try {
    const [, ...objects] = await madeOfArgs(args);
    return { mistakes: [], objects: written(objects.filter(isOfController)) };
  } catch (error) {
    if (!(error instanceof InvalidArgs)) throw error;
    return { mistakes: error.problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`), objects: {} };
  }
}

/** A Function makes no claims of domains, as their names belong to the whole cluster. */
const isOfController = ({ kind }: Manifest) => kind !== "ClusterDomainClaim";

/** The controller's, all in one process. */
export async function ofController(all: Candidate[]): Promise<Verdict[]> {
  const options = { cwd: programs, maxBuffer: 1 << 30 };
  const lines: string[] = [];
  const program = execFile("go", ["run", "./internal/function/judge"], options);
  program.stdout?.on("data", (text) => lines.push(text));
  let told = "";
  program.stderr?.on("data", (text) => {
    told += text;
  });
  program.stdin?.end(all.map(({ object }) => `${JSON.stringify(object)}\n`).join(""));
  const [code] = await once(program, "close");
  if (code !== 0) throw new Error(`judge ends with ${code}: ${told}`);
  const found = lines.join("").trimEnd().split("\n");
  return found.map((line) => {
    const { mistakes, objects } = JSON.parse(line);
    return { mistakes: mistakes ?? [], objects: written(objects ?? []) };
  });
}

function written(objects: Manifest[]): Record<string, string> {
  return Object.fromEntries(objects.map((object) => [keyOf(object), canonical(inside(object))]));
}

function keyOf({ kind, metadata, spec }: Manifest): string {
  return `${kind} ${metadata.name}${spec?.traffic === undefined ? "" : " traffic"}`;
}

/** Strings that contain JSON are compared by their content, as the order of its fields does not matter. */
function inside(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("{")) return parsed(value);
  if (Array.isArray(value)) return value.map(inside);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(inner)]));
}

function parsed(text: string): unknown {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return text;
  }
}
