// The body of a request, an answer or an event: text where it is UTF-8, otherwise bytes, which are passed on unchanged. Pure.
import { isUtf8 } from "node:buffer";

export type Data = string | Buffer;

export const dataOf = (bytes: Buffer): Data => (isUtf8(bytes) ? bytes.toString() : bytes);

export const textOr = (data: Data): string =>
  typeof data === "string" ? data : `(${data.length} bytes that are not text)`;
