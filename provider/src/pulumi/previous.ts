// What the stack's last update left: the resources with their outputs, as the engine has them in its state.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

// biome-ignore lint/suspicious/noExplicitAny: the outputs of a resource of any type
export type Outputs = any;

/** By URN. */
export type State = Record<string, { type: string; outputs: Outputs }>;

/** Programs of the Automation API may run several deployments side by side. */
const mostDeployments = 16;

/** What is made once in a deployment, when it is first asked for. */
export function oncePerDeployment<Value>(make: () => Value): () => Value {
  const made = new Map<unknown, Value>();
  return () => {
    const deployment = thisDeployment();
    const value = made.get(deployment) ?? make();
    made.set(deployment, value);
    if (made.size > mostDeployments) made.delete(made.keys().next().value);
    return value;
  };
}

/**
 * Asked for before anything is changed; a stack without an update has none. The engine's own function, as a StackReference
 * uses it for outputs.
 */
export const stackState: () => Promise<State> = oncePerDeployment(read);

/**
 * A process may serve one deployment after another. Each has an address of its own at the engine, though a later one may get
 * the port of one that is over.
 */
function thisDeployment(): unknown {
  const address = engineAddress();
  if (address === undefined) return pulumi.runtime.getMonitor();
  return JSON.stringify([address, pulumi.getProject(), pulumi.getStack(), pulumi.runtime.isDryRun()]);
}

/** Undefined in a unit test with mocks, which have no engine behind them. */
export function engineAddress(): string | undefined {
  const monitor = pulumi.runtime.getMonitor() as { getChannel?: () => { getTarget(): string } } | undefined;
  return monitor?.getChannel?.().getTarget();
}

/**
 * Rejected where the state can't be read: an update may apply nothing without knowing what there is to keep. A preview applies
 * nothing, and need not wait.
 */
export function stateRead(): Promise<void> | undefined {
  return pulumi.runtime.isDryRun() ? undefined : stackState().then(() => undefined);
}

export async function previousResources(type: string): Promise<Outputs[]> {
  return Object.values(await stackState())
    .filter((resource) => resource.type === type)
    .map(({ outputs }) => outputs);
}

/**
 * The engine writes the state while it is asked for it, and a backend of files (gocloud's fileblob) empties a file of
 * attributes for the moment of each write: who reads then gets this message with "EOF", and soon after the whole state.
 */
const halfWritten = /failed to load checkpoint/;
const pausesMilliseconds = [20, 50, 100, 200, 400, 800];

async function read(): Promise<State> {
  const token = "pulumi:pulumi:readStackResourceOutputs";
  const request = () => pulumi.runtime.invoke(token, { stackName: stackReference() });
  for (const pause of pausesMilliseconds) {
    try {
      return (await request()).outputs;
    } catch (error) {
      if (!halfWritten.test((error as Error).message)) throw error;
      await setTimeout(pause);
    }
  }
  return (await request()).outputs;
}

/**
 * Of a bare name the CLI takes the user's default organization, whichever the stack is of (pulumi v3.276, ParseStackReference
 * in pkg/backend/httpstate/backend.go).
 */
function stackReference(): string {
  const organization = organizationOf();
  const stack = pulumi.getStack();
  return organization === undefined ? stack : `${organization}/${pulumi.getProject()}/${stack}`;
}

/** Of Pulumi Cloud; undefined for a backend that has none, whose stand-in is this word, and for mocks that name none. */
export function organizationOf(): string | undefined {
  try {
    const organization = pulumi.getOrganization();
    return organization === "organization" ? undefined : organization;
  } catch {
    return undefined;
  }
}
