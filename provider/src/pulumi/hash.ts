// Hashes content for names: equal content gives the same short hash on every machine.
import { createHash, createHmac } from "node:crypto";

const length = 10;

/** The first 10 hexadecimal digits of SHA-256 over the value as JSON with sorted keys. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, length);
}

/**
 * A hash of secret content that is safe to show: without the key nobody can find the content by guessing. `owner` makes the names of
 * equal secrets of two functions differ.
 */
export function secretHash(value: unknown, key: string, owner: string): string {
  return createHmac("sha256", key)
    .update(`${owner}\0${canonical(value)}`)
    .digest("hex")
    .slice(0, length);
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}
