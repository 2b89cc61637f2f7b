// Reads a file backend without a Pulumi process: the state of a stack, and its outputs with their secrets.
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

// biome-ignore lint/suspicious/noExplicitAny: resources of any type
export type Resource = any;

/** The state of the only stack with this name in a backend, as Pulumi wrote it. */
export function stateText(backend: string, stack: string): string {
  const stacks = join(backend, ".pulumi", "stacks");
  const projects = existsSync(stacks) ? readdirSync(stacks) : [];
  const files = projects.map((project) => join(stacks, project, `${stack}.json`)).filter((file) => existsSync(file));
  const [file] = files;
  if (file === undefined || files.length > 1)
    throw new Error(`${files.length} stacks ${stack} in ${backend}, of ${projects.join(", ") || "no project"}`);
  return readFileSync(file, "utf8");
}

export function resourcesOf(state: string): Resource[] {
  return JSON.parse(state).checkpoint.latest?.resources ?? [];
}

/** The pending operations of an engine that died. */
export interface Pending {
  /** `creating`, `updating`, `deleting`. */
  type: string;
  urn: string;
  /** Of a Kubernetes object, `NAMESPACE/NAME`. */
  id: string;
}

export function pendingOf(state: string): Pending[] {
  const pending: Resource[] = JSON.parse(state).checkpoint.latest?.pending_operations ?? [];
  return pending.map(({ type, resource: { urn, inputs } }) => {
    const { namespace, name } = inputs?.metadata ?? {};
    return { type, urn, id: [namespace, name].filter(Boolean).join("/") };
  });
}

/** Outputs of the stack; the passphrase is needed only if one of them is a secret. */
export function outputsOf(state: string, passphrase: () => string): Resource {
  const { latest } = JSON.parse(state).checkpoint;
  const stack = latest?.resources?.find(({ type }: Resource) => type === "pulumi:pulumi:Stack");
  const key = () => keyOf(passphrase(), latest.secrets_providers.state.salt);
  return plain(stack?.outputs ?? {}, key);
}

/** Pulumi's marker of special values, and of secrets. */
const mark = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** A value with its secrets decrypted. */
function plain(value: Resource, key: () => Buffer): Resource {
  if (Array.isArray(value)) return value.map((one) => plain(one, key));
  if (value === null || typeof value !== "object") return value;
  if (value[mark] === secretMark) return plain(JSON.parse(value.plaintext ?? decrypted(value.ciphertext, key())), key);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one, key)]));
}

const keys = new Map<string, Buffer>();

/** The salt is v1:SALT:CHECK; a million rounds take half a second, so each key is derived once. */
function keyOf(passphrase: string, salt: string): Buffer {
  const [, bytes = ""] = salt.split(":");
  const known = keys.get(salt) ?? pbkdf2Sync(passphrase, Buffer.from(bytes, "base64"), 1_000_000, 32, "sha256");
  keys.set(salt, known);
  return known;
}

/** A ciphertext is v1:NONCE:DATA, and the last 16 bytes of the data are the authentication tag of AES-GCM. */
function decrypted(ciphertext: string, key: Buffer): string {
  const [, nonce = "", data = ""] = ciphertext.split(":");
  const bytes = Buffer.from(data, "base64");
  const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  cipher.setAuthTag(bytes.subarray(-16));
  return cipher.update(bytes.subarray(0, -16), undefined, "utf8") + cipher.final("utf8");
}
