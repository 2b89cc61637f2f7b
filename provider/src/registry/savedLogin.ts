// The login that ko would use for a registry: from `docker login`, `podman login` or a credential helper.
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { textOf } from "../input/files";
import { dockerConfig, registryOf } from "./login";

/** A password, or a token that replaces it: for a token server (`identityToken`), or for the registry itself. */
export interface Login {
  username: string;
  password: string;
  identityToken?: string;
  registryToken?: string;
}

interface Saved {
  auth?: string;
  username?: string;
  password?: string;
  identitytoken?: string;
  registrytoken?: string;
}

export interface Configuration {
  auths?: Record<string, Saved>;
  credHelpers?: Record<string, string>;
  credsStore?: string;
}

/**
 * Looked up as in go-containerregistry (pkg/authn/keychain.go): by repository, then by registry.
 * `warn` receives problems of a credential helper, which then counts as having no login.
 */
export async function savedLogin(reference: string, warn: Warn): Promise<Login | undefined> {
  const configuration = configured();
  const registry = registryOf(reference);
  const helper = configuration.credHelpers?.[registry] ?? configuration.credsStore;
  if (helper) return await fromHelper(helper, registry, warn);
  const { auths = {} } = configuration;
  const repository = reference.replace(/@.*$/, "").replace(/:[^/]*$/, "");
  return loginOf(savedFor(auths, repository) ?? savedFor(auths, registry));
}

/** All saved logins, with this one replacing its registry's. An empty helper means none (docker/cli, cli/config). */
export function savedWith(login: { username: string; password: string }, registry: string): Configuration {
  const { auths = {}, credHelpers = {}, ...others } = configured();
  const kept = Object.entries(auths).filter(([key]) => key !== registry && hostOf(key) !== registry);
  const added = dockerConfig(login, registry).auths;
  return {
    ...others,
    auths: { ...Object.fromEntries(kept), ...added },
    credHelpers: { ...credHelpers, [registry]: "" },
  };
}

export type Warn = (message: string) => void;

/** Docker's file if it exists, otherwise Podman's. */
function configured(): Configuration {
  const { DOCKER_CONFIG: docker, REGISTRY_AUTH_FILE: podman, XDG_RUNTIME_DIR: runtime = "" } = process.env;
  const ofDocker = join(docker || join(homedir(), ".docker"), "config.json");
  const files = [ofDocker, ...(podman ? [podman] : []), join(runtime, "containers", "auth.json")];
  return parsed(files.map(textIfReadable).find((text) => text !== undefined) ?? "") ?? {};
}

function textIfReadable(file: string): string | undefined {
  try {
    return textOf(file);
  } catch {
    return undefined;
  }
}

function parsed(text: string): Configuration | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" ? (value as Configuration) : undefined;
  } catch {
    return undefined;
  }
}

/** A key may have a scheme before the host and a path after it. */
function savedFor(auths: Record<string, Saved>, name: string): Saved | undefined {
  return Object.hasOwn(auths, name) ? auths[name] : Object.entries(auths).find(([key]) => hostOf(key) === name)?.[1];
}

const hostOf = (key: string) => key.replace(/^https?:\/\//, "").split("/")[0];

function loginOf({ auth, username, password, identitytoken, registrytoken }: Saved = {}): Login | undefined {
  const [name = "", ...rest] = Buffer.from(auth ?? "", "base64")
    .toString()
    .split(":");
  const login: Login = { username: username ?? name, password: password ?? rest.join(":") };
  if (identitytoken) login.identityToken = identitytoken;
  if (registrytoken) login.registryToken = registrytoken;
  return login.username || login.identityToken || login.registryToken ? login : undefined;
}

/** The protocol of docker-credential-helpers: the registry on stdin, JSON on stdout; `<token>` marks an identity token. */
function fromHelper(helper: string, registry: string, warn: Warn): Promise<Login | undefined> {
  const program = `docker-credential-${helper}`;
  return new Promise((resolve) => {
    const child = execFile(program, ["get"], (error, stdout) => resolve(error === null ? answered(stdout) : undefined));
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(registry);
  });

  function answered(text: string): Login | undefined {
    const { Username: username, Secret: secret } = (parsed(text) ?? {}) as { Username?: string; Secret?: string };
    if (typeof username === "string" && typeof secret === "string" && secret !== "")
      return username === "<token>"
        ? { username: "", password: "", identityToken: secret }
        : { username, password: secret };
    warn(`${program} does not return JSON with Username and Secret for ${registry}, so no login is used there`);
    return undefined;
  }
}
