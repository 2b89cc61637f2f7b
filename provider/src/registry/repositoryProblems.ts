// What can be told of a repository before anything is pushed to it, from its registry and its name. Pure.
import { type Problem, show } from "../input/problems";
import { repositoryUrl } from "./reference";

/** How deep a path is below hosts where nobody can push right below them. */
const owners: [host: RegExp, parts: number, example: string][] = [
  [/^(index\.)?docker\.io$/, 1, "docker.io/USER"],
  [/^ghcr\.io$/, 1, "ghcr.io/OWNER"],
  [/^quay\.io$/, 1, "quay.io/ORGANIZATION"],
  [/^registry\.gitlab\.com$/, 2, "registry.gitlab.com/GROUP/PROJECT"],
  [/^([a-z]+\.)?gcr\.io$/, 1, "gcr.io/PROJECT"],
  [/-docker\.pkg\.dev$/, 2, "REGION-docker.pkg.dev/PROJECT/REPOSITORY"],
  [/^public\.ecr\.aws$/, 1, "public.ecr.aws/ALIAS"],
  [/^registry\.digitalocean\.com$/, 1, "registry.digitalocean.com/REGISTRY"],
];

/** `path` is the property of the registry; `name` the function's or source's, undefined where no image is called by it. */
export function repositoryProblems(registry: string, name: string | undefined, path: string): Problem[] {
  const { host, path: below } = repositoryUrl(`${registry}/`);
  const parts = below.split("/").filter((part) => part !== "");
  const owner = owners.find(([pattern]) => pattern.test(host));
  if (owner !== undefined && parts.length < owner[1])
    return [{ propertyPath: path, reason: `expected host and path, e.g. "${owner[2]}", got ${show(registry)}` }];
  const odd = parts.find((part) => /[A-Z]/.test(part));
  if (odd !== undefined)
    return [
      {
        propertyPath: path,
        reason: `a repository is in lower-case letters, got ${show(registry)}; write ${odd.toLowerCase()}`,
      },
    ];
  return name?.length === 1 && parts.length === 0 ? [tooShort(registry, name)] : [];
}

/** go-containerregistry, pkg/name/repository.go, by which Knative reads references. */
function tooShort(registry: string, name: string): Problem {
  const reason = `a repository has at least 2 characters, and ${registry} has no path before it, got ${show(name)}; take a longer name, or a registry with a path, e.g. ${registry}/functions`;
  return { propertyPath: "name", reason };
}
