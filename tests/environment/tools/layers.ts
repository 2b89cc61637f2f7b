// The tools that are built when they are not on PATH: from which pinned module, which packages, stamped with which version.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toolsHome } from "../home";
import { modulesHome } from "./go";

/** One `go build` in one directory of modules/. */
export interface Build {
  module: string;
  packages: string[];
  /** The program's name where go would name it otherwise. */
  program?: string;
  /** Package variables set by the linker. */
  stamps?: Record<string, string>;
  /** Files of a dependency that the build directory needs beside main.go, by their name there. */
  embeds?: { from: string; files: Record<string, string> };
  /** A line of a dependency that has to be another one; the dependency is built from a copy. */
  mend?: { dependency: string; file: string; from: string; to: string };
}

/** Programs that come and go together, in one directory of the cache. */
export interface Layer {
  name: string;
  title: string;
  builds: Build[];
  /** Scripts of a dependency that are put beside the programs. */
  scripts?: { module: string; from: string; files: string[] };
  /** What a cold build adds to Go's caches and to the disk, rounded up. */
  gigabytes: number;
}

export const pulumiVersion = "3.187.0";
export const koVersion = "0.19.1";
export const kubernetesPluginVersion = "4.26.0";
const kubernetesVersion = "1.35.6";

const pulumiStamp = { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${pulumiVersion}` };

export const layers = {
  etcd: {
    name: "etcd",
    title: "etcd",
    builds: [{ module: "etcd", packages: ["go.etcd.io/etcd/server/v3"], program: "etcd" }],
    gigabytes: 2,
  },
  ko: {
    name: "ko",
    title: `ko ${koVersion} and crane`,
    builds: [{ module: "ko", packages: ["github.com/google/ko", "github.com/google/go-containerregistry/cmd/crane"] }],
    gigabytes: 2,
  },
  coredns: {
    name: "coredns",
    title: "CoreDNS",
    builds: [{ module: "coredns", packages: ["."], program: "coredns" }],
    gigabytes: 3,
  },
  kube: {
    name: "kube",
    title: `Kubernetes ${kubernetesVersion}`,
    builds: [{ module: "kubernetes", packages: ["."], program: "kube", stamps: kubernetesStamps() }],
    gigabytes: 5,
  },
  pulumi: {
    name: "pulumi",
    title: `Pulumi ${pulumiVersion} and its language hosts`,
    builds: [
      {
        module: "pulumi",
        packages: [
          "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
          "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
        ],
        stamps: pulumiStamp,
        // Go 1.26 cleans what filepath.Rel returns, "../." is ".." now: SDKs for Node.js import from wrong directories.
        mend: {
          dependency: "github.com/pulumi/pulumi/pkg/v3",
          file: "codegen/nodejs/gen.go",
          from: "return path.Dir(filepath.ToSlash(rel))",
          to: "return filepath.ToSlash(filepath.Clean(rel))",
        },
      },
      {
        module: "pulumi-languages",
        packages: [
          "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
          "github.com/pulumi/pulumi/sdk/go/pulumi-language-go/v3",
          "github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3",
        ],
        stamps: pulumiStamp,
      },
    ],
    scripts: {
      module: "pulumi-languages",
      from: "github.com/pulumi/pulumi/sdk/v3",
      files: ["python/cmd/pulumi-language-python-exec"],
    },
    gigabytes: 5,
  },
  kubernetesPlugin: {
    name: "pulumi-kubernetes",
    title: `Pulumi's Kubernetes plugin ${kubernetesPluginVersion}`,
    builds: [
      {
        module: "pulumi-kubernetes",
        packages: ["."],
        program: "pulumi-resource-kubernetes",
        stamps: { "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": kubernetesPluginVersion },
        embeds: {
          from: "github.com/pulumi/pulumi-kubernetes/provider/v4",
          files: {
            "schema-embed.json": "cmd/pulumi-resource-kubernetes/schema.json",
            "terraform-mapping-embed.json": "cmd/pulumi-resource-kubernetes/terraform-mapping.json",
          },
        },
      },
    ],
    gigabytes: 5,
  },
} satisfies Record<string, Layer>;

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

/** Changes with the pins, the sources and the way they are built. */
export function versionKey(layer: Layer): string {
  const hash = createHash("sha256").update(JSON.stringify(layer));
  for (const { module } of layer.builds) hashFiles(hash, join(modulesHome, module));
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
