// `knative-faas run`: a function on this machine, without a cluster and without Docker.
import { command, jsonOption, stackOptions } from "../commandType";
import { localFunction } from "../local/localModule";
import { clientPort, portOf } from "./clientPort";
import { debugAddress } from "./delve";
import { givenEnvironment } from "./givenEnvironment";
import { type LocalChoice, localChoice } from "./localChoice";
import { type RunReport, runReport } from "./runReport";

export const run = command({
  name: "run",
  about: "Run a function on this machine, and reload it when its source changes",
  details: [
    "The function is a directory with a Go program or handler, this one by default, or the NAME of a function of the stack. It is built as for its image, and served at http://localhost:8080.",
    "A new process serves as soon as it listens; the one before it finishes its requests. If the source does not compile, the compiler's words are printed, and the process before it keeps serving.",
    "The function sees PORT, K_SERVICE, K_CONFIGURATION and K_REVISION, what --env and --env-file set, and of this machine only PATH, HOME, USER, TMPDIR, TZ, LANG, proxies and certificates.",
    "A function of the stack has the variables of the revision that has its traffic, and the files of its Secrets and ConfigMaps: at their mount paths if this user may mount (root, or user namespaces), otherwise in the directory KNATIVE_FAAS_FILES. They are in memory where possible, and are removed at the end.",
    "--json prints one object in each line: those that the function logs, and {event: serving|reloaded|failed|note|output, ...}.",
  ],
  positionals: [{ name: "DIRECTORY|NAME" }],
  options: {
    port: {
      type: "text",
      short: "p",
      value: "PORT",
      about: "The port on this machine, or 0 for a free one; 8080 by default",
    },
    env: { type: "list", short: "e", value: "NAME=VALUE", about: "A variable of the function" },
    "env-file": { type: "list", value: "FILE", about: "A file of variables, one NAME=VALUE in each line" },
    debug: { type: "flag", about: "Run it under Delve, for an editor or `dlv connect`" },
    ...stackOptions,
    ...jsonOption,
  },
  examples: [
    ["knative-faas run ./hello", "serves the function of this directory at http://localhost:8080"],
    [
      "knative-faas run hello",
      "the same for a function of the stack, with the variables and files that it has in the cluster",
    ],
    ["knative-faas run ./hello --port 0 --env NAME=World --env-file .env", "on a free port, with variables"],
  ],
  run: async ({ names: [given = "."], options, signal }) => {
    const port = portOf(options.port);
    const environment = givenEnvironment(options["env-file"], options.env);
    const address = options.debug ? await debugAddress() : undefined;
    const choice = await localChoice(given, options);
    try {
      await served({ choice, port, environment, address, report: runReport(options.json), signal });
    } finally {
      choice.remove();
    }
  },
});

interface Served {
  choice: LocalChoice;
  port: number;
  /** What the options set. */
  environment: Record<string, string>;
  /** That of the debugger. */
  address: string | undefined;
  report: RunReport;
  signal: AbortSignal;
}

/** Until the signal; then requests in flight are finished. */
async function served({ choice, port, environment, address, report, signal }: Served): Promise<void> {
  const { name, source, launcher } = choice;
  const local = localFunction({
    ...{ name, source, launcher, debugAddress: address, say: report.say, output: report.output },
    environment: { ...choice.environment, ...environment },
  });
  const clients = await clientPort(port, local.serve);
  for (const text of choice.notes) report.say(text);
  local.on("failed", report.failed);
  local.once("reloaded", () => {
    if (!signal.aborted) report.serving(name, clients.url, address);
    local.on("reloaded", report.reloaded);
  });
  await Promise.race([local.start(), aborted(signal)]);
  if (!local.isServing && !signal.aborted)
    report.say(`${name} is built again when its source changes, and then served at ${clients.url}`);
  await aborted(signal);
  clients.refuse();
  await local.stop();
  clients.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}
