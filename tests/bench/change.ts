// From one changed line of Go to a response of the new revision, compared with ko build, kubectl apply and polling.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import { figures, type Row, rounds, seconds } from "./measure";
import { redeploy } from "./redeploy";
import { CompiledProgram, ours, settings, theTarget } from "./stacks";

const times = 5;

export async function change(): Promise<Row[]> {
  const target = theTarget();
  const yaml = new Program(target, "bench-change-yaml");
  const properties = { namespace: yaml.name, source: { directory: "one" }, ...settings };
  yaml.writeYaml({ f0: { type: "knative-faas:Function", properties } });
  const typescript = new CompiledProgram(target, "bench-change");
  typescript.write(
    "index.js",
    ours(1, typescript.name, () => ({ source: { directory: "one" } })),
  );
  return [
    await changed(yaml, "one changed line until it answers, a program in YAML"),
    ...(await changed(typescript, "the same, in TypeScript", alone)),
  ].flat();
}

async function changed<Name extends Program>(
  program: Name,
  name: string,
  more: (program: Name) => Promise<Row[]> = async () => [],
): Promise<Row[]> {
  const { directory, target, name: namespace } = program;
  const cluster = new TestCluster(target);
  const copies = ["one", "other"].map((copy) => join(directory, copy));
  for (const copy of copies) cpSync(join(repository, "examples", "quickstart", "hello"), copy, { recursive: true });
  await cluster.namespace(namespace);
  await program.init();
  const [own = "", other = ""] = copies.map((copy) => join(copy, "main.go"));
  const url = async (service: string) => (await cluster.get("KnativeService", namespace, service)).status.url;
  const answered = async (file: string, service: string, deploy: () => Promise<unknown>) => {
    const greeting = edited(file);
    return seconds(async () => {
      await deploy();
      const host: string = await url(service);
      await cluster.until(`it says ${greeting}`, 60, async () => (await cluster.ask(host)).body.startsWith(greeting));
    });
  };
  try {
    const measured = await rounds(
      times,
      () => answered(own, "f0", () => program.up()),
      () => answered(other, "by-hand", () => redeploy(program, join(directory, "other"), namespace)),
    );
    return [{ name, unit: "s", goal: 1.2, ...measured }, ...(await more(program))];
  } finally {
    await cluster.removeNamespace(namespace);
    rmSync(directory, { recursive: true, force: true });
  }
}

let number = 0;

/** Changes the greeting, and returns it. */
function edited(file: string): string {
  const greeting = `Hello ${number++},`;
  writeFileSync(file, readFileSync(file, "utf8").replace(/Hello[ \d]*,/, greeting));
  return greeting;
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
