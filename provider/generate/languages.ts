// The names of the package in each language, and the plugin's download address in its SDKs.

export interface About {
  name: string;
  version: string;
  description: string;
  license: string;
  dependencies: Record<string, string>;
  /** The repository, once the package is published: the prefix of Go imports and plugin downloads. */
  repository?: { url: string };
}

type Json = Record<string, unknown>;

/**
 * Without a repository the names are Pulumi's defaults for a local package: `@pulumi/knative-faas`, `pulumi_knative_faas`,
 * `com.pulumi.knativefaas`, `Pulumi.KnativeFaas`. Go has no default, so it gets an example host.
 */
const nowhere = "example.com/knative-faas";

/** `git+https://github.com/acme/knative-faas.git` is `github.com/acme/knative-faas`. */
function address({ repository }: About): string {
  return repository?.url.replace(/^(git\+)?https:\/\//, "").replace(/\.git$/, "") ?? nowhere;
}

/**
 * SDKs of a published package are named after the owner of its repository (`@acme/knative-faas`), from where the engine can
 * download the plugin, by the tag of its version.
 */
export function published(about: About): Json {
  if (about.repository === undefined) return {};
  const [, owner] = address(about).split("/");
  return {
    namespace: owner,
    repository: `https://${address(about)}`,
    pluginDownloadURL: `git://${address(about)}/provider`,
  };
}

export function languages(about: About): Json {
  return {
    nodejs: {
      packageDescription: about.description,
      typescriptVersion: about.dependencies.typescript,
      readme: readme(about, "Node.js"),
      respectSchemaVersion: true,
    },
    python: { readme: readme(about, "Python"), pyproject: { enabled: true }, respectSchemaVersion: true },
    go: { importBasePath: `${address(about)}/sdk/go/${about.name.replace(/-/g, "")}`, respectSchemaVersion: true },
    java: { basePackage: javaGroup(about), buildFiles: "none" },
    csharp: { respectSchemaVersion: true },
  };
}

function readme({ name, description }: About, language: string): string {
  return `# ${name} for ${language}\n\n${description}\n\nGenerated from the package's schema; do not edit.\n`;
}

/** The reversed host and the owner, as Maven Central requires: `io.github.acme` for a repository on GitHub. */
function javaGroup(about: About): string {
  if (about.repository === undefined) return "com.pulumi";
  const [host = "", owner] = address(about).split("/");
  return [
    ...host
      .replace(/^github\.com$/, "github.io")
      .split(".")
      .reverse(),
    owner,
  ].join(".");
}
