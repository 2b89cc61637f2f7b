// From one changed line of Go to a response of the new revision, compared with ko build, kubectl apply and polling.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { repository } from "../environment/home";
import { figures, type Row, rounds, seconds } from "./measure";
import { redeploy } from "./redeploy";
import { CompiledProgram, ours, theTarget } from "./stacks";

const times = 5;

export async function change(): Promise<Row[]> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const program = new CompiledProgram(target, "bench-change");
  const namespace = "bench-change";
  const copies = ["one", "other"].map((name) => join(program.directory, name));
  for (const copy of copies) cpSync(join(repository, "examples", "quickstart", "hello"), copy, { recursive: true });
  await cluster.namespace(namespace);
  program.write("index.js", `${ours(1, namespace, () => ({ source: { directory: "one" } }))}`);
  await program.init();
  let number = 0;

  const edit = (directory: string) => {
    const file = join(directory, "main.go");
    const greeting = `Hello ${number++},`;
    writeFileSync(file, readFileSync(file, "utf8").replace(/Hello[ \d]*,/, greeting));
    return greeting;
  };
  const answers = (host: string, greeting: string) =>
    cluster.until(`${host} says ${greeting}`, 60, async () => (await cluster.ask(host)).body.startsWith(greeting));
  const url = async (name: string) => (await cluster.get("KnativeService", namespace, name)).status.url as string;

  const deploy = async () => {
    const greeting = edit(copies[0] as string);
    return seconds(async () => {
      await program.up();
      await answers(await url("f0"), greeting);
    });
  };
  const byHand = async () => {
    const greeting = edit(copies[1] as string);
    return seconds(async () => {
      await redeploy(program, copies[1] as string, namespace);
      await answers(await url("by-hand"), greeting);
    });
  };
  try {
    return [
      {
        name: "one changed line until it answers, against ko and kubectl",
        unit: "s",
        goal: 1.5,
        ...(await rounds(times, deploy, byHand)),
      },
      ...(await alone(program)),
    ];
  } finally {
    await program.leave(cluster, namespace);
  }
}

/** Figures without a peer: a rollback to the previous revision, and the time until a mistake is reported. */
async function alone(program: CompiledProgram): Promise<Row[]> {
  const write = (more: object) =>
    program.write(
      "index.js",
      ours(1, program.name, () => ({ source: { directory: "one" }, ...more })),
    );
  const deployed = (name: string) => {
    write({ env: { NAME: name } });
    return program.up();
  };
  await deployed("a");
  await deployed("b");
  const back: number[] = [];
  for (let time = 0; time < times; time++) back.push((await deployed(time % 2 === 0 ? "a" : "b")).seconds);
  write({ port: 8012 });
  const told: number[] = [];
  for (let time = 0; time < times; time++) told.push((await program.failingUp()).seconds);
  return [
    { name: "back to the revision before", unit: "s", ours: figures(back), goal: 6 },
    { name: "a wrong argument until it is told", unit: "s", ours: figures(told), goal: 3 },
  ];
}
