// Objects left by an earlier stack of the same name: refused to each component, in each update.
import assert from "node:assert/strict";
import { Broker, EventSource, Flow, Function, Knative } from "../../provider/src/index";
import { contentHash } from "../../provider/src/pulumi/hash";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type Registration, type RenderOptions, render, type State, stateOf, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const sink = { url: "http://sink.example.com" };

const labels = {
  "app.kubernetes.io/instance": "dev",
  "app.kubernetes.io/part-of": "project",
  "app.kubernetes.io/managed-by": "pulumi",
};

const left = (apiVersion: string, kind: string, name: string): FakeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "default", uid: `of-${name}`, labels },
});

const refusal = (what: string) =>
  `${what} already exists with the labels of this stack, but the component is not in its state: an earlier stack of the same name created it, or a destroy left it in place; set another name or namespace, or set adopt: true to adopt it and leave it in place when this stack is destroyed`;

/** An update that fails: its message, and what it has registered, which the next one starts with. */
async function refused(program: () => unknown, state: State, options: RenderOptions) {
  const registrations: Registration[] = [];
  const words = await render(program, { ...options, ...withState(state), registrations }).then(
    () => "it was applied",
    ({ message }: Error) => message,
  );
  return { words, registrations };
}

describe("ownership: what a renamed stack has left", () => {
  const service = left("serving.knative.dev/v1", "Service", "x");
  const mapping = left("serving.knative.dev/v1beta1", "DomainMapping", "shop.example.com");
  const trigger = left("sources.knative.dev/v1", "PingSource", "x-nightly");
  const subscription = left("messaging.knative.dev/v1", "Subscription", "x-one");
  const instance = `project.dev.x.${contentHash(["project", "dev", "x"])}`;
  const installation = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "knative-serving", namespace: "", labels: { ...labels, "app.kubernetes.io/instance": instance } },
  };
  const subscribers = { one: sink };
  const schedule = "0 3 * * *";
  const cases: [string, () => unknown, FakeObject[], string][] = [
    ["a function", () => new Function("x", { image }), [service], refusal("Service default/x")],
    [
      "a function's domain and trigger",
      () =>
        new Function("x", {
          image,
          domains: { "shop.example.com": {} },
          triggers: { cron: { nightly: { schedule } } },
        }),
      [mapping, trigger],
      [refusal("DomainMapping default/shop.example.com"), refusal("PingSource default/x-nightly")].join("\n"),
    ],
    ["a broker", () => new Broker("x"), [left("eventing.knative.dev/v1", "Broker", "x")], refusal("Broker default/x")],
    [
      "a flow",
      () => new Flow("x", { sequence: { steps: [sink] } }),
      [left("flows.knative.dev/v1", "Sequence", "x")],
      refusal("Sequence default/x"),
    ],
    [
      "a flow's subscriber",
      () => new Flow("x", { channel: { subscribers } }),
      [subscription],
      refusal("Subscription default/x-one"),
    ],
    [
      "an event source",
      () => new EventSource("x", { cron: { schedule }, sink }),
      [left("sources.knative.dev/v1", "PingSource", "x")],
      refusal("PingSource default/x"),
    ],
    [
      "a Knative",
      () => new Knative("x"),
      [installation],
      "Knative already exists (namespace knative-serving), with the labels of this stack, whose state does not have the component: an earlier stack of this name installed it; use it with existing: true",
    ],
  ];
  for (const [title, program, objects, expected] of cases)
    it(`${title} is refused in the preview and in every update, and is never registered`, () =>
      withCluster(
        () => objects,
        async ({ config }) => {
          const first = await refused(program, {}, { config });
          const second = await refused(program, stateOf(first.registrations), { config });
          const preview = await refused(program, {}, { config, preview: true });
          assert.deepEqual([first, second], Array(2).fill({ words: expected, registrations: [] }));
          assert.deepEqual(preview.words.split("\n").sort(), expected.split("\n").sort());
        },
      ));

  it("is adopted by a component that says so", () =>
    withCluster(
      () => [left("eventing.knative.dev/v1", "Broker", "x")],
      async ({ config }) => {
        const registrations = await render(() => void new Broker("x", { adopt: true }), { config });
        assert.deepEqual(
          registrations.map(({ name }) => name),
          ["x", "x-config", "x"],
        );
      },
    ));

  it("is continued where the state has the component: an update of this stack may have died", () =>
    withCluster(
      () => [left("eventing.knative.dev/v1", "Broker", "x")],
      async ({ config }) => {
        const [component] = await render(() => void new Broker("x"), { config: {} });
        const state = stateOf([component as Registration]);
        const registrations = await render(() => void new Broker("x"), { config, ...withState(state) });
        assert.deepEqual(
          registrations.map(({ name }) => name),
          ["x", "x-config", "x"],
        );
      },
    ));
});
