// The command `knative-faas`: prints the event graph of a stack, or how sample events would be routed after an update.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { routingChanges } from "./filters/routeChanges";
import { eventGraph } from "./graph/graph";

const usage = `usage: knative-faas graph [--stack NAME] [--cwd DIR] [--html FILE]   prints the events of a stack as Mermaid, writes them as a page
       knative-faas routes [--stack NAME] [--cwd DIR]               prints where the samples of brokers go after an update`;

const commands: Record<string, (options: Options) => void> = { graph, routes };

interface Options {
  stack?: string;
  cwd?: string;
  html?: string;
}

function graph(options: Options): void {
  const { mermaid, html } = eventGraph(pulumi(options, ["stack", "export"]), options.stack);
  if (options.html !== undefined) writeFileSync(options.html, html);
  process.stdout.write(mermaid);
}

function routes(options: Options): void {
  const lines = routingChanges(pulumi(options, ["preview", "--json", "--show-sames"]));
  console.log(lines.length === 0 ? "the routing of samples does not change" : lines.join("\n"));
}

/** The parsed output of pulumi. Its own messages are shown if it fails. */
function pulumi({ stack, cwd }: Options, args: string[]): unknown {
  const all = [...args, ...(stack === undefined ? [] : ["--stack", stack]), "--non-interactive"];
  const options = { maxBuffer: 2 ** 30, ...(cwd === undefined ? {} : { cwd }) };
  return JSON.parse(
    execFileSync("pulumi", all, { ...options, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }),
  );
}

function main(): void {
  try {
    const string = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      options: { stack: string, cwd: string, html: string, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    const command = commands[positionals[0] ?? ""];
    if (values.help) console.log(usage);
    else if (command === undefined || positionals.length > 1) throw new Error(usage);
    else command(values);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    console.error(code === "ENOENT" ? "there is no pulumi on PATH; install it, or add it to PATH" : message);
    process.exitCode = 1;
  }
}

main();
