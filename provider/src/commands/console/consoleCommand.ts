// `knative-faas console`: a page with the graph of a stack, and what its parts do now.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { command, stackOptions } from "../commandType";
import { writeOutput } from "../outputFile";
import { pulumiJson, pulumiPreview, type StackChoice } from "../pulumiCommand";
import { portOf } from "../run/clientPort";
import { note, styled } from "../terminal";
import type { Message } from "./consoleModel";
import type { Preview } from "./consolePlan";
import { ConsoleServer } from "./consoleServer";
import { ConsoleState, type Origin } from "./consoleState";

export const consoleCommand = command({
  name: "console",
  about: "Open a page with the graph of a stack and what its parts do now",
  details: [
    "The page shows functions, brokers, channels, flows and sources as the stack's state has them, and follows them in the cluster: revisions, shares of the traffic, Pods, and why something is not ready.",
    "It reads only, adds nothing to the cluster, and is served to this machine alone, at a URL with a token. Ctrl-C ends it.",
  ],
  options: {
    port: { type: "text", short: "p", value: "PORT", about: "The port on this machine; a free one by default" },
    preview: { type: "flag", about: "Begin with what an update would change" },
    html: { type: "text", value: "FILE", about: "Write the page to a file that loads nothing, instead of serving it" },
    ...stackOptions,
  },
  examples: [
    ["knative-faas console", "prints the URL of the page"],
    [
      "knative-faas console --preview --html plan.html",
      "writes what an update would change as one page, for a pull request",
    ],
  ],
  run: async ({ options, signal }) => {
    const port = portOf(options.port ?? "0");
    const watching = new AbortController();
    const state = new ConsoleState(await originOf(options), AbortSignal.any([signal, watching.signal]));
    try {
      await state.load();
      if (options.preview) await state.preview();
      if (options.html === undefined) await served(state, port, signal);
      else await written(state, options.html);
    } finally {
      watching.abort();
    }
  },
});

async function originOf(options: StackChoice): Promise<Origin> {
  const { name } = (await pulumiJson(options, ["stack", "ls", "--json"]).then(current)) ?? {};
  return {
    stack: options.stack ?? name ?? "",
    exported: () => pulumiJson(options, ["stack", "export", "--show-secrets"]),
    previewed: async () => (await pulumiPreview(options)) as Preview,
  };
}

const current = (stacks: unknown) => (stacks as { name: string; current: boolean }[]).find((one) => one.current);

/** Until the signal. */
async function served(state: ConsoleState, port: number, signal: AbortSignal): Promise<void> {
  const server = new ConsoleServer(state, pageWith([]));
  note(`the console is at ${styled("bold", await server.listen(port), process.stderr)}`);
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  server.close();
}

async function written(state: ConsoleState, file: string): Promise<void> {
  await state.settled();
  writeOutput(file, pageWith(state.messages()));
}

/** A page that knows the messages needs no server. */
function pageWith(messages: Message[]): string {
  const page = readFileSync(join(__dirname, "console.html"), "utf8");
  const data = JSON.stringify(messages).replaceAll("<", "\\u003c");
  return page.replace(">[]<", () => `>${data}<`);
}
