// Answers a registry's challenge: with the password itself, or with a token from a token server.
import type { Login } from "./savedLogin";
import { registryFetch } from "./transport";

/** The header for the next attempt. `scopes` are those that later requests will need, in addition to the challenge's. */
export async function authorize(
  refused: Response,
  login: Login | undefined,
  scopes: string[] = [],
): Promise<string | undefined> {
  if (login?.registryToken !== undefined) return `Bearer ${login.registryToken}`;
  const challenge = refused.headers.get("www-authenticate") ?? "";
  if (!/^bearer /i.test(challenge)) return basicOf(login);
  const parameters = [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value] as const);
  const { realm, scope, error: _reason, ...parameterValues } = Object.fromEntries(parameters) as Record<string, string>;
  if (realm === undefined) return undefined;
  const answer = await requestToken(new URL(realm), parameterValues, allScopes(scope, scopes), login);
  if (!answer.ok) return undefined;
  const { token, access_token: access } = (await answer.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access}`;
}

function basicOf(login: Login | undefined): string | undefined {
  return login?.username ? `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}` : undefined;
}

/** An identity token is exchanged by OAuth 2; otherwise a request with or without a password. */
function requestToken(url: URL, parameters: Record<string, string>, scopes: string[], login: Login | undefined) {
  if (login?.identityToken !== undefined) {
    const form = { ...parameters, scope: scopes.join(" "), client_id: "knative-faas" };
    const grant = { grant_type: "refresh_token", refresh_token: login.identityToken };
    return registryFetch(url, { method: "POST", body: new URLSearchParams({ ...form, ...grant }) });
  }
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  for (const one of scopes) url.searchParams.append("scope", one);
  const basic = basicOf(login);
  return registryFetch(url, { headers: basic === undefined ? {} : { Authorization: basic } });
}

/** A wanted scope includes the challenge's for the same repository. A token server accepts several scope parameters. */
function allScopes(challenged = "", wanted: string[]): string[] {
  const resource = (scope: string) => scope.slice(0, scope.lastIndexOf(":"));
  const known = wanted.map(resource);
  const others = challenged.split(" ").filter((scope) => scope !== "" && !known.includes(resource(scope)));
  return [...wanted, ...others];
}
