// The state after the stack's last update: the resources with their outputs, as the engine stores them.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { unaryCalls } from "./undeclared";
import { type Outputs, type State, stateIn, stateRequest } from "./wireState";

export type { Outputs, State } from "./wireState";

/** Programs of the Automation API may run several deployments concurrently. */
const mostDeployments = 16;

/** Creates a value once per deployment, on first use. */
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
 * Read before anything is changed; empty for a stack without an update. Uses the engine's own function, as a StackReference
 * does for outputs.
 */
export const stackState: () => Promise<State> = oncePerDeployment(read);

/**
 * Identifies the deployment, because a process may serve several in turn. Each has its own engine address, but a later one may reuse
 * the port of an earlier one.
 */
function thisDeployment(): unknown {
  const address = engineAddress();
  if (address === undefined) return pulumi.runtime.getMonitor();
  return JSON.stringify([address, pulumi.getProject(), pulumi.getStack(), pulumi.runtime.isDryRun()]);
}

/** Undefined in a unit test with mocks, which have no engine. */
export function engineAddress(): string | undefined {
  const monitor = pulumi.runtime.getMonitor() as { getChannel?: () => { getTarget(): string } } | undefined;
  return monitor?.getChannel?.().getTarget();
}

/**
 * Rejects if the state can't be read: an update must not apply anything without knowing what to keep. A preview applies
 * nothing and need not wait.
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
 * The engine may be writing the state while it is read, and a file backend (gocloud's fileblob) truncates a file of
 * attributes during each write: a reader then gets this message with "EOF", and the complete state soon after.
 */
const halfWritten = /failed to load checkpoint/;
const pausesMilliseconds = [20, 50, 100, 200, 400, 800];

async function read(): Promise<State> {
  const request = async () => (await answer()) ?? unanswered();
  for (const pause of pausesMilliseconds) {
    try {
      return await request();
    } catch (error) {
      if (!halfWritten.test((error as Error).message)) throw error;
      await setTimeout(pause);
    }
  }
  return request();
}

const token = "pulumi:pulumi:readStackResourceOutputs";

async function answer(): Promise<State | undefined> {
  const call = unaryCalls();
  if (call === undefined) return (await pulumi.runtime.invoke(token, { stackName: stackReference() })).outputs;
  return stateIn(await call("/pulumirpc.ResourceMonitor/Invoke", stateRequest(token, stackReference())));
}

/** Mocks of a unit test answer any call in their own way; an engine that does not say what is there must not count as an empty one. */
function unanswered(): State {
  if (engineAddress() === undefined) return {};
  throw new Error("the engine did not answer with the stack's resources");
}

/**
 * The CLI resolves a bare name in the user's default organization, whatever the stack's organization is (pulumi v3.276, ParseStackReference
 * in pkg/backend/httpstate/backend.go).
 */
function stackReference(): string {
  const organization = organizationOf();
  const stack = pulumi.getStack();
  return organization === undefined ? stack : `${organization}/${pulumi.getProject()}/${stack}`;
}

/** The organization in Pulumi Cloud; undefined for other backends, which report the word `organization`, and for mocks without one. */
export function organizationOf(): string | undefined {
  try {
    const organization = pulumi.getOrganization();
    return organization === "organization" ? undefined : organization;
  } catch {
    return undefined;
  }
}
