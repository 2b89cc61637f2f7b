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

/**
 * Without a repository the names are those that Pulumi gives a package of one's own: `@pulumi/knative-faas`,
 * `pulumi_knative_faas`, `com.pulumi.knativefaas`, `Pulumi.KnativeFaas`. Go has none, so a host of examples stands in.
 */
const nowhere = "example.com/knative-faas";

/** `git+https://github.com/acme/knative-faas.git` is `github.com/acme/knative-faas`. */
function address({ repository }: About): string {
  return repository?.url.replace(/^(git\+)?https:\/\//, "").replace(/\.git$/, "") ?? nowhere;
}

/**
 * SDKs of a published package are named after the owner of its repository (`@acme/knative-faas`), and say that the engine
 * can bring the plugin from there, by the tag of its version.
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

/** The host backwards and the owner, as Maven Central asks for: `io.github.acme` for what lies on GitHub. */
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
