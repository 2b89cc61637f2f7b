// The namespace of a component that sets none: that of the Kubernetes provider, wherever it is configured.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, EventSource, Flow, Function } from "../../provider/src/index";
import { type LogMessage, type RenderOptions, render, Unknown } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

/** There is no server: no query is sent, as none would be answered. */
const kubeconfig = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "none", cluster: { server: "http://127.0.0.1:1" } }],
  users: [{ name: "nobody", user: {} }],
  contexts: [
    { name: "plain", context: { cluster: "none", user: "nobody" } },
    { name: "own", context: { cluster: "none", user: "nobody", namespace: "of-context" } },
  ],
  "current-context": "own",
});

class Provider extends pulumi.ProviderResource {
  constructor(inputs: pulumi.Inputs) {
    super("kubernetes", "given", inputs);
  }
}

type Options = pulumi.ComponentResourceOptions;

/** One of each component, and all that is in them. */
function everything(options: Options, namespace?: pulumi.Input<string>): void {
  const place = namespace === undefined ? {} : { namespace };
  const sink = { url: "http://sink.example.com" };
  const rollout = { smoke: { http: {} }, image };
  const triggers = { cron: { tick: { schedule: "* * * * *" } }, event: { paid: { broker: "b" } } } as object;
  new Function(
    "f",
    { ...place, image, secrets: { A: "1" }, rollout, domains: { "f.example.com": {} }, triggers },
    options,
  );
  new Broker("b", place, options);
  new Flow("w", { ...place, channel: { subscribers: { one: sink } } } as never, options);
  new EventSource(
    "s",
    { ...place, mqtt: { address: "mqtt://mqtt.example.com:1883", topics: ["t"], image }, sink } as never,
    options,
  );
}

const clusterWide = ["ClusterDomainClaim"];

/** The namespaces of all namespaced objects. */
async function namespacesOf(program: () => void, options: RenderOptions): Promise<unknown[]> {
  const all = await render(program, { preview: true, ...options });
  const objects = all.filter(
    ({ type }) => type.startsWith("kubernetes:") && !clusterWide.some((kind) => type.endsWith(kind)),
  );
  assert.ok(objects.length > 12, String(objects.length));
  // biome-ignore lint/suspicious/noExplicitAny: inputs of any object
  return [...new Set(objects.map(({ inputs }) => (inputs as any).metadata.namespace))];
}

const withProvider = (inputs: pulumi.Inputs, by: "provider" | "providers") => (): void => {
  const provider = new Provider(inputs);
  everything(by === "provider" ? { provider } : { providers: [provider] });
};

const config = { "kubernetes:kubeconfig": kubeconfig };

const cases: [string, () => void, Record<string, string>, string][] = [
  ["the configuration's", () => everything({}), { ...config, "kubernetes:namespace": "of-config" }, "of-config"],
  ["that of the current context", () => everything({}), config, "of-context"],
  ["default in a context without one", () => everything({}), { ...config, "kubernetes:context": "plain" }, "default"],
  ["its own", () => everything({}, "own"), { ...config, "kubernetes:namespace": "of-config" }, "own"],
  ["that of a provider", withProvider({ kubeconfig, namespace: "of-provider" }, "provider"), {}, "of-provider"],
  [
    "that of one of its providers",
    withProvider({ kubeconfig, namespace: "of-provider" }, "providers"),
    {},
    "of-provider",
  ],
  [
    "that of a provider's context",
    withProvider({ kubeconfig }, "providers"),
    { "kubernetes:namespace": "x" },
    "of-context",
  ],
  [
    "that of the context that a provider names",
    withProvider({ kubeconfig, context: "plain" }, "provider"),
    {},
    "default",
  ],
];

describe("function: namespace of a component and all in it", () => {
  for (const [title, program, settings, expected] of cases)
    it(title, async () => assert.deepEqual(await namespacesOf(program, { config: settings }), [expected]));

  it("is not known where the provider is not, and every component says so", async () => {
    const logs: LogMessage[] = [];
    const later = { kubeconfig: pulumi.unknown as unknown as string };
    const given = await namespacesOf(withProvider({ ...later, namespace: "of-provider" }, "provider"), { logs });
    const told = () =>
      logs.filter(({ message }) => message.startsWith("namespace: not known before the update, because it"));
    assert.deepEqual([given, told()], [["of-provider"], []]);
    const found = await namespacesOf(withProvider(later, "provider"), { logs });
    assert.ok(found.every((one) => one instanceof Unknown));
    const components = told().map(({ urn }) => urn.split("::").pop());
    assert.deepEqual(components.sort(), ["b", "f", "s", "w"]);
  });
});
