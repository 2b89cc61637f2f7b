// The Node.js processes that a Pulumi command started, e.g. whether the plugin was started without Pulumi's runner, which is slow.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "./program";

/** Makes each Node.js process of this program record its arguments from now on. */
export function noteProcesses(program: Program): () => string[][] {
  const log = join(program.directory, "processes.log");
  const line = 'JSON.stringify(process.argv) + "\\n"';
  program.write("note.cjs", `require("fs").appendFileSync(${JSON.stringify(log)}, ${line});\n`);
  program.environment.NODE_OPTIONS = `--require=${join(program.directory, "note.cjs")}`;
  return () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []).map((text) => JSON.parse(text));
}

/** True if the engine ran the plugin's executable in this directory, and nothing through Pulumi's runner. */
export function ranExecutable(processes: string[][], directory: string): boolean {
  const programs = processes.map((argv) => argv[1] ?? "");
  const executable = join(directory, "pulumi-resource-knative-faas");
  return programs.includes(executable) && !programs.some((program) => /cmd\/run-plugin(\/index\.js)?$/.test(program));
}
