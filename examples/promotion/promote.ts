// Deploys dev, then promotes its release to staging and prod; each stage is checked before the next one gets the release.
import { setTimeout as pause } from "node:timers/promises";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { FunctionReleaseArgs } from "knative-faas";
import { type Stage, stage, stages } from "./stage";

async function main(): Promise<void> {
  let release: FunctionReleaseArgs | undefined;
  for (const name of Object.keys(stages) as Stage[]) {
    const outputs = await deployed(name, release);
    await answers(outputs.url?.value);
    release = outputs.release?.value;
    console.log(`${name}: ${outputs.digest?.value}`);
  }
}

/** The stacks are those of `pulumi up`; only the program is this one. */
async function deployed(name: Stage, release: FunctionReleaseArgs | undefined) {
  const program = async () => stage(name, release);
  const project = { stackName: name, projectName: "promotion", program };
  const stack = await LocalWorkspace.selectStack(project, { workDir: __dirname });
  return (await stack.up()).outputs;
}

/** The ingress may take a moment to serve a new URL. */
async function answers(url: string): Promise<void> {
  for (const end = Date.now() + 30_000; ; await pause(500)) {
    const answer = await fetch(url).then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    if (answer === 200) return;
    if (Date.now() > end) throw new Error(`${url} answers ${answer}, expected 200`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
