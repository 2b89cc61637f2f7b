// What `knative-faas invoke` sends, from its options: one request, or one for each event of a file.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { UsageMistake } from "../commandErrors";
import { type Data, dataOf } from "./bodyData";
import { binary, type CloudEvent, eventOf, type HttpMessage, parsed, structured } from "./cloudEvent";

export interface RequestOptions {
  data: string | undefined;
  header: string[];
  method: string | undefined;
  event: string | undefined;
  "event-file": string | undefined;
  source: string | undefined;
  id: string | undefined;
  subject: string | undefined;
  extension: string[];
  "content-type": string | undefined;
  structured: boolean;
}

export interface Outgoing extends HttpMessage {
  method: string;
  /** Undefined for a request that is no event. */
  event: CloudEvent | undefined;
}

const defaultSource = "/knative-faas/invoke";

export function outgoing(options: RequestOptions): Outgoing[] {
  if (options.method !== undefined) refuseMethod(options.method);
  refuseWithoutEvent(options);
  const headers = Object.fromEntries(options.header.map(headerOf));
  const events = eventsOf(options);
  if (events !== undefined) return events.map((event) => withEvent(event, headers, options));
  const body = bodyOf(options.data);
  const typed: Record<string, string> =
    body === undefined ? {} : { "content-type": options["content-type"] ?? typeOf(body) };
  return [
    {
      method: options.method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...typed, ...headers },
      body,
      event: undefined,
    },
  ];
}

/** They would be dropped. */
function refuseWithoutEvent({ event, "event-file": file, ...options }: RequestOptions): void {
  const { source, id, subject, extension, structured: isStructured } = options;
  const ofEvents = {
    ...{ source, id, subject },
    extension: extension.length > 0 || undefined,
    structured: isStructured || undefined,
  };
  const [given] = Object.entries(ofEvents).find(([, value]) => value !== undefined) ?? [];
  if (given !== undefined && (event ?? file) === undefined)
    throw new UsageMistake(`--${given} is for an event; add --event TYPE or --event-file FILE`);
}

function withEvent(
  event: CloudEvent,
  headers: Record<string, string>,
  { method, structured: isStructured }: RequestOptions,
): Outgoing {
  const message = (isStructured ? structured : binary)(event);
  return { method: method ?? "POST", headers: { ...message.headers, ...headers }, body: message.body, event };
}

function eventsOf(options: RequestOptions): CloudEvent[] | undefined {
  const { event: type, "event-file": file } = options;
  if (type !== undefined && file !== undefined) throw new UsageMistake("--event and --event-file exclude each other");
  if (file !== undefined) return eventsIn(file);
  if (type === undefined) return undefined;
  const data = bodyOf(options.data);
  const attributes = {
    ...{ specversion: "1.0", type, source: options.source ?? defaultSource, id: options.id ?? randomUUID() },
    ...(options.subject !== undefined && { subject: options.subject }),
    ...Object.fromEntries(options.extension.map((one) => extensionOf(one))),
    ...(data !== undefined && { datacontenttype: options["content-type"] ?? typeOf(data) }),
  };
  return [{ attributes, data }];
}

function eventsIn(file: string): CloudEvent[] {
  const value = parsed(read(file));
  return [value].flat().map((one, index) => {
    const event = eventOf(one);
    const missing = ["type", "source"].filter((name) => event?.attributes[name] === undefined);
    if (event === undefined || missing.length > 0)
      throw new UsageMistake(
        `${file}: expected a CloudEvent as JSON, or a list of them; event ${index + 1} has no ${missing.join(" and no ")}`,
      );
    return { ...event, attributes: { specversion: "1.0", id: randomUUID(), ...event.attributes } };
  });
}

function extensionOf(given: string): [string, string] {
  const [name, value] = pairOf("extension", given);
  if (/^[a-z0-9]{1,20}$/.test(name)) return [name, value];
  throw new UsageMistake(
    `--extension: expected a name of at most 20 lower-case letters and digits, got ${JSON.stringify(name)}`,
  );
}

/** What HTTP calls a token (RFC 9110, 5.6.2). */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function refuseMethod(method: string): void {
  if (!token.test(method))
    throw new UsageMistake(`--method: expected a method such as GET or POST, got ${JSON.stringify(method)}`);
}

function headerOf(given: string): [string, string] {
  const [name, value] = pairOf("header", given);
  if (!token.test(name))
    throw new UsageMistake(`--header: expected letters, digits and "-" in the name, got ${JSON.stringify(name)}`);
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
    throw new UsageMistake(`--header: expected a value of one line in Latin-1, got ${JSON.stringify(value)}`);
  return [name.toLowerCase(), value];
}

function pairOf(option: string, given: string): [string, string] {
  const at = given.indexOf("=");
  if (at > 0) return [given.slice(0, at), given.slice(at + 1)];
  throw new UsageMistake(`--${option}: expected NAME=VALUE, got ${JSON.stringify(given)}`);
}

function bodyOf(data: string | undefined): Data | undefined {
  if (data === "-") return read("-");
  return data?.startsWith("@") ? read(data.slice(1)) : data;
}

function read(file: string): Data {
  try {
    return dataOf(readFileSync(file === "-" ? 0 : file));
  } catch (error) {
    throw new UsageMistake(`${file} can't be read: ${(error as Error).message}`);
  }
}

function typeOf(body: Data): string {
  if (typeof body !== "string") return "application/octet-stream";
  return parsed(body) === undefined ? "text/plain; charset=utf-8" : "application/json";
}
