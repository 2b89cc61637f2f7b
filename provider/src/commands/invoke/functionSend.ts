// Sends a request to a function of the stack, or to a URL, and says what is known of how it was answered.
import { clusterAt } from "../clusterAccess";
import { type KubeConfig, listAt } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import type { StackFunction } from "../stackState";
import { answering } from "./answering";
import type { Reported } from "./answerText";
import { functionMoment, limitOf, usualSeconds } from "./functionMoment";
import type { Outgoing } from "./requestOptions";
import { answerTo } from "./sendRequest";
import { answers, direct, throughActivator, throughGateway, type Way } from "./way";

export interface Target {
  path: string | undefined;
  revision: string | undefined;
  /** By default that of the function. */
  seconds: number | undefined;
}

export async function sendToUrl(
  address: string,
  sent: Outgoing,
  { path, seconds }: Target,
  signal: AbortSignal,
): Promise<Reported> {
  const answer = await answerTo(withPath(address, path), sent, direct, seconds ?? usualSeconds, signal);
  return { to: address, way: direct.description, answer, answering: undefined };
}

export async function sendToFunction(
  one: StackFunction,
  sent: Outgoing,
  target: Target,
  signal: AbortSignal,
): Promise<Reported> {
  const config = clusterAt(one.connection);
  const url = withPath(one.url, target.path);
  const way = await wayTo(one, url, target.revision);
  const [before, limit] = await Promise.all([functionMoment(config, one), target.seconds ?? limitOf(config, one)]);
  const answer = await answerTo(url, sent, way, limit, signal);
  const after = await functionMoment(config, one);
  return {
    to: one.name,
    way: way.description,
    answer,
    answering: answering(before, after, target.revision, answer.status),
  };
}

async function wayTo(one: StackFunction, url: URL, revision: string | undefined): Promise<Way> {
  const config = clusterAt(one.connection);
  if (revision !== undefined) await refuseUnknown(config, one, revision);
  if (revision !== undefined) return throughActivator(config, one.namespace, revision);
  return (await answers(url)) ? direct : throughGateway(config, one, url);
}

async function refuseUnknown(config: KubeConfig, { name, namespace, service }: StackFunction, revision: string) {
  const path = `/apis/serving.knative.dev/v1/namespaces/${namespace}/revisions`;
  const found = await listAt(config, path, { labelSelector: `serving.knative.dev/service=${service}` });
  const known = found.map(({ metadata }) => metadata.name);
  if (!known.includes(revision))
    throw new CommandFailure(`${name} has no revision ${revision}; it has ${known.sort().join(", ") || "none"}`);
}

/** The path may have a query. */
function withPath(address: string, path: string | undefined): URL {
  return path === undefined ? new URL(address) : new URL(path.startsWith("/") ? path : `/${path}`, address);
}
