// Reads the log of a container of a Pod from the API server, line by line.
import type { IncomingMessage } from "node:http";
import { StringDecoder } from "node:string_decoder";
import { type ApiServer, type Query, responseAt } from "../clusterRequest";
import type { LogCursor } from "./logCursor";
import type { LogRead } from "./logReads";
import { timed } from "./podLogLine";

export interface PodContainer {
  config: ApiServer;
  namespace: string;
  pod: string;
  container: string;
}

export interface Reading {
  /** Waits for further lines while the container runs. */
  isFollowed: boolean;
  /** How far back a log that was never read is read. */
  sinceSeconds: number | undefined;
}

/** The response is a message of the node, in place of a log or of its rest. */
export class BrokenLog extends Error {}

/** The lines that no earlier read had. */
export async function* linesOf(
  { config, namespace, pod, container }: PodContainer,
  { isPrevious, isRunning }: LogRead,
  cursor: LogCursor,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<{ time: string; line: string }> {
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  const query = { container, timestamps: "true", previous: String(isPrevious), ...rangeOf(cursor, reading) };
  for await (const text of splitLines(await responseAt(config, path, query, signal), !isRunning)) {
    const found = timed(text);
    if (found === undefined) throw new BrokenLog(text);
    if (cursor.isNew(found.time, found.line)) yield found;
  }
}

function rangeOf(cursor: LogCursor, { isFollowed, sinceSeconds }: Reading): Query {
  const sinceTime = cursor.begin();
  const follow = { follow: String(isFollowed) };
  if (sinceTime !== undefined) return { ...follow, sinceTime };
  // By the clock of the node, which may differ from that of this machine.
  return sinceSeconds === undefined
    ? follow
    : { ...follow, sinceSeconds: String(Math.max(1, Math.ceil(sinceSeconds))) };
}

/** At line feeds only: node:readline also splits at carriage returns and at separators of Unicode. */
async function* splitLines(response: IncomingMessage, hasEnded: boolean): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of response) {
    const parts = (rest + decoder.write(chunk)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  rest += decoder.end();
  // Of a container that runs, the line is not whole yet, or the response was cut.
  if (rest !== "" && hasEnded) yield rest;
}
