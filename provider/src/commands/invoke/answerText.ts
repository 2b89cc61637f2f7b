// An answer as text and as JSON. Pure.
import type { Answering } from "./answering";
import { type Data, textOr } from "./bodyData";
import { type CloudEvent, eventIn, parsed } from "./cloudEvent";
import type { Answer } from "./sendRequest";

export interface Reported {
  /** The function, or the URL. */
  to: string;
  way: string;
  answer: Answer;
  /** Undefined for a URL, of which nothing more is known. */
  answering: Answering | undefined;
}

/** `200, 31 ms, hello-56fd959db5, cold start`. */
export function summary({ way, answer: { status, milliseconds }, answering }: Reported): string {
  const parts = [String(status), `${milliseconds} ms`];
  if (answering === undefined) return parts.join(", ");
  const { revision, isColdStart, reason } = answering;
  const cold = isColdStart === "unknown" ? "cold start unknown" : isColdStart ? "cold start" : "no cold start";
  const of = reason === undefined ? `revision ${revision}` : `revision unknown (${reason})`;
  return [...parts, of, cold, way].join(", ");
}

/** What is printed of the body: an event with its attributes, JSON indented, bytes as they are unless for a terminal. */
export function bodyText({ headers, body }: Answer, isIndented: boolean): Data {
  const event = eventIn({ headers, body });
  if (event !== undefined) return eventText(event, isIndented);
  if (typeof body !== "string") return isIndented ? textOr(body) : body;
  return isIndented && isJson(headers["content-type"]) ? indented(body) : body;
}

function eventText({ attributes, data }: CloudEvent, isIndented: boolean): string {
  const lines = Object.entries(attributes).map(([name, value]) => `${name}: ${value}`);
  return [...lines, "", ...(data === undefined ? [] : [isIndented ? indented(textOr(data)) : textOr(data)])].join("\n");
}

const isJson = (type = "") => /^[^;]*[/+]json\b/.test(type);

function indented(text: string): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value, undefined, 2);
}

const eventJson = ({ attributes, data }: CloudEvent) =>
  typeof data === "string" || data === undefined
    ? { attributes, data }
    : { attributes, dataBase64: data.toString("base64") };

export function jsonOf({ to, way, answer, answering }: Reported): object {
  const { revision = "unknown", isColdStart = "unknown" } = answering ?? {};
  const { status, milliseconds, headers, body } = answer;
  const event = eventIn(answer);
  const answered = typeof body === "string" ? { body } : { bodyBase64: body.toString("base64") };
  const own = { to, status, milliseconds, revision, coldStart: isColdStart, way, headers, ...answered };
  return { ...own, ...(event && { event: eventJson(event) }) };
}
