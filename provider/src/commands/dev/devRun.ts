// Runs `knative-faas dev` for all chosen functions, until Ctrl-C or the end of the last session.
import type { Server } from "node:net";
import { resolve } from "node:path";
import { named } from "../chosen";
import { refusal } from "../clusterObjects";
import { CommandFailure } from "../commandErrors";
import type { Call } from "../commandType";
import { stackSource } from "../local/stackSource";
import { pulumiJson } from "../pulumiCommand";
import { forbidsDev, settingsIn } from "../stackSettings";
import { functionsIn, resourcesIn, type StackFunction, type StateResource } from "../stackState";
import { developerName, type Forward, forwardOf, marksOf } from "./devArguments";
import { DevFunction } from "./devFunction";
import type { devOptions } from "./devOptions";
import { portTo } from "./egress";
import { Report } from "./report";

const forbidden =
  "this stack forbids it: its configuration has knative-faas:dev: false; use another stack, or ask whoever set it";

export async function devRun({ names, options, signal }: Call<typeof devOptions>): Promise<void> {
  const marks = marksOf(options);
  const forwards = options.forward.map(forwardOf);
  const [exported, configuration] = await Promise.all([
    pulumiJson(options, ["stack", "export", "--show-secrets"]),
    pulumiJson(options, ["config", "--json"]),
  ]);
  const resources = resourcesIn(exported);
  if (forbidsDev(configuration, resources)) throw new CommandFailure(forbidden);
  const chosen = sourced(named(functionsIn(resources), names), resources, names.length > 0, options.cwd);
  const report = new Report(
    chosen.map(({ fn }) => fn.name),
    options.json,
  );
  const common = {
    ...{ marks, report, settings: settingsIn(configuration, resources) },
    ...{ developer: developerName(), isDebug: options.debug, takesOver: options["take-over"] },
  };
  const all = chosen.map(({ fn, source }) => new DevFunction(fn, source, common));
  const servers = await openForwards(forwards, all, report);
  try {
    await runAll(all, report, signal);
  } finally {
    for (const server of servers) server.close();
  }
}

/** Of all functions of a stack, those without a Go source are left out; those that were named must have one. */
function sourced(functions: StackFunction[], resources: StateResource[], areNamed: boolean, cwd = ".") {
  const found = functions.flatMap((fn) => {
    const { outputs } = resources.find(({ urn }) => urn === fn.urn) ?? {};
    if (outputs?.source === undefined && !areNamed) return [];
    return [{ fn, source: stackSource(fn.name, { outputs }, resolve(cwd)) }];
  });
  if (found.length === 0) throw new CommandFailure("the stack has no function that is built from a Go directory");
  return found;
}

/** Each function's session ends by itself; the command fails if none was ended by Ctrl-C. */
async function runAll(all: DevFunction[], report: Report, signal: AbortSignal): Promise<void> {
  const ends = await Promise.all(all.map((one) => run(one, report, signal)));
  if (!ends.includes("stopped")) throw new CommandFailure("all sessions have ended");
}

async function run(one: DevFunction, report: Report, signal: AbortSignal): Promise<"stopped" | "failed"> {
  const say = (line: string) => report.say(one.fn.name, line);
  try {
    await one.begin(signal);
    await one.keep(signal);
    return "stopped";
  } catch (error) {
    if (signal.aborted) return "stopped";
    say(refusal(error));
    return "failed";
  } finally {
    await ended(one, say);
  }
}

async function ended(one: DevFunction, say: (line: string) => void): Promise<void> {
  const hadSession = one.hasSession;
  if (hadSession) say("ends its session");
  await one.end().then(
    () => hadSession && say("the deployed revision answers again"),
    (error: Error) => say(`the session could not be ended: ${refusal(error)}; its relay ends it`),
  );
}

/** The ports lead through whichever function is connected. */
function openForwards(forwards: Forward[], all: DevFunction[], report: Report): Promise<Server[]> {
  const [first] = all;
  const connect = async (authority: string) => {
    const connected = all.find((one) => one.isConnected);
    if (connected === undefined) throw new Error(`${authority} can't be reached yet: no function is connected`);
    return connected.connect(authority);
  };
  return Promise.all(
    forwards.map(({ port, authority }) =>
      portTo(connect, port, authority, ({ message }) => report.say(first?.fn.name ?? "", message)),
    ),
  );
}
