// How soon the plugin listens, and what it weighs after one construct.
import { type PluginOptions, startPlugin } from "../plugin/harness";
import { figures, type Row } from "./measure";

const times = 10;
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

async function listening(via: PluginOptions["via"]): Promise<number> {
  const plugin = await startPlugin(via === undefined ? {} : { via });
  await plugin.stop();
  return plugin.startMilliseconds / 1000;
}

async function weight(): Promise<number> {
  const plugin = await startPlugin({ via: "executable" });
  await plugin.construct({ type: "knative-faas:index:Function", name: "hello", inputs: { image }, dryRun: true });
  const bytes = await plugin.memory();
  await plugin.stop();
  return bytes / 2 ** 20;
}

async function repeated(count: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let time = 0; time < count; time++) values.push(await measure());
  return values;
}

export async function plugin(): Promise<Row[]> {
  return [
    {
      name: "port as an executable",
      unit: "s",
      ours: figures(await repeated(times, () => listening("executable"))),
      goal: 0.35,
    },
    {
      name: "port under Pulumi's Node plugin runner",
      unit: "s",
      ours: figures(await repeated(times, () => listening("runner"))),
      goal: 1.1,
    },
    { name: "memory after one construct", unit: "MiB", ours: figures(await repeated(3, weight)), goal: 120 },
  ];
}
