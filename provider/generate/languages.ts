// What the package is called in each language, and where its SDKs tell the engine to find the plugin.

export interface About {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies: Record<string, string>;
  /** Where the package is published, once it is: the Git address that Go imports and plugin downloads begin with. */
  repository?: { url: string };
}

type Json = Record<string, unknown>;

/** Hosts of examples stand in until package.json names a repository. */
const nowhere = "example.com/knative-faas";

/** `git+https://github.com/acme/knative-faas.git` is `github.com/acme/knative-faas`. */
function address({ repository }: About): string {
  return repository?.url.replace(/^(git\+)?https:\/\//, "").replace(/\.git$/, "") ?? nowhere;
}

/** SDKs of a published package name its repository, so that the engine can bring the plugin from there by the tag of its version. */
export function published(about: About): Json {
  if (about.repository === undefined) return {};
  return { repository: `https://${address(about)}`, pluginDownloadURL: `git://${address(about)}/provider` };
}

export function languages(about: About): Json {
  const goPackage = `${address(about)}/sdk/go/${word(about)}`;
  return {
    nodejs: {
      packageName: `pulumi-${about.name}`,
      packageDescription: about.description,
      readme: readme(about, "Node.js"),
      typescriptVersion: about.dependencies.typescript,
      dependencies: { "@pulumi/pulumi": "^3.142.0" },
      respectSchemaVersion: true,
    },
    python: {
      packageName: `pulumi_${about.name.replace(/-/g, "_")}`,
      readme: readme(about, "Python"),
      pyproject: { enabled: true },
      respectSchemaVersion: true,
    },
    go: { importBasePath: goPackage, respectSchemaVersion: true },
    java: {
      basePackage: javaGroup(address(about)),
      packages: { [about.name]: word(about) },
      buildFiles: "none",
    },
    csharp: { rootNamespace: "KnativeFaas", namespaces: { [about.name]: "Sdk" }, respectSchemaVersion: true },
  };
}

function readme({ name, description }: About, language: string): string {
  return `# ${name} for ${language}\n\n${description}\n\nGenerated from the package's schema; do not edit.\n`;
}

/** The name where a dash can't stand. */
function word({ name }: About): string {
  return name.replace(/-/g, "");
}

/** The host backwards and the owner: `io.github.acme` for what lies on GitHub, as Maven Central asks for. */
function javaGroup(path: string): string {
  const [host = "", owner = ""] = path.split("/");
  if (path === nowhere) return host.split(".").reverse().join(".");
  return [
    ...host
      .replace(/^github\.com$/, "github.io")
      .split(".")
      .reverse(),
    owner,
  ].join(".");
}
