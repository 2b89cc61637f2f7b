// `knative-faas invoke`: sends a request or an event to a function, a URL or a broker, and prints the answer.
import { chosenFunctions, stackResources } from "../chosen";
import { CommandFailure, UsageMistake } from "../commandErrors";
import { type Call, command, jsonOption, stackOptions } from "../commandType";
import { secondsOf } from "../durationOption";
import { note, print, printJson } from "../terminal";
import { bodyText, jsonOf, type Reported, summary } from "./answerText";
import { type Data, textOr } from "./bodyData";
import { type BrokerReport, sendToBroker } from "./brokerSend";
import { seenLine } from "./brokerTriggers";
import { sendToFunction, sendToUrl, type Target } from "./functionSend";
import { type Outgoing, outgoing } from "./requestOptions";

/** How long deliveries of a broker are observed. */
const brokerSeconds = 20;

/** The lowest status that is a failure. */
const failureStatus = 400;

const options = {
  data: {
    type: "text",
    short: "d",
    value: "TEXT",
    about: "The body or the event's data; @FILE for that of a file, - for the standard input",
  },
  header: { type: "list", short: "H", value: "NAME=VALUE", about: "A header" },
  method: { type: "text", short: "X", value: "METHOD", about: "By default GET, or POST with a body or an event" },
  path: { type: "text", value: "PATH", about: "Path and query; / by default" },
  url: { type: "text", value: "URL", about: "Instead of a function of the stack, such as http://localhost:8080" },
  revision: { type: "text", value: "NAME", about: "Asks this revision, whatever share of the traffic it has" },
  broker: {
    type: "text",
    value: "NAME",
    about: "Sends the event to this Broker of the stack, and prints where it is delivered",
  },
  event: { type: "text", value: "TYPE", about: "Sends a CloudEvent of this type" },
  "event-file": {
    type: "text",
    value: "FILE",
    about: "Sends the CloudEvent in this file, as JSON, or those of a list one after another",
  },
  source: { type: "text", value: "URI", about: "The event's source; /knative-faas/invoke by default" },
  id: { type: "text", value: "ID", about: "The event's id; a random one by default" },
  subject: { type: "text", value: "TEXT", about: "The event's subject" },
  extension: { type: "list", value: "NAME=VALUE", about: "An extension of the event" },
  "content-type": {
    type: "text",
    value: "TYPE",
    about: "Of the body; by default application/json for JSON, else text/plain",
  },
  structured: { type: "flag", about: "Sends the whole event as JSON, instead of its attributes as headers" },
  timeout: {
    type: "text",
    value: "DURATION",
    about: `How long to wait; by default the function's own limit, and ${brokerSeconds}s for a broker`,
  },
  ...stackOptions,
  ...jsonOption,
} as const;

type Given = Call<typeof options>;

export const invoke = command({
  name: "invoke",
  about: "Send a request or an event to a function or a broker, and print the answer",
  details: [
    "NAME may be left out if the stack has one function. Where the function's URL does not answer here, as that of a function inside the cluster, the request goes through the API server to the gateway of Knative's network layer; so functions start from zero as usual.",
    "The line about the answer has the revision if it is certain: one revision has all traffic before and after the request, or --revision names it. A cold start means that the revision had no Pod before. Otherwise both are unknown.",
    "With --broker, which triggers match is derived from their filters. Deliveries are observed in the access log of the gateway, by a request id that the broker hands on; without such a log they are unknown. Kourier writes one by default, every ten seconds: a shorter --timeout may miss deliveries. A broker with an in-memory channel answers once all functions have answered, and with 500 if one has failed.",
    "The exit code is 1 if the answer has a status of 400 or more, or if there is none. --json prints {to, status, milliseconds, revision, coldStart, way, headers, body, event}, or for a broker {broker, status, observed, triggers, further}.",
  ],
  positionals: [{ name: "NAME" }],
  options,
  examples: [
    ["knative-faas invoke hello --path '/?name=Ada'", "prints what the function answers"],
    [`knative-faas invoke hello --data '{"amount":5}'`, "posts JSON"],
    ["knative-faas invoke audit --event order.placed --data @order.json", "sends a CloudEvent"],
    [
      "knative-faas invoke --broker orders --event order.placed",
      "prints which functions get the event, and their answers",
    ],
    ["knative-faas invoke --url http://localhost:8080", "asks a function of knative-faas run"],
  ],
  run: async (call) => {
    refuseTogether(call);
    const failures: string[] = [];
    for (const sent of outgoing(call.options)) failures.push(...(await send(sent, call)));
    if (failures.length > 0) throw new CommandFailure(failures.join("\n"));
  },
});

