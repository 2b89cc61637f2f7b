// Registry credentials in the format of Docker, ko and Kubernetes.

/** A Docker configuration with one login. */
export function dockerConfig({ username, password }: { username: string; password: string }, registry: string) {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return { auths: { [registry]: { username, password, auth } } };
}

/** The registry of a reference or repository, under the name that Docker uses for its credentials. */
export function registryOf(reference: string): string {
  const first = reference.split("/")[0] as string;
  const isHost = /[.:]/.test(first.split("@")[0] as string) || first === "localhost";
  return isHost && !["docker.io", "index.docker.io"].includes(first) ? first : dockerHub;
}

/** Docker stores Docker Hub's credentials under the address of its old index. */
const dockerHub = ["https:/", "index.docker.io", "v1", ""].join("/");
