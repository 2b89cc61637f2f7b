// Sends an event to a broker of the stack, and observes where it is delivered.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { clusterAt } from "../clusterAccess";
import { type KubeConfig, listAt, objectAt } from "../clusterRequest";
import { CommandFailure, UsageMistake } from "../commandErrors";
import { functionsIn, nameIn, objectOf, type StackFunction, type StackObject, type StateResource } from "../stackState";
import { requestIdHeader } from "./accessLog";
import { type Receiver, receiversOf, seenOf } from "./brokerTriggers";
import { deliveries, type GatewayLog, gatewayLog } from "./gatewayLog";
import { podBehind } from "./podConnection";
import type { Outgoing } from "./requestOptions";
import { type Answer, answerTo } from "./sendRequest";
import { answers, direct, serviceIn, type Way } from "./way";

export interface BrokerReport {
  broker: string;
  answer: Answer;
  /** False if the gateway's log can't be read or does not exist, so that nothing is known of deliveries. */
  hasLog: boolean;
  seen: ReturnType<typeof seenOf>["seen"];
  further: ReturnType<typeof seenOf>["further"];
}

const pollMilliseconds = 500;

export async function sendToBroker(
  resources: StateResource[],
  name: string,
  sent: Outgoing,
  seconds: number,
  signal: AbortSignal,
): Promise<BrokerReport> {
  if (sent.event === undefined) throw new UsageMistake("a broker takes events only; use --event or --event-file");
  const broker = brokerIn(resources, name);
  const config = clusterAt(broker.connection);
  const url = await addressOf(config, broker);
  const functions = functionsIn(resources);
  const triggers = await listAt(config, `/apis/eventing.knative.dev/v1/namespaces/${broker.namespace}/triggers`);
  const receivers = receiversOf(triggers, broker.name, sent.event, functions);
  const log = await logFor(config, receivers, functions);
  const requestId = randomUUID();
  const marked = { ...sent, headers: { ...sent.headers, [requestIdHeader]: requestId } };
  const answer = await answerTo(url, marked, await wayTo(config, url), seconds, signal);
  const found = log === undefined ? [] : await observed(log, requestId, receivers, seconds, signal);
  return { broker: name, answer, hasLog: log !== undefined, ...seenOf(receivers, found, functions) };
}

function brokerIn(resources: StateResource[], name: string): StackObject {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const brokers = resources.filter(({ type }) => /^kubernetes:eventing\.knative\.dev\/[^:]+:Broker$/.test(type));
  const found = brokers.find(({ urn, outputs }) => nameIn(urn) === name || outputs?.metadata?.name === name);
  if (found !== undefined) return objectOf(found, byUrn);
  const known = brokers.map(({ urn }) => nameIn(urn)).join(", ");
  throw new CommandFailure(`the stack has no broker ${JSON.stringify(name)}; it has ${known || "none"}`);
}

async function addressOf(config: KubeConfig, { namespace, name }: StackObject): Promise<URL> {
  const broker = await objectAt(config, `/apis/eventing.knative.dev/v1/namespaces/${namespace}/brokers/${name}`);
  const address = broker?.status?.address?.url;
  if (address !== undefined) return new URL(address);
  throw new CommandFailure(
    `Broker ${namespace}/${name} has no address; see why with kubectl describe broker ${name} -n ${namespace}`,
  );
}

async function wayTo(config: KubeConfig, url: URL): Promise<Way> {
  const service = serviceIn(url.hostname);
  if (service === undefined || (await answers(url))) return direct;
  const pod = await podBehind(config, service.namespace, service.name, Number(url.port || 80));
  return { description: `through the API server to Pod ${pod.namespace}/${pod.pod}`, pod, headers: {} };
}

/** All functions are behind the same gateway. */
async function logFor(
  config: KubeConfig,
  receivers: Receiver[],
  functions: StackFunction[],
): Promise<GatewayLog | undefined> {
  const one = functions.find(({ name }) => receivers.some(({ to }) => to === name));
  return one && gatewayLog(config, one);
}

/** Until each ready receiver has answered with success, or the time is over. */
async function observed(
  log: GatewayLog,
  requestId: string,
  receivers: Receiver[],
  seconds: number,
  signal: AbortSignal,
) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await deliveries(log, requestId);
    const isDone = receivers.every(
      ({ host, isReady }) => !isReady || found.some((one) => one.host === host && one.status < 300),
    );
    if (isDone || signal.aborted || Date.now() > end) return found;
    await pause(pollMilliseconds, undefined, { signal }).catch(() => undefined);
  }
}
