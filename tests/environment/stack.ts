// The quickstart stack: the root Pulumi.yaml on the real engine, and its function's response.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { nodeLink } from "./cluster/settings";
import { attempt } from "./command";
import { type Engine, engineEnvironment, recover } from "./engine";
import { logHome, repository, stackHome } from "./home";
import { EnvironmentProblem, phase, type Say } from "./progress";
import type { Tools } from "./tools/tools";

export interface StackTarget {
  tools: Tools;
  kubeconfig: string;
  context: string;
  registry: string;
  /** A local cluster has no load balancer; one that can't pull released images has its own. */
  local?: { address: string; images?: string; baseImage?: string };
  /** Further settings of the stack, as KEY=VALUE. */
  config: string[];
}

/** The quickstart's own, in the file backend of `quickstartEngine`. */
export const stackName = "quickstart";
const configFile = join(stackHome, "Pulumi.quickstart.yaml");
const answerSeconds = 60;

export interface QuickstartOutputs {
  url: string;
  revision: string;
  address: string;
}

/** Deploys the quickstart and requests its greeting. */
export async function deployQuickstart(target: StackTarget): Promise<void> {
  stayOnCluster(target);
  mkdirSync(stackHome, { recursive: true });
  writeFileSync(targetFile, JSON.stringify(target));
  await phase("stack", async () => {
    recover(backend);
    await selectStack(target);
    await pulumi(target, [
      "config",
      "set-all",
      "--path",
      ...settings(target).flatMap((setting) => ["--plaintext", setting]),
    ]);
  });
  const written = await phase("pulumi up", (say) =>
    pulumi(target, ["up", "--yes", "--skip-preview", "--non-interactive"], say),
  );
  const outputs: QuickstartOutputs = JSON.parse(await pulumi(target, ["stack", "output", "--json"]));
  const answer = await phase("first answer", () => greeting(outputs));
  console.log(
    [
      "",
      `  url       ${outputs.url}`,
      `  answer    ${answer.trim()}`,
      `  revision  ${outputs.revision}`,
      `  changed   ${summary(written)}`,
      ...(target.local === undefined
        ? []
        : [`  try       curl -H 'Host: ${new URL(outputs.url).host}' http://${outputs.address}`]),
      `  yours     eval "$(npm run -s env)"  # in a shell: Pulumi, kubeconfig and registry for a project of your own`,
    ].join("\n"),
  );
}

/** Creating a stack writes its encryption salt next to Pulumi.yaml; the stack's own file is `configFile`, so that one is deleted. */
async function selectStack(target: StackTarget): Promise<void> {
  const written = join(repository, `Pulumi.${stackName}.yaml`);
  rmSync(written, { force: true });
  await pulumi(target, ["stack", "select", "--create", stackName]);
  rmSync(written, { force: true });
}

/** A stack on one cluster must not be moved to another, where its state would be wrong. */
function stayOnCluster({ kubeconfig, context }: StackTarget): void {
  const last = lastTarget();
  if (last === undefined || !existsSync(configFile)) return;
  if (last.kubeconfig === kubeconfig && last.context === context) return;
  throw new EnvironmentProblem(
    `the quickstart is on context ${last.context} of ${last.kubeconfig}: take it down there first, with npm run down`,
  );
}

/** Removes the stack from the cluster that the last `up` used; without a stack there is nothing to do. */
export async function removeQuickstart(): Promise<void> {
  const target = lastTarget();
  if (target === undefined || !existsSync(configFile)) return;
  if (!isThere(target)) {
    throw new EnvironmentProblem(
      "the local cluster is down: npm run up brings it back, npm run down -- --all takes all of it away",
    );
  }
  recover(backend);
  await phase("pulumi destroy", async (say) => {
    await pulumi(target, ["destroy", "--yes", "--skip-preview", "--non-interactive"], say);
    await pulumi(target, ["stack", "rm", "--yes", stackName]);
  });
  rmSync(configFile, { force: true });
}

/** Without the local cluster's link a packet for its address would leave the machine, so no request may be sent then. */
export function isThere(target: StackTarget): boolean {
  const isLocal = target.local?.images !== undefined;
  return existsSync(target.kubeconfig) && (!isLocal || existsSync(`/sys/class/net/${nodeLink}`));
}

