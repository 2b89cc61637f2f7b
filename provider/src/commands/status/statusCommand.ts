// `knative-faas status`: the functions of a stack, with their revisions, Pods and failures.
import { named, stackResources } from "../chosen";
import { command, jsonOption, stackOptions } from "../commandType";
import { functionsIn, type StateResource } from "../stackState";
import { note, print, printJson, styled, table } from "../terminal";
import { type FunctionStatus, stateStatus } from "./functionStatus";
import { type Answered, liveFunctions } from "./liveFunctions";
import { problemLines, sessionLines, statusRows } from "./statusTable";

export const status = command({
  name: "status",
  about: "Print the functions of a stack: revisions, Pods, failures",
  details: [
    "PODS is ready/total for each revision, and 0 for one that has scaled to zero. The status is ready, waiting, failed, missing (not in the cluster) or unknown.",
    "If the cluster does not answer, what the stack's state tells is printed, with the status unknown and a note.",
    "--json prints a list of {name, namespace, service, status, url, revisions: [{name, percent, tags, pods: {ready, total, starting, failing}}], problems, developer, created}; developer is there while a session of `dev` answers.",
  ],
  positionals: [{ name: "NAME", isList: true }],
  options: { ...stackOptions, ...jsonOption },
  examples: [
    ["knative-faas status", "prints a row for each revision, and below them what keeps a function from being ready"],
    ["knative-faas status hello --json", "prints the same of one function, for scripts"],
  ],
  run: async ({ names, options }) => {
    const resources = await stackResources(options);
    const functions = named(functionsIn(resources), names);
    const answered = await liveFunctions(functions);
    for (const failure of new Set(answered.flatMap((one) => ("failure" in one ? [one.failure] : []))))
      note(`${failure}\nwhat follows is from the stack's state alone`);
    const statuses = answered.map((one) => statusOf(one, resources));
    if (options.json) printJson(statuses);
    else print(statuses.length === 0 ? "the stack has no functions yet" : linesOf(statuses).join("\n"));
  },
});

function statusOf(answered: Answered, resources: StateResource[]): FunctionStatus {
  if ("status" in answered) return answered.status;
  const { outputs } = resources.find(({ urn }) => urn === answered.one.urn) ?? {};
  return stateStatus(answered.one, outputs?.revision);
}

function linesOf(statuses: FunctionStatus[]): string[] {
  const [headings = "", ...rows] = table(statusRows(statuses, Date.now())).split("\n");
  const problems = problemLines(statuses).map((line) => styled("red", line));
  return [styled("dim", headings), ...rows, ...sessionLines(statuses), ...problems];
}
