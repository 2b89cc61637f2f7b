// Many functions in one stack, a program in YAML, compared with the same objects by hand: first update, preview, memory, state, destroy.
// Their revisions start without Pods, because a node has room for about a hundred.
import { TestCluster } from "../cluster/cluster";
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";
import { figures, type Row, rounds } from "./measure";
import { peakMemory } from "./peakMemory";
import { byHand, CompiledProgram, kubectl, settings, theImage, theTarget } from "./stacks";

const count = Number(process.env.FUNCTIONS ?? 1000);
const times = 3;

interface Side {
  what: string;
  program: Program;
  updates: number[];
  destroys: number[];
  memory: number[];
}

export async function thousand(): Promise<Row[]> {
  const target = theTarget();
  const image = await theImage(target);
  const cluster = new TestCluster(target);
  const ours = side("ours", new Program(target, "bench-ours"));
  ours.program.writeYaml(functions(ours.program.name, image));
  const peer = side("the peer", new CompiledProgram(target, "bench-peer"));
  peer.program.write("index.js", byHand(count, peer.program.name, image, { annotations }));
  await withoutFirstPods(target, true);
  try {
    for (const { program } of [ours, peer]) await cluster.namespace(program.name);
    for (const one of [ours, peer]) await deploy(one);
    const previews = await rounds(
      times,
      () => preview(ours),
      () => preview(peer),
    );
    for (const one of [ours, peer])
      one.destroys.push((await one.program.must(["destroy", "--yes", "--skip-preview"])).seconds);
    return [
      {
        name: `first update of ${count} functions without Pods`,
        unit: "s",
        ours: figures(ours.updates),
        peer: figures(peer.updates),
      },
      { name: "preview without a change", unit: "s", goal: 1.2, ...previews },
      { name: "destroy", unit: "s", ours: figures(ours.destroys), peer: figures(peer.destroys) },
      { name: "memory of the plugin", unit: "MiB", goal: 500, ours: figures(ours.memory) },
    ];
  } finally {
    await withoutFirstPods(target, false);
    for (const { program } of [ours, peer]) {
      await cluster.removeNamespace(program.name);
      program.discard();
    }
  }
}

const annotations = { "autoscaling.knative.dev/initial-scale": "0" };

const side = (what: string, program: Program): Side => ({ what, program, updates: [], destroys: [], memory: [] });

function functions(namespace: string, image: string): object {
  const properties = { image, namespace, ...settings, scale: { ...settings.scale, initial: 0 } };
  const one = { type: "knative-faas:Function", properties };
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, one]));
}

async function deploy({ what, program, updates }: Side): Promise<void> {
  await program.init();
  updates.push((await program.up()).seconds);
  const state = program.state().length / 2 ** 20;
  console.log(`  ${what}: ${program.resources().length} resources, state ${state.toFixed(1)} MiB`);
}

async function preview({ what, program, memory }: Side): Promise<number> {
  let took = 0;
  const { plugin, engine } = await peakMemory(
    { plugin: /provider\/(bin|dist)\//, engine: /pulumi preview/ },
    async () => {
      took = (await program.must(["preview", "--expect-no-changes"])).seconds;
    },
  );
  console.log(`  ${what}: ${took.toFixed(1)} s, engine ${engine.toFixed(0)} MiB, plugin ${plugin.toFixed(0)} MiB`);
  memory.push(plugin);
  return took;
}

async function withoutFirstPods(target: StackTarget, isAllowed: boolean): Promise<void> {
  const data = { "allow-zero-initial-scale": isAllowed ? "true" : null };
  const patch = JSON.stringify({ data });
  await kubectl(
    target,
    ["patch", "configmap", "config-autoscaler", "--namespace", "knative-serving", "--patch", patch],
    [],
  );
}
