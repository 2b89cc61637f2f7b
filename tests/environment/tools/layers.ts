// The tools that are built if they are not on PATH: their pinned modules, packages and version stamps.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { oldestCli } from "../../../provider/src/pulumi/cli";
import { toolsHome } from "../home";
import { goEnvironment, modulesHome } from "./go";

/** Programs that are built and removed together, in one directory of the cache. */
export interface Layer {
  name: string;
  title: string;
  /** Directory of modules/. Layers of one module share its versions, so that what they have in common is compiled once. */
  module: string;
  packages: string[];
  /** Package variables set by the linker. */
  stamps?: Record<string, string>;
  /** Files of a dependency that a package here needs next to its main.go, by their path in the module. */
  embeds?: { from: string; files: Record<string, string> };
  /** Text of a dependency that must be replaced; the dependency is built from a copy. */
  mend?: { dependency: string; file: string; from: string; to: string };
  /** Scripts of a dependency that are copied next to the programs. */
  scripts?: { from: string; files: string[] };
  /** What a cold build adds to Go's caches and to the disk, rounded up. */
  gigabytes: number;
}

/** The version that programs run on, as users have it today. */
export const pulumiVersion = "3.276.0";
/** The language hosts' last release that is available as a Go module; the CLI for `package add` is of the same time. */
export const languagesVersion = "3.187.0";
/** The Java host has versions of its own; this is its last release that is to be had as a Go module. */
const javaHostVersion = "1.12.0";
export const koVersion = "0.19.1";
export const kubernetesPluginVersion = "4.26.0";
const kubernetesVersion = "1.35.6";
const pulumiCommand = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

export const layers = {
  etcd: { name: "etcd", title: "etcd", module: "tools", packages: ["./etcd"], gigabytes: 1 },
  ko: {
    name: "ko",
    title: `ko ${koVersion} and crane`,
    module: "tools",
    packages: ["github.com/google/ko", "github.com/google/go-containerregistry/cmd/crane"],
    gigabytes: 2,
  },
  coredns: { name: "coredns", title: "CoreDNS", module: "tools", packages: ["./coredns"], gigabytes: 1 },
  kube: {
    name: "kube",
    title: `Kubernetes ${kubernetesVersion}`,
    module: "tools",
    packages: ["./kube"],
    stamps: kubernetesStamps(),
    gigabytes: 3,
  },
  pulumi: {
    name: "pulumi",
    title: `Pulumi ${pulumiVersion}`,
    module: "pulumi",
    packages: [pulumiCommand],
    stamps: pulumiStamps(pulumiVersion),
    gigabytes: 2,
  },
  /** Not part of `npm run up`. */
  oldestPulumi: {
    name: "pulumi-oldest",
    title: `Pulumi ${oldestCli}, the oldest that is supported`,
    module: "pulumi-oldest",
    packages: [pulumiCommand],
    stamps: pulumiStamps(oldestCli),
    gigabytes: 1,
  },
  /** Not part of `npm run up`. */
  delve: {
    name: "delve",
    title: "Delve 1.27.2",
    module: "delve",
    packages: ["github.com/go-delve/delve/cmd/dlv"],
    gigabytes: 1,
  },
  yaml: {
    name: "pulumi-yaml",
    title: "Pulumi's language host for YAML 1.25.0",
    module: "pulumi-yaml",
    packages: ["github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"],
    gigabytes: 1,
  },
  languages: {
    name: "pulumi-languages",
    title: `Pulumi's language hosts ${languagesVersion}`,
    module: "pulumi-languages",
    packages: [
      pulumiCommand,
      "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
      "github.com/pulumi/pulumi/sdk/go/pulumi-language-go/v3",
      "github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3",
    ],
    stamps: pulumiStamps(languagesVersion),
    // Go 1.26 cleans the result of filepath.Rel, "../." is ".." now: SDKs for Node.js import from wrong directories.
    mend: {
      dependency: "github.com/pulumi/pulumi/pkg/v3",
      file: "codegen/nodejs/gen.go",
      from: "return path.Dir(filepath.ToSlash(rel))",
      to: "return filepath.ToSlash(filepath.Clean(rel))",
    },
    scripts: { from: "github.com/pulumi/pulumi/sdk/v3", files: ["python/cmd/pulumi-language-python-exec"] },
    gigabytes: 3,
  },
  java: {
    name: "pulumi-java",
    title: `Pulumi's language host for Java ${javaHostVersion}`,
    module: "pulumi-java",
    packages: ["github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java"],
    gigabytes: 1,
  },
  kubernetesPlugin: {
    name: "pulumi-kubernetes",
    title: `Pulumi's Kubernetes plugin ${kubernetesPluginVersion}`,
    module: "tools",
    packages: ["./pulumi-resource-kubernetes"],
    stamps: { "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": kubernetesPluginVersion },
    embeds: {
      from: "github.com/pulumi/pulumi-kubernetes/provider/v4",
      files: {
        "pulumi-resource-kubernetes/schema-embed.json": "cmd/pulumi-resource-kubernetes/schema.json",
        "pulumi-resource-kubernetes/terraform-mapping-embed.json":
          "cmd/pulumi-resource-kubernetes/terraform-mapping.json",
      },
    },
    // Otherwise every kind of Kubernetes is compiled as a Go type that nothing reads: see modules/tools/untyped.
    mend: {
      dependency: "github.com/pulumi/pulumi-kubernetes/provider/v4",
      file: "pkg/provider/yaml/v2/yaml.go",
      from: '"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/yaml/v2"',
      to: '"faas/tools/untyped"',
    },
    gigabytes: 1,
  },
} satisfies Record<string, Layer>;

function pulumiStamps(version: string): Record<string, string> {
  return { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${version}` };
}

/** Both the server and its clients report the version; Knative refuses a server without one. */
function kubernetesStamps(): Record<string, string> {
  const [major, minor] = kubernetesVersion.split(".");
  const values = {
    gitVersion: `v${kubernetesVersion}`,
    gitMajor: `${major}`,
    gitMinor: `${minor}`,
    gitTreeState: "clean",
    gitCommit: "",
  };
  const packages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
  return Object.fromEntries(
    packages.flatMap((path) => Object.entries(values).map(([name, value]) => [`${path}.${name}`, value])),
  );
}

/** The name that go gives to the program of a package: the last element of its path that is not a major version. */
export function programName(path: string): string {
  return (
    path
      .split("/")
      .filter((element) => !/^v\d+$/.test(element))
      .at(-1) ?? path
  );
}

/** Changes with the pins, the sources and the build settings. */
export function versionKey(layer: Layer): string {
  const hash = createHash("sha256").update(JSON.stringify([layer, goEnvironment.GOFLAGS]));
  hashFiles(hash, join(modulesHome, layer.module));
  return hash.digest("hex").slice(0, 12);
}

/** Adds every file of a directory, by name and content. */
export function hashFiles(hash: ReturnType<typeof createHash>, directory: string): void {
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort()) {
    const file = join(directory, name);
    if (/\.(go|mod|sum|ts|txt)$/.test(name)) hash.update(name).update(readFileSync(file));
  }
}

export function layerHome(layer: Layer): string {
  return join(toolsHome, `${layer.name}-${versionKey(layer)}`);
}

export function isBuilt(layer: Layer): boolean {
  return existsSync(layerHome(layer));
}
