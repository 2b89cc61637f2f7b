// The environment's commands: up brings tools, cluster and quickstart in this order; down and status look at the same parts.
import { type CommandName, type Flags, namedCluster, parseCommand } from "./arguments";
import { stopCluster } from "./cluster/down";
import { clusterStatus } from "./cluster/status";
import { startCluster, startRegistry } from "./cluster/up";
import { bringImages } from "./images/images";
import { EnvironmentProblem, phase, phases } from "./progress";
import { deployQuickstart, quickstartStatus, removeQuickstart, type StackTarget } from "./stack";
import { bringPackages, checkMachine } from "./tools/debian";
import { bringTools } from "./tools/tools";

const commands: Record<CommandName, (flags: Flags) => Promise<void>> = { up, down, status };

async function up(flags: Flags): Promise<void> {
  const named = namedCluster(flags);
  const target = named === undefined ? await bringLocal() : { ...named, tools: await bringTools({ cluster: false }) };
  await deployQuickstart(target);
  printPhases();
}

/** From nothing to a cluster that can run Knative. */
async function bringLocal(): Promise<StackTarget> {
  checkMachine();
  const tools = await bringTools({ cluster: true });
  await phase("Debian packages", bringPackages);
  const registry = await phase("registry", startRegistry);
  const { imagesFile, baseImage } = await phase("images", (say) => bringImages(tools, registry, say));
  const { kubeconfig, context, address } = await phase("cluster", (say) => startCluster(tools, say));
  return { tools, kubeconfig, context, registry, local: { address, images: imagesFile, baseImage } };
}

async function down({ all }: Flags): Promise<void> {
  try {
    await removeQuickstart();
  } finally {
    if (all) await phase("cluster goes", stopCluster);
  }
}

async function status(): Promise<void> {
  for (const line of [...(await clusterStatus()), ...(await quickstartStatus())]) console.log(line);
}

function printPhases(): void {
  const total = phases().reduce((sum, { seconds }) => sum + seconds, 0);
  for (const { title, seconds } of [...phases(), { title: "in all", seconds: total }]) {
    console.log(`${seconds.toFixed(1).padStart(8)} s  ${title}`);
  }
}

/** What the user can mend is a sentence; anything else is a mistake of this program and keeps its stack. */
function report(error: unknown): void {
  console.error(error instanceof EnvironmentProblem ? error.message : error);
  process.exitCode = 1;
}

function main(): Promise<void> {
  process.on("SIGINT", () => {
    console.error("\ninterrupted: run it again to go on from here");
    process.exit(130);
  });
  const { command, flags } = parseCommand(process.argv.slice(2));
  return commands[command](flags);
}

Promise.resolve().then(main).catch(report);
