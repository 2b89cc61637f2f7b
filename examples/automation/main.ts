// A deployment tool built on Pulumi's Automation API: the components run in this process, and there is no project.
// tsx main.ts preview|up|destroy NAME [KEY=VALUE...], e.g. tsx main.ts up World knative-faas:registry=registry.example.com
import { join } from "node:path";
import { Config } from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { Function } from "knative-faas";

const program = (name: string) => async () => {
  const hello = new Function("hello", {
    namespace: new Config().get("namespace"),
    source: { directory: join(__dirname, "..", "quickstart", "hello") },
    env: { NAME: name },
    timeouts: { requestSeconds: 10 },
  });
  return { url: hello.url, revision: hello.revision };
};

const commands: Record<string, (stack: Stack) => Promise<unknown>> = {
  preview: async (stack) => (await stack.preview()).changeSummary,
  up: async (stack) => {
    const { outputs, summary } = await stack.up();
    return { url: outputs.url?.value, revision: outputs.revision?.value, changes: summary.resourceChanges };
  },
  destroy: async (stack) => (await stack.destroy({ remove: true })).summary.resourceChanges,
};

async function main([command = "", name = "World", ...settings]: string[]): Promise<void> {
  const run = commands[command];
  if (run === undefined) throw new Error(`expected ${Object.keys(commands).join(", ")}, got "${command}"`);
  const stack = await LocalWorkspace.createOrSelectStack({
    stackName: "dev",
    projectName: "automation",
    program: program(name),
  });
  await stack.setAllConfig(Object.fromEntries(settings.map((setting) => pair(setting))));
  console.log(JSON.stringify(await run(stack)));
}

/** `KEY=VALUE` as Pulumi accepts it; a value may contain an equals sign. */
function pair(setting: string): [string, { value: string }] {
  const [key = "", ...value] = setting.split("=");
  return [key, { value: value.join("=") }];
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
