// Components in the test's own process: Pulumi's mocks with a monitor that records each registration with its options.
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { type Answers, type LogMessage, monitorHandlers, toLogMessage } from "../plugin/engine";
import type { Registration } from "../plugin/registration";
import { untilFirstError } from "./firstError";

export type { LogMessage } from "../plugin/engine";
export type { Registration } from "../plugin/registration";
export { type State, stateOf, withState } from "../plugin/state";
export { OutputValue, output, ResourceReference, reference, Secret, secret, Unknown, unknown } from "../plugin/values";

/** `respond`, `read` and `invoke` work as in the plugin's harness. */
export interface RenderOptions extends Answers {
  /** True for a preview: outputs that are not among a resource's inputs are unknown. */
  preview?: boolean;
  /** By full key, such as "knative-faas:registry"; values that are not strings as JSON. */
  config?: Record<string, string>;
  configSecretKeys?: string[];
  /** Set as by the plugin, which determines whether the component moves; undefined as in a library. */
  moves?: boolean;
  /** Receives what was registered, also by a program that fails. */
  registrations?: Registration[];
  /** Receives the messages to the user, without debug messages. */
  logs?: LogMessage[];
}

// No cluster or registry of this machine: neither from the environment nor from the home directory.
process.env.KUBECONFIG = join(tmpdir(), "no-kubeconfig");
delete process.env.KO_DOCKER_REPO;

const project = "project";
const stack = "dev";

/**
 * Runs a program and returns what it registered, in the order of arrival, when everything has settled. It is rejected with the program's
 * first error, also when that is thrown inside an `apply` that nothing waits for. Mocks show names, types and inputs only; here the
 * monitor behind them records, so that parents, dependencies, providers, aliases and all other options are seen as the engine would see
 * them. Transforms do not run.
 */
export function render(program: () => unknown, options: RenderOptions = {}): Promise<Registration[]> {
  const { registrations = [] } = options;
  const run = () =>
    untilFirstError(async (fail) => {
      await installMonitor(registrations, options, fail);
      await program();
      await settled(registrations);
      return registrations;
    }, options.moves);
  const rendered = previous.then(() => withLocalStorage(run));
  previous = rendered.catch(() => undefined);
  return rendered;
}

// One run at a time, as an error without a run is attributed to the current one.
let previous: Promise<unknown> = Promise.resolve();

// A store of its own for each run, as for each construct of a plugin. The SDK does not declare it.
const { getStore, withLocalStorage } = require("@pulumi/pulumi/runtime/state") as {
  getStore(): { settings: { engine: unknown } };
  withLocalStorage<Result>(work: () => Promise<Result>): Promise<Result>;
};

async function installMonitor(registrations: Registration[], options: RenderOptions, fail: (error: Error) => void) {
  const dryRun = options.preview ?? false;
  await pulumi.runtime.setMocks({ newResource: unused, call: unused }, project, stack, dryRun, "organization");
  pulumi.runtime.setAllConfig(options.config ?? {}, options.configSecretKeys);
  getStore().settings.engine = { log: (request: LogRequest, done: () => void) => log(request, options, done) };
  const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, unknown>;
  const handlers = monitorHandlers({ project, stack, dryRun }, options, registrations, fail);
  for (const [method, handler] of Object.entries(handlers)) {
    const handle = handler as (call: { request: unknown }, callback: unknown) => void;
    monitor[method] = (request: unknown, callback: unknown) => setImmediate(() => handle({ request }, callback));
  }
}

function log(request: LogRequest, { logs }: RenderOptions, done: () => void): void {
  const message = toLogMessage(request);
  if (message.severity !== "debug") logs?.push(message);
  setImmediate(done);
}

function unused(): never {
  throw new Error("the recording monitor answers in place of the mocks");
}

/** Waits until no request is in progress and a turn of the event loop brought no new registration. */
async function settled(registrations: Registration[]): Promise<void> {
  let before: number;
  do {
    before = registrations.length;
    await pulumi.runtime.disconnect();
    await nextTurn();
  } while (registrations.length > before);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