export async function quickstartStatus(): Promise<string[]> {
  const target = lastTarget();
  if (target === undefined || !existsSync(configFile)) return ["quickstart  not deployed"];
  const result = await attempt(
    target.tools.pulumi,
    ["stack", "output", "--json", "--stack", stackName],
    options(target),
  );
  const { url, revision }: Partial<QuickstartOutputs> = result.code === 0 ? JSON.parse(result.stdout) : {};
  return [
    url === undefined ? "quickstart  not deployed" : `quickstart  ${url}  revision ${revision}  on ${target.context}`,
  ];
}

/** The target of the last `up`: the cluster, its registry and the tools. */
export function lastTarget(): StackTarget | undefined {
  return existsSync(targetFile) ? JSON.parse(readFileSync(targetFile, "utf8")) : undefined;
}

const targetFile = join(stackHome, "target.json");

const backend = join(stackHome, "state");

export function quickstartEngine(target: Pick<StackTarget, "tools" | "kubeconfig">): Engine {
  return { path: target.tools.path, pulumiHome: target.tools.pulumiHome, backend, kubeconfig: target.kubeconfig };
}

function options(target: StackTarget) {
  return { cwd: repository, env: engineEnvironment(quickstartEngine(target)), log: join(logHome, "pulumi.log") };
}

async function pulumi(target: StackTarget, args: string[], say?: Say): Promise<string> {
  const onLine = say === undefined ? {} : { onLine: (line: string) => say(line.trim()) };
  const result = await attempt(target.tools.pulumi, [...args, ...stackFlags(args)], { ...options(target), ...onLine });
  if (result.code === 0) return result.stdout;
  throw new EnvironmentProblem(`pulumi ${args[0]} failed:\n${failure(result.stdout + result.stderr)}`);
}

function stackFlags([command]: string[]): string[] {
  return command === "stack" ? [] : ["--stack", stackName, "--config-file", configFile];
}

/** Pulumi's output ends with the diagnostics of a failed run. */
function failure(written: string): string {
  return (written.split(/^Diagnostics:$/m)[1] ?? written).trim().split("\n").slice(-30).join("\n");
}

/** The stack's configuration: the context is always set, so that the current one is never used. */
function settings(target: StackTarget): string[] {
  const { local } = target;
  const reached = local === undefined ? [] : [`domain=${local.address}.sslip.io`, `externalIPs[0]=${local.address}`];
  return [...clusterSettings(target), ...reached, ...target.config];
}

/** The configuration of every stack on this cluster. */
export function clusterSettings({ kubeconfig, context, registry, local }: StackTarget): string[] {
  return [
    `kubernetes:kubeconfig=${kubeconfig}`,
    `kubernetes:context=${context}`,
    // Otherwise the Kubernetes provider replaces a ConfigMap whose data change, and Knative has no settings for a moment.
    "kubernetes:enableConfigMapMutable=true",
    `knative-faas:registry=${registry}`,
    ...(local?.images === undefined ? [] : [`knative-faas:images=${local.images}`]),
    ...(local?.baseImage === undefined ? [] : [`knative-faas:baseImage=${local.baseImage}`]),
  ];
}

/** The last lines of Pulumi's output, e.g. "+ 99 created". */
function summary(written: string): string {
  const lines =
    written
      .split(/^Resources:$/m)[1]
      ?.trim()
      .split("\n") ?? [];
  const counts = lines.map((line) => line.trim()).filter((line) => /^\S?\s*\d+ \w+/.test(line));
  return counts.join(", ") || "nothing";
}

async function greeting({ url, address }: QuickstartOutputs): Promise<string> {
  const deadline = Date.now() + answerSeconds * 1000;
  for (;;) {
    const answer = await ask(address, new URL(url).host).catch((error: Error) => ({ status: 0, body: error.message }));
    if (answer.status === 200) return answer.body;
    if (Date.now() > deadline) {
      throw new EnvironmentProblem(
        `${url} (at ${address}) gives no answer after ${answerSeconds} s: ${answer.status} ${answer.body}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** One GET at the ingress's address for the host in the function's URL. */
export function ask(address: string, host: string, path = "/"): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ host: address, port: 80, path, headers: { Host: host }, timeout: 20_000 }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on("timeout", () => call.destroy(new Error("no answer within 20 s")));
    call.on("error", reject);
    call.end();
  });
}
