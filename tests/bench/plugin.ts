// How soon the plugin listens and reports a mistake, and its memory after one construct, compared with an empty plugin.
import { rmSync } from "node:fs";
import { type ConstructOptions, type Plugin, type PluginOptions, startPlugin } from "../plugin/harness";
import { barePlugin } from "./barePlugin";
import { type Row, rounds } from "./measure";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const construct: ConstructOptions = {
  type: "knative-faas:index:Function",
  name: "hello",
  inputs: { image },
  dryRun: true,
};
const wrong: ConstructOptions = { ...construct, inputs: {} };

async function started<Result>(options: PluginOptions, measure: (plugin: Plugin) => Promise<Result>): Promise<Result> {
  const plugin = await startPlugin(options);
  try {
    return await measure(plugin);
  } finally {
    await plugin.stop();
  }
}

const listening = (options: PluginOptions) => started(options, async (plugin) => plugin.startMilliseconds / 1000);

const told = (options: PluginOptions) =>
  started(options, (plugin) =>
    plugin.construct(wrong).then(
      () => {
        throw new Error("a wrong argument was taken");
      },
      ({ milliseconds }) => milliseconds,
    ),
  );

const weight = (options: PluginOptions) =>
  started(options, async (plugin) => {
    await plugin.construct(construct);
    return (await plugin.memory()) / 2 ** 20;
  });

export async function plugin(): Promise<Row[]> {
  const directory = await barePlugin();
  const beside = (count: number, via: PluginOptions["via"], measure: (options: PluginOptions) => Promise<number>) =>
    rounds(
      count,
      () => measure({ via }),
      () => measure({ via, directory }),
    );
  try {
    return [
      { name: "port as an executable", unit: "s", ...(await beside(10, "path", listening)) },
      { name: "port under Pulumi's Node plugin runner", unit: "s", ...(await beside(10, "runner", listening)) },
      { name: "a wrong argument of the first construct", unit: "ms", ...(await beside(5, "path", told)) },
      { name: "memory after one construct", unit: "MiB", ...(await beside(5, "path", weight)) },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}
