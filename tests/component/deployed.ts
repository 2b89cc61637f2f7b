// One function, deployed repeatedly: each update starts with the state that the previous one left.
import assert from "node:assert/strict";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { type Registration, type RenderOptions, render, type State, stateOf, withState } from "./harness";

export const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
export const image = `registry.example.com/hello@${digest("a")}`;

export const type = {
  function: "knative-faas:index:Function",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:serving.knative.dev/v1:Service",
  traffic: "kubernetes:serving.knative.dev/v1:ServicePatch",
  revision: "kubernetes:serving.knative.dev/v1:RevisionPatch",
  job: "kubernetes:batch/v1:Job",
};

// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs of any kind of object
export type Fields = any;

/** A cluster where every revision becomes ready and every gate passes, unless `other` returns otherwise. */
export function cluster(other: RenderOptions["respond"] = () => undefined): RenderOptions {
  const condition = { type: "ConfigurationsReady", status: "True" };
  return {
    respond: (registration) => {
      const said = other(registration);
      const { type: kind, inputs } = registration as { type: string; inputs: Fields };
      if (said !== undefined) return said;
      if (kind === type.job) return { status: { conditions: [{ type: "Complete", status: "True" }] } };
      if (kind === type.service)
        return { metadata: { ...inputs.metadata, uid: "0a1b" }, status: { conditions: [condition] } };
      return kind === type.traffic ? { status: { url: "http://hello.default.example.com" } } : undefined;
    },
  };
}

export interface Deployed {
  all: Registration[];
  /** The component's outputs. */
  outputs: Fields;
  /** The state for the next update. */
  state: State;
}

/** `args` may be created in the program, where Outputs exist. */
export async function deploy(
  args: FunctionArgs | (() => FunctionArgs),
  { state = {} }: { state?: State } = {},
  answers: RenderOptions = cluster(),
): Promise<Deployed> {
  const program = () => void new Function("hello", typeof args === "object" ? args : args());
  const all = await render(program, { ...answers, ...withState(state, answers) });
  return { all, outputs: all[0]?.outputs, state: stateOf(all) };
}

/** An update that fails: the error, and what had been registered. */
export async function failing(
  args: FunctionArgs | (() => FunctionArgs),
  { state = {} }: { state?: State } = {},
  answers: RenderOptions = cluster(),
): Promise<{ error: Error; registered: string[] }> {
  const registered: string[] = [];
  const respond: RenderOptions["respond"] = (registration) => {
    registered.push(registration.name);
    return answers.respond?.(registration);
  };
  const error = await deploy(args, { state }, { ...answers, respond }).then(
    () => assert.fail("it was deployed"),
    (reason) => reason,
  );
  return { error, registered };
}

const nameOf = (urn: string) => urn.split("::").pop();

/** `Job hello/smoke after hello, hello/rollout`, one per resource. */
export function summary(all: Registration[]): string[] {
  return all.map(({ type: token, name, dependencies }) => {
    const after = [...new Set(dependencies.map(nameOf))].sort();
    return `${token.split(":").pop()} ${name}${after.length === 0 ? "" : ` after ${after.join(", ")}`}`;
  });
}

export function only(all: Registration[], kind: string): Registration {
  const found = all.filter((registration) => registration.type === kind);
  assert.equal(found.length, 1, `${found.length} of ${kind}`);
  return found[0] as Registration;
}
