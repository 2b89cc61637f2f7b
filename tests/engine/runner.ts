// Which Node.js processes a Pulumi command started, e.g. whether the plugin went through Pulumi's runner.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "./program";

/** From now on each Node.js process of this program notes its arguments. */
export function noteProcesses(program: Program): () => string[][] {
  const log = join(program.directory, "processes.log");
  const line = 'JSON.stringify(process.argv) + "\\n"';
  program.write("note.cjs", `require("fs").appendFileSync(${JSON.stringify(log)}, ${line});\n`);
  program.environment.NODE_OPTIONS = `--require=${join(program.directory, "note.cjs")}`;
  return () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []).map((text) => JSON.parse(text));
}

/** True when the engine had Pulumi's runner for Node.js plugins start the plugin that lies in this directory. */
export function wentThroughRunner(processes: string[][], directory: string): boolean {
  return processes.some((argv) => /cmd\/run-plugin(\/index\.js)?$/.test(argv[1] ?? "") && argv.includes(directory));
}
