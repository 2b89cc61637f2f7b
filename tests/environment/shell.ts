// The shell settings for a project of your own on the cluster of the last `up`: `eval "$(npm run -s env)"`.
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { paths } from "./cluster/settings";
import { engineEnvironment, passphraseFile } from "./engine";
import { repository, stackHome } from "./home";
import type { StackTarget } from "./stack";

/** State and passphrase of the user's own stacks, which are not the quickstart's. */
const backend = join(stackHome, "projects");

/** Variables of the shell, by name. */
export function shellVariables(target: StackTarget): Record<string, string> {
  const { tools, kubeconfig, context, registry, local } = target;
  const engine = engineEnvironment({ path: tools.path, pulumiHome: tools.pulumiHome, backend, kubeconfig });
  const { PULUMI_HOME = "", PULUMI_BACKEND_URL = "" } = engine;
  return {
    // In the user's own file another context may be the current one.
    KUBECONFIG: local === undefined ? [currentContext(context), kubeconfig].join(delimiter) : kubeconfig,
    PULUMI_HOME,
    PULUMI_BACKEND_URL,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(backend),
    KO_DOCKER_REPO: registry,
    ...(local?.baseImage === undefined ? {} : { KO_DEFAULTBASEIMAGE: local.baseImage }),
  };
}

/** A kubeconfig that only sets the current context. */
function currentContext(context: string): string {
  const file = join(stackHome, "current-context");
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": context }));
  return file;
}

/** Directories that come before PATH: pulumi and its language hosts, ko, kubectl, the plugin. */
export function shellPath({ tools, local }: StackTarget): string[] {
  const kubectl = local !== undefined && existsSync(paths.kubectl) ? [dirname(paths.kubectl)] : [];
  return [...tools.path.split(delimiter).filter(Boolean), ...kubectl, join(repository, "provider", "bin")];
}

/** One command per line, none of which prints anything. */
export function shellText(target: StackTarget): string {
  const variables = Object.entries(shellVariables(target)).map(([name, value]) => `export ${name}=${quoted(value)};`);
  return [...variables, `export PATH=${quoted(shellPath(target).join(delimiter))}${delimiter}"$PATH";`].join("\n");
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
