// From a save to an answer of `knative-faas dev` at the function's URL, compared with ko and kubectl; and the attachment itself.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { DevCommand } from "../cluster/devCommand";
import { DevProgram } from "../cluster/devProgram";
import { pause } from "../cluster/ingress";
import { repository } from "../environment/home";
import { figures, type Row, rounds, seconds } from "./measure";
import { redeploy } from "./redeploy";
import { theTarget } from "./stacks";

const saves = 20;
const attachments = 3;
const namespace = "bench-dev";

export async function dev(): Promise<Row[]> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const program = new DevProgram(target, namespace);
  await cluster.namespace(namespace);
  try {
    await program.init();
    await program.up();
    const { url } = await program.outputs();
    return [...(await savesOf(program, cluster, url)), await attachmentsOf(program)];
  } finally {
    await program.removeBefore(namespace);
    await cluster.removeNamespace(namespace);
  }
}

async function savesOf(program: DevProgram, cluster: TestCluster, url: string): Promise<Row[]> {
  const byHand = await deployment(program, cluster);
  const command = new DevCommand(program);
  await command.prints("answers here");
  const times: number[] = [];
  let number = 0;
  const save = async () => {
    const version = `v${number++}`;
    const taken = await seconds(async () => {
      program.save(version);
      while (!(await cluster.post(url, {}, "x")).body.startsWith(`${version} `)) await pause(5);
    });
    times.push(taken);
    return taken;
  };
  const measured = await rounds(saves, save, byHand);
  await command.stop();
  const p95 = times.slice(1).sort((a, b) => a - b)[Math.ceil(saves * 0.95) - 1] as number;
  return [
    { name: "save -> answer, against ko and kubectl", unit: "s", goal: 0.7, ...measured },
    { name: "the same, p95", unit: "s", goal: 1, ours: figures([p95]) },
  ];
}

/** The same function with a program of its own, deployed by hand. */
async function deployment(program: DevProgram, cluster: TestCluster): Promise<() => Promise<number>> {
  const copy = join(program.directory, "by-hand");
  cpSync(join(repository, "examples", "quickstart", "hello"), copy, { recursive: true });
  const file = join(copy, "main.go");
  let number = 0;
  return () => {
    const greeting = `Hello ${number++},`;
    writeFileSync(file, readFileSync(file, "utf8").replace(/Hello[ \d]*,/, greeting));
    return seconds(async () => {
      await redeploy(program, copy, namespace);
      const { status } = await cluster.get("KnativeService", namespace, "by-hand");
      const isNew = async () => (await cluster.ask(status.url)).body.startsWith(greeting);
      await cluster.until(`by-hand says ${greeting}`, 60, isNew);
    });
  };
}

/** Until the first request can come here: build, relay and traffic. */
async function attachmentsOf(program: DevProgram): Promise<Row> {
  const times: number[] = [];
  for (let time = 0; time < attachments; time++) {
    const command = new DevCommand(program);
    times.push(await command.prints("answers here"));
    await command.stop();
  }
  return { name: "dev, until the code here answers", unit: "s", goal: 10, ours: figures(times) };
}