function refuseTogether({ names, options: { url, broker, revision } }: Given): void {
  const given = [
    ...names.map(() => "NAME"),
    ...(url === undefined ? [] : ["--url"]),
    ...(broker === undefined ? [] : ["--broker"]),
  ];
  if (given.length > 1) throw new UsageMistake(`${given.join(" and ")} exclude each other`);
  if (revision !== undefined && (url ?? broker) !== undefined)
    throw new UsageMistake("--revision is for functions of the stack");
  if (url !== undefined && !/^https?:\/\/[^/]/.test(url))
    throw new UsageMistake(`--url: expected http://HOST or https://HOST, got ${JSON.stringify(url)}`);
}

/** The failures to report after everything was printed. */
async function send(sent: Outgoing, call: Given): Promise<string[]> {
  const { options: given, signal } = call;
  const seconds = secondsOf("timeout", given.timeout);
  if (given.broker !== undefined) {
    const resources = await stackResources(given);
    const report = await sendToBroker(resources, given.broker, sent, seconds ?? brokerSeconds, signal);
    return printBroker(report, given.json);
  }
  const target = { path: given.path, revision: given.revision, seconds };
  const reported =
    given.url === undefined ? await toFunction(sent, call, target) : await sendToUrl(given.url, sent, target, signal);
  return printAnswer(reported, given.json);
}

async function toFunction(sent: Outgoing, { names, options: given, signal }: Given, target: Target): Promise<Reported> {
  const [one, ...others] = await chosenFunctions(given, names);
  if (one === undefined || others.length === 0)
    return sendToFunction(one as NonNullable<typeof one>, sent, target, signal);
  const known = [one, ...others].map(({ name }) => name).join(", ");
  throw new UsageMistake(`which function? the stack has ${known}`);
}

function printAnswer(reported: Reported, isJson: boolean): string[] {
  const { to, answer } = reported;
  if (isJson) printJson(jsonOf(reported));
  else {
    note(summary(reported));
    printBody(bodyText(answer, process.stdout.isTTY));
  }
  return answer.status < failureStatus ? [] : [`${to} answered ${answer.status}`];
}

/** Bytes are for a file or another program, which wants nothing added. */
function printBody(body: Data): void {
  if (typeof body === "string") print(body.replace(/\n$/, ""));
  else process.stdout.write(body);
}

function printBroker({ broker, answer, hasLog, seen, further }: BrokerReport, isJson: boolean): string[] {
  const { status } = answer;
  if (isJson) printJson({ broker, status, observed: hasLog, triggers: seen, further });
  else {
    print(`${broker}: ${status}${status === 202 ? ", accepted" : `, ${textOr(answer.body)}`}`);
    if (seen.length === 0) print("no trigger matches the event");
    for (const one of seen) print(seenLine(one, hasLog));
    for (const one of further)
      print(`${one.to}: ${one.status} after ${one.milliseconds} ms, an event that followed from it`);
  }
  const received = seen.map(({ to, deliveries }) => ({ to, last: deliveries.at(-1)?.status ?? 0 }));
  return [{ to: broker, last: status }, ...received]
    .filter(({ last }) => last >= failureStatus)
    .map(({ to, last }) => `${to} answered ${last}`);
}
