// The plugin: the engine requests components by token and receives their outputs.
import * as pulumi from "@pulumi/pulumi";
import { version } from "../package.json";
import schema from "../schema.json";
import { endWithEngine } from "./endWithEngine";
import { Failure, InvalidArgs, type Problem } from "./input/problems";
import { guardProvider } from "./knative/guardProvider";
import { moves, ofRequest, whereabouts } from "./ownership/moves";
import { olderCli, oldestCli } from "./pulumi/cli";
import { counted } from "./pulumi/constructs";
import { reportsSent } from "./pulumi/reports";
import { innerOf, notedOf, registrationsSent } from "./pulumi/undeclared";
import { UnderWay } from "./underWay";

// biome-ignore lint/suspicious/noExplicitAny: the constructors validate their arguments themselves
type Constructor = new (name: string, args: any, options: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

type Token = keyof typeof schema.resources;

/** Loaded when the first component of a type is created: a program uses few of them, and a process that only returns the schema none. */
const constructors: Record<Token, () => Constructor> = {
  "knative-faas:index:Broker": () => (require("./broker/broker") as typeof import("./broker/broker")).Broker,
  "knative-faas:index:EventSource": () =>
    (require("./source/eventSource") as typeof import("./source/eventSource")).EventSource,
  "knative-faas:index:Flow": () => (require("./flow/flow") as typeof import("./flow/flow")).Flow,
  "knative-faas:index:Function": () =>
    (require("./function/function") as typeof import("./function/function")).Function,
  "knative-faas:index:Knative": () => (require("./knative/knative") as typeof import("./knative/knative")).Knative,
};

type Constructed = (loadAll: () => void) => void;

const loadAll = () => Object.values(constructors).forEach((constructorOf) => void constructorOf());

const providerOf = (constructed: Constructed): pulumi.provider.Provider => ({
  version,
  schema: JSON.stringify(schema),
  ...guardProvider,
  construct: (name, type, inputs, options) => {
    const answer = () => answerOf(name, type, inputs, options);
    const answered = pulumi.runtime.isDryRun() ? underWay.together(() => answer().then(sent)) : answer();
    return answered.finally(() => constructed(loadAll));
  },
});

const underWay = new UnderWay();

/** The SDK itself sends an answer no earlier. */
async function sent<Answer>(answer: Answer): Promise<Answer> {
  await registrationsSent();
  return answer;
}

/** An error anywhere in the construct becomes its answer. */
function answerOf(name: string, type: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
  return new Promise<pulumi.provider.ConstructResult>((resolve, reject) => {
    const fail = (error: unknown) => reject(forEngine(error));
    whereabouts(ofRequest(name, type, inputs, options))
      .then((at) => counted({ fail, moves: moves(at) }, () => construct(name, type, inputs, options)))
      .then(resolve, fail);
  });
}

async function construct(name: string, type: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
  const constructorOf = constructors[type as Token];
  if (constructorOf === undefined) throw new Error(`unknown resource type ${type}`);
  await checkCli();
  const component = new (constructorOf())(name, inputs, {
    ...options,
    dependsOn: await ownComponents(options.dependsOn),
  });
  made.set((await resolved(component.urn)) as string, component);
  const state = outputs(component, type as Token);
  // The answer waits for failures after the constructor, because it must report them.
  await resolved(pulumi.output(state));
  await registered(component);
  await reportsSent(component);
  return { urn: component.urn, state };
}

let checked: Promise<void> | undefined;

/** Queried once per process, because its engine stays the same. */
function checkCli(): Promise<void> {
  checked ??= pulumi.requirePulumiVersion(`>=${oldestCli}`).catch((error: Error) => {
    throw new Error(olderCli(error.message));
  });
  return checked;
}

/** The components of this process by URN: a function receives only the URN of the Knative that it depends on. */
const made = new Map<string, pulumi.ComponentResource>();

async function ownComponents(dependsOn: pulumi.ComponentResourceOptions["dependsOn"]): Promise<pulumi.Resource[]> {
  const resources = (dependsOn ?? []) as pulumi.Resource[];
  return Promise.all(resources.map(async (resource) => made.get((await resolved(resource.urn)) as string) ?? resource));
}

/** Waits for each node, even those that no output depends on: a refused one fails the component. */
async function registered(component: pulumi.ComponentResource): Promise<void> {
  const { __childResources = [] } = notedOf(component);
  // The loop includes nodes that are added meanwhile.
  for (const child of __childResources) await resolved(child.urn);
}

/** Settles even if a value remains unknown, as in a preview. */
function resolved(output: pulumi.Output<unknown>): Promise<unknown> {
  return innerOf(output).promise();
}

/** The outputs in the schema. */
function outputs(component: pulumi.ComponentResource, type: Token): Record<string, unknown> {
  const values: Record<string, unknown> = { ...component };
  return Object.fromEntries(Object.keys(schema.resources[type].properties).map((name) => [name, values[name]]));
}

/**
 * The engine prints each mistake with its property and the value that it finds there in its own inputs, even a secret one
 * (pulumi v3.187, errorToMessage in pkg/resource/deploy/source_eval.go). A quoted path matches no property of those
 * inputs, so that only the reason is shown.
 */
function forEngine(error: unknown): unknown {
  if (!(error instanceof InvalidArgs)) return error instanceof Error ? bounded(error) : error;
  const shown = firstOf(error.problems);
  const errors = shown.map(({ propertyPath, reason }) => ({ propertyPath: `"${propertyPath}"`, reason }));
  const count = error.problems.length;
  const all =
    shown.length === count
      ? ""
      : ` in ${count} places; the first ${shown.length === 1 ? "" : `${shown.length} `}of them`;
  return new pulumi.InputPropertiesError({ message: `invalid ${error.component}${all}`, errors });
}

/** An error travels in the trailers of its response, which many peers limit to 64 KiB: a larger one never arrives. */
const mostCharacters = 12_000;

function firstOf(problems: Problem[]): Problem[] {
  let characters = 0;
  return problems.filter(({ propertyPath, reason }, index) => {
    characters += encodeURI(propertyPath + reason).length;
    return index === 0 || characters < mostCharacters;
  });
}

/** The beginning says what failed, the end why. */
function bounded(error: Error): Error {
  const { message } = error;
  if (message.length <= mostCharacters) return error;
  const half = mostCharacters / 2;
  return new Failure(
    `${message.slice(0, half)}\n... (${message.length - mostCharacters} characters)\n${message.slice(-half)}`,
  );
}

/**
 * An error of this package fails its own construct, and the engine reports it there. The SDK would also log it, and fail
 * every other construct in progress with the same message.
 */
function reportOnce(): void {
  for (const listener of process.listeners("unhandledRejection")) {
    process.off("unhandledRejection", listener);
    process.on("unhandledRejection", (error, promise) => {
      const owner = error instanceof Failure || error instanceof InvalidArgs ? error.scope : undefined;
      if (owner === undefined) listener(error, promise);
      else owner.fail(error);
    });
  }
}

/** Otherwise Node would warn about each error that its construct has handled later, on standard error, which the engine shows. */
process.on("rejectionHandled", () => undefined);

/** Calls `constructed` after each component, with a function that loads the code of all components. */
export function start(constructed: Constructed): void {
  const args = process.argv.slice(2);
  endWithEngine(args);
  void pulumi.provider.main(providerOf(constructed), args).then(reportOnce);
}
