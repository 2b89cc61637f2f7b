// Who may read the console: a browser of this machine that has the token, on a page of the console itself. Pure.
import { timingSafeEqual } from "node:crypto";

export interface Asked {
  /** The path with the query. */
  url: string;
  host: string | undefined;
  origin: string | undefined;
  cookie: string | undefined;
}

export type Verdict = { allowed: true; isFirst: boolean } | { allowed: false; reason: string };

export const cookieName = "knative-faas-console";

/**
 * The token comes in the URL once, and from then on in a cookie. A name that an attacker's DNS server resolves to this machine is refused by
 * its `Host`, and a page of another site by its `Origin`.
 */
export function verdict({ url, host, origin, cookie = "" }: Asked, token: string, port: number): Verdict {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host)) return refused(`expected the host ${hosts.join(" or ")}`);
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`))
    return refused("a page of another site may not read the console");
  const given = new URL(url, `http://${host}`).searchParams.get("token");
  const kept = new RegExp(`(?:^|; )${cookieName}=([^;]*)`).exec(cookie)?.[1];
  if (given !== null && isSame(given, token)) return { allowed: true, isFirst: true };
  if (kept !== undefined && isSame(kept, token)) return { allowed: true, isFirst: false };
  return refused("open the URL that `knative-faas console` printed; it has a token");
}

const refused = (reason: string): Verdict => ({ allowed: false, reason });

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
