// Sends one HTTP request, over a connection to its address or to a Pod, and reads the whole response.
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { connect as secured } from "node:tls";
import { CommandFailure } from "../commandErrors";
import { type Data, dataOf } from "./bodyData";
import { connectedTo } from "./podConnection";
import type { Outgoing } from "./requestOptions";
import type { Way } from "./way";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Data;
  milliseconds: number;
}

export async function answerTo(
  url: URL,
  { method, headers, body }: Outgoing,
  way: Way,
  seconds: number,
  signal: AbortSignal,
): Promise<Answer> {
  const connection = way.pod === undefined ? undefined : await throughPod(url, await connectedTo(way.pod));
  const began = performance.now();
  const limit = AbortSignal.timeout(seconds * 1000);
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const options = {
    ...{ method, signal: AbortSignal.any([signal, limit]) },
    headers: { host: url.host, ...length, ...headers, ...way.headers },
    ...(connection !== undefined && { createConnection: () => connection }),
  };
  try {
    const response = await responseTo(url, options, body, connection !== undefined);
    const answer = await bodyOf(response);
    const milliseconds = Math.round(performance.now() - began);
    return { status: response.statusCode ?? 0, headers: plain(response.headers), body: answer, milliseconds };
  } catch (error) {
    connection?.destroy();
    throw new CommandFailure(
      limit.aborted
        ? `${url.host} did not answer within ${seconds} seconds; see --timeout`
        : `${url.host}: ${(error as Error).message}`,
    );
  }
}

function throughPod(url: URL, connection: Duplex): Duplex {
  return url.protocol === "https:" ? secured({ socket: connection, servername: url.hostname }) : connection;
}

function responseTo(url: URL, options: object, body: Data | undefined, isConnected: boolean): Promise<IncomingMessage> {
  const request = url.protocol === "https:" && !isConnected ? httpsRequest : httpRequest;
  const { hostname: host, port, pathname, search } = url;
  const target = { host, ...(port && { port }), path: pathname + search, ...options };
  return new Promise((resolve, reject) => {
    request(target, resolve).on("error", reject).end(body);
  });
}

async function bodyOf(response: IncomingMessage): Promise<Data> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return dataOf(Buffer.concat(chunks));
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]));
}
