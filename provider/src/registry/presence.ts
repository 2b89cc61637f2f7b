// Checks whether a registry has an image, so that an unchanged image is not pushed again.
import { type Answer, Connection } from "./connection";
import { isNoHost, manifestTypes, manifestUrl, repositoryUrl } from "./reference";
import type { Login } from "./savedLogin";
import { registryFetch } from "./transport";
import { unreachable } from "./unanswered";

/** "unknown" if the registry requires credentials: the builder has them and checks itself. */
export type Presence = "present" | "absent" | "unknown";

export async function presence(reference: string, login?: Login): Promise<Presence> {
  if (isNoHost(manifestUrl(reference).host)) return "unknown";
  const { status } = await head(reference, login);
  if (status === 200) return "present";
  return status === 404 ? "absent" : "unknown";
}

/** The digest behind a tag; undefined if the registry does not return it. */
export async function pinned(reference: string, login: Login | undefined): Promise<string | undefined> {
  const { status, headers } = await head(reference, login);
  return status === 200 ? (headers.get("docker-content-digest") ?? undefined) : undefined;
}

function head(reference: string, login: Login | undefined): Promise<Answer> {
  const { host, url } = manifestUrl(reference);
  return new Connection(host, new URL(url).origin, reference, login, []).request({
    method: "HEAD",
    url: new URL(url),
    purpose: `check for ${reference}`,
    headers: { Accept: manifestTypes },
    accepts: () => true,
  });
}

const glanceMilliseconds = 3000;

/** Why a push would fail before it starts; undefined if anything answers, whatever the response. */
export async function whyAway(repository: string): Promise<string | undefined> {
  const { host, url } = repositoryUrl(repository);
  if (isNoHost(host)) return undefined;
  try {
    await registryFetch(new URL("/v2/", url), { signal: AbortSignal.timeout(glanceMilliseconds) });
    return undefined;
  } catch (error) {
    return unreachable(host, error).message;
  }
}
