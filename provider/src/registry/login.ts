// Credentials of a registry in the form in which Docker, ko and Kubernetes take them.

/** A Docker configuration with one login. */
export function dockerConfig({ username, password }: { username: string; password: string }, registry: string) {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return { auths: { [registry]: { username, password, auth } } };
}

/** The registry of a reference or a repository, by the name under which Docker keeps its credentials. */
export function registryOf(reference: string): string {
  const first = reference.split("/")[0] as string;
  const isHost = /[.:]/.test(first.split("@")[0] as string) || first === "localhost";
  return isHost && !["docker.io", "index.docker.io"].includes(first) ? first : dockerHub;
}

/** Docker Hub goes by the address of its old index. */
const dockerHub = ["https:/", "index.docker.io", "v1", ""].join("/");
