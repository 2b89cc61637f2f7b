// What the stack's last update left: the resources of a type with their outputs, as the engine has them in its state.
import * as pulumi from "@pulumi/pulumi";

// biome-ignore lint/suspicious/noExplicitAny: the outputs of a resource of any type
export type Outputs = any;

type State = Record<string, { type: string; outputs: Outputs }>;

let state: Promise<State> | undefined;

/** Asked once; a stack without an update has none. The engine's own function, as a StackReference uses it for outputs. */
export async function previousResources(type: string): Promise<Outputs[]> {
  state ??= read();
  return Object.values(await state)
    .filter((resource) => resource.type === type)
    .map(({ outputs }) => outputs);
}

async function read(): Promise<State> {
  const token = "pulumi:pulumi:readStackResourceOutputs";
  const { outputs } = await pulumi.runtime.invoke(token, { stackName: pulumi.getStack() });
  return outputs;
}
