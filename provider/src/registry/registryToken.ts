// What a registry wants that refuses a request: the password itself, or a token that a token server gives for it.
import type { Login } from "./savedLogin";
import { registryFetch } from "./transport";

/** The header of the next try. `scopes` are what later requests will need, beside what the refused one needs. */
export async function authorize(
  refused: Response,
  login: Login | undefined,
  scopes: string[] = [],
): Promise<string | undefined> {
  if (login?.registryToken !== undefined) return `Bearer ${login.registryToken}`;
  const challenge = refused.headers.get("www-authenticate") ?? "";
  if (!/^bearer /i.test(challenge)) return basicOf(login);
  const parameters = [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value] as const);
  const { realm, scope, error: _reason, ...asked } = Object.fromEntries(parameters) as Record<string, string>;
  if (realm === undefined) return undefined;
  const answer = await askedFor(new URL(realm), asked, allScopes(scope, scopes), login);
  if (!answer.ok) return undefined;
  const { token, access_token: access } = (await answer.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access}`;
}

function basicOf(login: Login | undefined): string | undefined {
  return login?.username ? `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}` : undefined;
}

/** An identity token is changed for another by OAuth 2; all else is a question with a password, or without. */
function askedFor(url: URL, asked: Record<string, string>, scopes: string[], login: Login | undefined) {
  if (login?.identityToken !== undefined) {
    const form = { ...asked, scope: scopes.join(" "), client_id: "knative-faas" };
    const grant = { grant_type: "refresh_token", refresh_token: login.identityToken };
    return registryFetch(url, { method: "POST", body: new URLSearchParams({ ...form, ...grant }) });
  }
  for (const [key, value] of Object.entries(asked)) url.searchParams.set(key, value);
  for (const one of scopes) url.searchParams.append("scope", one);
  const basic = basicOf(login);
  return registryFetch(url, { headers: basic === undefined ? {} : { Authorization: basic } });
}

/** The wanted scope of a repository takes in what the challenge wants of it. A token server takes each as a parameter. */
function allScopes(challenged = "", wanted: string[]): string[] {
  const resource = (scope: string) => scope.slice(0, scope.lastIndexOf(":"));
  const known = wanted.map(resource);
  const others = challenged.split(" ").filter((scope) => scope !== "" && !known.includes(resource(scope)));
  return [...wanted, ...others];
}
