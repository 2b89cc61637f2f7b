// Credentials for asking a registry: those of Docker's configuration, and what a registry wants for them.
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { textOf } from "../core/files";
import { registryOf } from "./login";

export interface Login {
  username: string;
  password: string;
}

interface DockerConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string }>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
}

/** What `docker login` or a credential helper has for the registry of a reference. */
export async function savedLogin(reference: string): Promise<Login | undefined> {
  const registry = registryOf(reference);
  const config = dockerConfiguration();
  const helper = config.credHelpers?.[registry] ?? config.credsStore;
  if (helper !== undefined) return await fromHelper(helper, registry);
  const { auth, username, password } = config.auths?.[registry] ?? {};
  if (username !== undefined && password !== undefined) return { username, password };
  const [name, ...rest] = Buffer.from(auth ?? "", "base64")
    .toString()
    .split(":");
  return name ? { username: name, password: rest.join(":") } : undefined;
}

function dockerConfiguration(): DockerConfig {
  const directory = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  try {
    return JSON.parse(textOf(join(directory, "config.json")));
  } catch {
    return {};
  }
}

/** The protocol of docker-credential-helpers: the registry goes in, JSON comes out. */
function fromHelper(helper: string, registry: string): Promise<Login | undefined> {
  return new Promise((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ["get"], (error, stdout) => {
      if (error !== null) return resolve(undefined);
      const { Username: username, Secret: password } = JSON.parse(stdout) as { Username: string; Secret: string };
      resolve({ username, password });
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(registry);
  });
}

/**
 * The header that answers a refusal: the password itself, or a token that a token server gives for it. `scopes` are what
 * later requests will need, beside what the refused one needs.
 */
export async function authorize(
  refused: Response,
  login: Login | undefined,
  scopes: string[] = [],
): Promise<string | undefined> {
  const challenge = refused.headers.get("www-authenticate") ?? "";
  const basic = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
  if (!/^bearer /i.test(challenge)) return basic;
  const {
    realm,
    scope,
    error: _reason,
    ...asked
  } = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  if (realm === undefined) return undefined;
  const url = new URL(realm);
  for (const [key, value] of Object.entries(asked)) url.searchParams.set(key, value as string);
  for (const one of allScopes(scope, scopes)) url.searchParams.append("scope", one);
  const answer = await fetch(url, { headers: basic === undefined ? {} : { Authorization: basic } });
  if (!answer.ok) return undefined;
  const { token, access_token: access } = (await answer.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access}`;
}

/** The wanted scope of a repository takes in what the challenge wants of it. A token server takes each as a parameter. */
function allScopes(challenged = "", wanted: string[]): string[] {
  const resource = (scope: string) => scope.slice(0, scope.lastIndexOf(":"));
  const known = wanted.map(resource);
  const others = challenged.split(" ").filter((scope) => scope !== "" && !known.includes(resource(scope)));
  return [...wanted, ...others];
}
