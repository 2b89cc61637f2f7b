// Checks a repository before anything is pushed, by its registry and name. Pure.
import { type Problem, show } from "../input/problems";
import { repositoryUrl } from "./reference";

/** The minimal path depth for hosts that do not allow pushes directly below them. */
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

/** `path` is the property of the registry; `name` that of the function or source, undefined if no image is named after it. */
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
        reason: `a repository name must be in lower case, got ${show(registry)}; write ${odd.toLowerCase()}`,
      },
    ];
  return name?.length === 1 && parts.length === 0 ? [tooShort(registry, name)] : [];
}

/** go-containerregistry, pkg/name/repository.go, with which Knative parses references. */
function tooShort(registry: string, name: string): Problem {
  const reason = `a repository name has at least 2 characters, and ${registry} has no path before it, got ${show(name)}; use a longer name, or a registry with a path, e.g. ${registry}/functions`;
  return { propertyPath: "name", reason };
}
