// The image of the relay, next to the function's own image in its registry.
import { ko } from "../../build/ko/ko";
import { programsModule } from "../../build/programImage";
import { pushedTo } from "../../registry/missingRepositories";
import { presence } from "../../registry/presence";

export interface ImagePlace {
  /** The reference of the deployed image. */
  beside: string;
  /** The stack's `knative-faas:registry`, which replaces the place of the deployed image. */
  registry: string | undefined;
  baseImage: string | undefined;
}

/** The reference by digest, once the registry has it. It is built once for each version of this package. */
export async function relayImage({ beside, registry, baseImage }: ImagePlace, say: (line: string) => void) {
  const repository = `${registry ?? folderOf(beside)}/knative-faas-dev-relay`;
  const build = {
    name: "dev-relay",
    directory: programsModule(),
    package: "./cmd/dev-relay",
    goFlags: [],
    ldflags: ["-s", "-w"],
    env: {},
    platforms: ["linux/amd64"],
    sbom: "none" as const,
    repository,
    baseImage,
    login: undefined,
  };
  const isThere = async (reference: string) => (await presence(reference)) === "present";
  return pushedTo(repository, undefined, () => ko.push(build, say, isThere));
}

/** `ghcr.io/acme/hello@sha256:...` is in `ghcr.io/acme`. */
function folderOf(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("/"));
}
