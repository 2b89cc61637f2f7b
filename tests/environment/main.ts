// The environment's commands: up starts tools, cluster and quickstart in this order; down and status handle the same parts.
import { rmSync } from "node:fs";
import { type CommandName, type Flags, namedCluster, parseCommand } from "./arguments";
import { stopCluster } from "./cluster/down";
import { isKindAvailable, startKind, stopKind } from "./cluster/kind";
import { type ComponentStatus, clusterStatus } from "./cluster/status";
import { startCluster, startRegistry } from "./cluster/up";
import { stackHome } from "./home";
import { bringImages, hasPushed } from "./images/images";
import { downloadKnative } from "./images/knative";
import { EnvironmentProblem, phase, phases, phaseTable } from "./progress";
import { shellText } from "./shell";
import { deployQuickstart, lastTarget, quickstartStatus, removeQuickstart, type StackTarget } from "./stack";
import { bringPackages, checkMachine } from "./tools/debian";
import { bringTools, type Part, planTools, type Tools } from "./tools/tools";

const commands: Record<CommandName, (flags: Flags) => Promise<void>> = { up, down, status, env };

async function up(flags: Flags): Promise<void> {
  await deployQuickstart({ ...(await bringTarget(flags)), config: flags.config ?? [] });
  printPhases();
}

type Target = Omit<StackTarget, "config">;

async function bringTarget(flags: Flags): Promise<Target> {
  const named = namedCluster(flags);
  if (named !== undefined) return { ...named, tools: await bringTools() };
  return (await isKindAvailable()) ? bringKind() : bringLocal();
}

/** A cluster that can pull the released images. */
async function bringKind(): Promise<Target> {
  const tools = await bringTools();
  const { kubeconfig, context, registry, address } = await phase("kind", startKind);
  return { tools, kubeconfig, context, registry, local: { address } };
}

/** From a bare machine to a cluster that can run Knative. The first failure ends the process, and with it the concurrent work. */
async function bringLocal(): Promise<Target> {
  checkMachine();
  const { tools, cluster, engine } = await planTools({ cluster: true });
  await cluster.download();
  await Promise.all([cluster.build(), bringAhead(engine)]);
  const [target] = await Promise.all([startLocal(tools), engine.build()]);
  return target;
}

/** Work that waits for the network more than for a processor. */
async function bringAhead(engine: Part): Promise<void> {
  await phase("Debian packages", bringPackages);
  await engine.download();
  if (!hasPushed()) await phase("Go modules of Knative", downloadKnative);
}

async function startLocal(tools: Tools): Promise<Target> {
  const registry = await phase("registry", startRegistry);
  const { imagesFile, baseImage } = await phase("images", (say) => bringImages(tools, registry, say));
  const { kubeconfig, context, address } = await phase("cluster", (say) => startCluster(tools, say));
  return { tools, kubeconfig, context, registry, local: { address, images: imagesFile, baseImage } };
}

/** Removing a local cluster also removes the quickstart, so this works even if the cluster is broken. */
async function down({ all = false }: Flags): Promise<void> {
  const goesWithItsCluster = all && lastTarget()?.local !== undefined;
  if (!goesWithItsCluster) await removeQuickstart();
  if (!all) return;
  await phase("local cluster goes", stopCluster);
  if (await isKindAvailable()) await phase("kind goes", stopKind);
  rmSync(stackHome, { recursive: true, force: true });
}

async function status(): Promise<void> {
  for (const component of await clusterStatus()) console.log(componentLine(component));
  for (const line of await quickstartStatus()) console.log(line);
}

async function env(): Promise<void> {
  const target = lastTarget();
  if (target === undefined) throw new EnvironmentProblem("there is no cluster yet: npm run up brings one");
  console.log(shellText(target));
}

function componentLine({ name, detail, pid, since }: ComponentStatus): string {
  const process = pid === undefined ? "" : `, pid ${pid} since ${since?.toISOString().slice(0, 19)}Z`;
  return `${name.padEnd(24)} ${detail}${process}`;
}

function printPhases(): void {
  console.log(["", ...phaseTable(phases())].join("\n"));
}

/** What the user can fix is a sentence; anything else is a bug in this program and keeps its stack. Ends concurrent work. */
function report(error: unknown): never {
  console.error(error instanceof EnvironmentProblem ? error.message : error);
  process.exit(1);
}

function interrupted(code: number): never {
  console.error("\ninterrupted: run it again to go on from here");
  process.exit(code);
}

function main(): Promise<void> {
  process.on("SIGINT", () => interrupted(130));
  process.on("SIGTERM", () => interrupted(143));
  const { command, flags } = parseCommand(process.argv.slice(2));
  return commands[command](flags);
}

Promise.resolve().then(main).catch(report);
