// `knative-faas logs`: the lines that the Pods of functions and sources log, once or as they come.
import { named, stackResources } from "../chosen";
import { CommandFailure } from "../commandErrors";
import { command, jsonOption, stackOptions } from "../commandType";
import { secondsOf } from "../durationOption";
import { note, printPaced, styled } from "../terminal";
import { ownersIn, selectionsOf } from "./logSelections";
import { mergedLines } from "./mergedLines";
import { colourOf, jsonOf, type LogLine, prefixOf } from "./podLogLine";
import { PodLogs } from "./podLogs";
import { silence } from "./silence";

/** So that a command that is started a moment after a request shows what the request logged. */
const followedSeconds = 10;

export const logs = command({
  name: "logs",
  about: "Print what functions and sources log, from all of their Pods",
  details: [
    "Without a name those of the whole stack: functions, the Jobs of their gates, and sources that have Pods of their own. Each line begins with the function and the end of its Pod's name. What the Pods have is sorted by time; it includes the last run of a container that was restarted.",
    "With --follow, Pods that start later are included, and a Pod that ends is read to its end, also through rollouts and scaling to zero. A response that breaks off is continued without gaps and repetitions. Ctrl-C ends the command without an error.",
    "--json prints one object for each line: {time, function or source, revision, pod, container, line}.",
  ],
  positionals: [{ name: "NAME", isList: true }],
  options: {
    follow: { type: "flag", short: "f", about: "Print further lines until Ctrl-C" },
    since: {
      type: "text",
      value: "DURATION",
      about: `How far back, such as 90s or 10m; by default ${followedSeconds}s with --follow, everything without`,
    },
    revision: { type: "text", value: "NAME", about: "Only the Pods of this revision" },
    container: {
      type: "text",
      short: "c",
      value: "NAME",
      about: "Another container than the program's, such as queue-proxy or a sidecar",
    },
    ...stackOptions,
    ...jsonOption,
  },
  examples: [
    ["knative-faas logs -f", "prints what all functions of the stack log, until Ctrl-C"],
    ["knative-faas logs hello --since 10m", "prints the last ten minutes of the Pods that are there"],
    ["knative-faas logs hello -f --json", "prints an object for each line, for scripts"],
  ],
  run: async ({ names, options, signal }) => {
    const since = secondsOf("since", options.since) ?? (options.follow ? followedSeconds : undefined);
    const selections = await selected(names, options);
    const wanted = { revision: options.revision, container: options.container, sinceSeconds: since };
    const all = selections.map((selection) => new PodLogs(selection, wanted));
    const emit = options.json ? emitJson : emitText;
    const count = await printHistory(all, emit, signal);
    if (options.follow) await Promise.all(all.map((one) => one.follow(emit, signal)));
    else if (count === 0) note(await silence(selections, wanted));
  },
});

async function selected(names: string[], options: { stack?: string; cwd?: string; revision?: string }) {
  const resources = await stackResources(options);
  const owners = ownersIn(resources);
  if (owners.length === 0) throw new CommandFailure("the stack has no functions or sources yet; run `pulumi up`");
  const found = selectionsOf(resources, named(owners, names));
  if (found.length > 0) return found;
  throw new CommandFailure(`${names.join(", ")} has no Pods of its own; its events come from a program of Knative`);
}

async function printHistory(all: PodLogs[], emit: (line: LogLine) => Promise<void>, signal: AbortSignal) {
  const histories = (await Promise.all(all.map((one) => one.histories(signal)))).flat();
  let count = 0;
  for await (const line of mergedLines(histories)) {
    await emit(line);
    count++;
  }
  return count;
}

async function emitText(line: LogLine): Promise<void> {
  await printPaced(`${styled(colourOf(line), prefixOf(line))} ${line.line}`);
}

async function emitJson(line: LogLine): Promise<void> {
  await printPaced(JSON.stringify(jsonOf(line)));
}
