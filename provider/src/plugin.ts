// The plugin: Pulumi's engine asks for a component by its token and gets its outputs back.
import * as pulumi from "@pulumi/pulumi";
import { version } from "../package.json";
import schema from "../schema.json";
import { endWithEngine } from "./endWithEngine";
import { Failure, InvalidArgs, type Problem } from "./input/problems";
import { guardProvider } from "./knative/guardProvider";
import { moves, ofRequest, whereabouts } from "./ownership/moves";
import { olderCli, oldestCli } from "./pulumi/cli";
import { innerOf } from "./pulumi/combined";
import { scope } from "./pulumi/scope";
import { UnderWay } from "./underWay";

// biome-ignore lint/suspicious/noExplicitAny: the constructors check their arguments themselves
type Constructor = new (name: string, args: any, options: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;

type Token = keyof typeof schema.resources;

/** Read when the first of a kind is made: a program has few of them, and a process that tells the schema has none. */
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

/** The SDK sends an answer once the engine has taken up all that was registered. */
async function sent<Answer>(answer: Answer): Promise<Answer> {
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  return answer;
}

/** An error that arises anywhere in the construct is its answer. */
function answerOf(name: string, type: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
  return new Promise<pulumi.provider.ConstructResult>((resolve, reject) => {
    const fail = (error: unknown) => reject(forEngine(error));
    whereabouts(ofRequest(name, type, inputs, options))
      .then((at) => scope.run({ fail, moves: moves(at) }, () => construct(name, type, inputs, options)))
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
  made.set((await settled(component.urn)) as string, component);
  const state = outputs(component, type as Token);
  // What fails later than the constructor is told as the answer, so the answer waits for it.
  await settled(pulumi.output(state));
  await registered(component);
  return { urn: component.urn, state };
}

let checked: Promise<void> | undefined;

/** One question for each process, as its engine stays the same. */
function checkCli(): Promise<void> {
  checked ??= pulumi.requirePulumiVersion(`>=${oldestCli}`).catch((error: Error) => {
    throw new Error(olderCli(error.message));
  });
  return checked;
}

/** The components of this process by URN: a function is told which Knative it depends on by its URN alone. */
const made = new Map<string, pulumi.ComponentResource>();

async function ownComponents(dependsOn: pulumi.ComponentResourceOptions["dependsOn"]): Promise<pulumi.Resource[]> {
  const resources = (dependsOn ?? []) as pulumi.Resource[];
  return Promise.all(resources.map(async (resource) => made.get((await settled(resource.urn)) as string) ?? resource));
}

/** Each of its nodes, also those that no output waits for: one that is refused fails the component. */
async function registered(component: pulumi.ComponentResource): Promise<void> {
  const { __childResources } = component as unknown as { __childResources: Set<pulumi.Resource> };
  // What is added meanwhile comes too.
  for (const child of __childResources) await settled(child.urn);
}

/** Also settles when a value stays unknown, as in a preview. */
function settled(output: pulumi.Output<unknown>): Promise<unknown> {
  return innerOf(output).promise();
}

/** The outputs that the schema names. */
function outputs(component: pulumi.ComponentResource, type: Token): Record<string, unknown> {
  const values = component as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(schema.resources[type].properties).map((name) => [name, values[name]]));
}

/**
 * The engine prints each mistake at its property, and beside it the value that it finds there in its own inputs, of a secret
 * too (pulumi v3.187, errorToMessage in pkg/resource/deploy/source_eval.go). In quotes a path names no property of these
 * inputs, so all that is shown is what the reason shows.
 */
function forEngine(error: unknown): unknown {
  if (!(error instanceof InvalidArgs)) return error instanceof Error ? bounded(error) : error;
  const told = firstOf(error.problems);
  const errors = told.map(({ propertyPath, reason }) => ({ propertyPath: `"${propertyPath}"`, reason }));
  const count = error.problems.length;
  const all =
    told.length === count ? "" : ` in ${count} places; the first ${told.length === 1 ? "" : `${told.length} `}of them`;
  return new pulumi.InputPropertiesError({ message: `invalid ${error.component}${all}`, errors });
}

/** An error travels in the trailers of its answer, which have 64 KiB with many peers: what does not fit is an answer that never comes. */
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
 * An error of ours fails its own construct, and the engine tells it there. The SDK would write it into the log too, and fail
 * every other construct that is under way with the same words.
 */
function tellOnce(): void {
  for (const listener of process.listeners("unhandledRejection")) {
    process.off("unhandledRejection", listener);
    process.on("unhandledRejection", (error, promise) => {
      const owner = error instanceof Failure || error instanceof InvalidArgs ? error.scope : undefined;
      if (owner === undefined) listener(error, promise);
      else owner.fail(error);
    });
  }
}

/** Node would warn on standard error, which the engine shows, of each error that its construct has taken up since. */
process.on("rejectionHandled", () => undefined);

/** `constructed` is called whenever a component was made, with what loads the code of all of them. */
export function start(constructed: Constructed): void {
  const args = process.argv.slice(2);
  endWithEngine(args);
  void pulumi.provider.main(providerOf(constructed), args).then(tellOnce);
}
