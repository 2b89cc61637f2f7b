// The digest of a base image that is named by tag: queried once per process, and remembered in case its registry is unavailable.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../../input/files";
import { Away } from "../../registry/away";
import { registryOf } from "../../registry/login";
import { pinned } from "../../registry/presence";
import type { Login } from "../../registry/savedLogin";
import { warned } from "../../registry/warned";
import type { Build } from "../builder";
import { cacheDirectory } from "../cache";

const digests = new Map<string, Promise<string | undefined>>();

/** Undefined if its registry does not return it. The build's login is only for its own registry. */
export function pinnedOnce(reference: string, { repository, login }: Build): Promise<string | undefined> {
  const own = registryOf(reference) === registryOf(repository) ? login : undefined;
  const found = digests.get(reference) ?? pinnedNow(reference, own);
  digests.set(reference, found);
  return found;
}

async function pinnedNow(reference: string, login: Login | undefined): Promise<string | undefined> {
  if (reference.includes("@")) return reference;
  try {
    const digest = await pinned(reference, login);
    if (digest !== undefined) remember(reference, digest);
    return digest;
  } catch (error) {
    const last = error instanceof Away ? recall(reference) : undefined;
    if (last !== undefined)
      warned(`${(error as Away).message}. The base image ${reference} is assumed to be unchanged, ${last}.`);
    return last;
  }
}

const directory = () => cacheDirectory("bases");

const file = (reference: string) =>
  join(directory(), createHash("sha256").update(reference).digest("hex").slice(0, 32));

function recall(reference: string): string | undefined {
  try {
    return /^sha256:[0-9a-f]{64}$/.exec(textOf(file(reference)))?.[0];
  } catch {
    return undefined;
  }
}

/** A digest that can't be written is queried again next time. */
function remember(reference: string, digest: string): void {
  if (recall(reference) === digest) return;
  try {
    mkdirSync(directory(), { recursive: true });
    writeFileSync(file(reference), digest);
  } catch {
    // A cache that can't be written is not used.
  }
}
