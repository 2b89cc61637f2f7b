// CloudEvents over HTTP: an event as a request in either mode, and the event in a response (cloudevents.io, HTTP binding 1.0). Pure.
import { type Data, dataOf } from "./bodyData";

/** Context attributes by name, and the data. */
export interface CloudEvent {
  attributes: Record<string, string>;
  /** Undefined for an event without data. */
  data: Data | undefined;
}

export interface HttpMessage {
  headers: Record<string, string>;
  body: Data | undefined;
}

const structuredType = "application/cloudevents+json";

/** The attributes are headers, the data is the body. */
export function binary({ attributes, data }: CloudEvent): HttpMessage {
  const { datacontenttype, ...others } = attributes;
  const headers = Object.entries(others).map(([name, value]) => [`ce-${name}`, encoded(value)]);
  const type = datacontenttype === undefined ? [] : [["content-type", datacontenttype]];
  return { headers: Object.fromEntries([...headers, ...type]), body: data };
}

/** The whole event is a JSON object, which contains JSON data as JSON, other text as a string, and bytes in base64. */
export function structured({ attributes, data }: CloudEvent): HttpMessage {
  const value = data === undefined ? {} : member(data, attributes.datacontenttype);
  return { headers: { "content-type": structuredType }, body: JSON.stringify({ ...attributes, ...value }) };
}

function member(data: Data, type: string | undefined): object {
  if (typeof data !== "string") return { data_base64: data.toString("base64") };
  return { data: isJson(type) ? (parsed(data) ?? data) : data };
}

/** Undefined if the response is no event. */
export function eventIn({ headers, body }: HttpMessage): CloudEvent | undefined {
  if (headers["content-type"]?.startsWith(structuredType)) return eventOf(parsed(body ?? ""));
  if (headers["ce-specversion"] === undefined) return undefined;
  const found = Object.entries(headers).filter(([name]) => name.startsWith("ce-"));
  const type = headers["content-type"];
  const attributes = found.map(([name, value]) => [name.slice(3), decoded(value)]);
  return {
    attributes: { ...Object.fromEntries(attributes), ...(type !== undefined && { datacontenttype: type }) },
    data: body === "" ? undefined : body,
  };
}

/** An event in the JSON format; undefined for a value of another shape. */
export function eventOf(value: unknown): CloudEvent | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { data, data_base64: encodedData, ...attributes } = value as Record<string, unknown>;
  const texts = Object.entries(attributes).map(([name, one]) => [name, String(one)]);
  const bytes = typeof encodedData === "string" ? dataOf(Buffer.from(encodedData, "base64")) : undefined;
  const text =
    typeof data === "string" && !isJson(attributes.datacontenttype ?? "text/plain") ? data : JSON.stringify(data);
  return { attributes: Object.fromEntries(texts), data: data === undefined ? bytes : text };
}

/** Without a type, data in the JSON format is JSON. */
const isJson = (type: unknown) => type === undefined || /^[^;]*[/+]json\b/.test(String(type));

/** What the binding demands of header values: printable ASCII without spaces, quotes and percent signs. */
const encoded = (value: string) => value.replace(/[^!#$&-~]/gu, (character) => encodeURIComponent(character));

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Undefined if it is not JSON. */
export function parsed(data: Data): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
