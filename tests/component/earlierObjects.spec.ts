// Each kind of object left by an earlier stack of the same name: refused before the component is registered, or when it is added later.
import assert from "node:assert/strict";
import { Broker, EventSource, Flow, Function, type FunctionArgs } from "../../provider/src/index";
import { contentHash } from "../../provider/src/pulumi/hash";
import { type FakeObject, objectsOf, withCluster } from "./fakeCluster";
import { type Registration, type RenderOptions, render, stateOf, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const sink = { url: "http://sink.example.com" };
const registryLogin = { username: "robot", password: "s3cret" };
const labels = {
  "app.kubernetes.io/instance": "dev",
  "app.kubernetes.io/part-of": "project",
  "app.kubernetes.io/managed-by": "pulumi",
};

const applied = "it was applied";

async function update(program: () => unknown, options: RenderOptions) {
  const registrations: Registration[] = [];
  const words = await render(program, { ...options, registrations }).then(
    () => applied,
    ({ message }: Error) => message,
  );
  return { words, registrations };
}

/** Gates pass. */
const respond: RenderOptions["respond"] = ({ type }) =>
  type.endsWith(":Job") ? { status: { conditions: [{ type: "Complete", status: "True" }] } } : undefined;

/** What a program creates in an empty cluster, as `Kind name`. */
async function madeBy(program: () => unknown): Promise<Map<string, FakeObject>> {
  const all = await render(program, { config: {}, respond });
  const objects = all.filter(({ type }) => type.startsWith("kubernetes:") && !type.endsWith("Patch"));
  return new Map(objects.map(({ inputs }) => objectOf(inputs as unknown as FakeObject)));
}

function objectOf({ apiVersion, kind, metadata: { name, namespace = "" }, spec }: FakeObject): [string, FakeObject] {
  return [`${kind} ${name}`, { apiVersion, kind, metadata: { name, namespace, uid: "left", labels }, spec }];
}

const wholeFunction = (): FunctionArgs => ({
  image,
  registryLogin,
  secrets: { TOKEN: "hunter22" },
  domains: { "shop.example.com": {} },
  triggers: { cron: { nightly: { schedule: "0 3 * * *" } } },
  volumes: { web: { mountPath: "/web", files: { "index.html": "hello" } } },
  scale: {
    max: 3,
    queue: {
      redisList: { addresses: ["redis:6379"], keys: ["jobs"], target: 5, password: { name: "login", key: "p" } },
    },
  } as FunctionArgs["scale"],
  rollout: { image, smoke: { http: {} } },
});

describe("ownership: an object that a renamed stack has left", () => {
  const channel = { channel: { subscribers: { one: sink } } };
  const container = { image };
  const programs: [string, () => unknown, object][] = [
    [
      "a function",
      () => new Function("x", wholeFunction()),
      {
        refused: [
          "ServiceAccount x-rollout",
          "Role x-rollout",
          "RoleBinding x-rollout",
          "ClusterDomainClaim shop.example.com",
          `ConfigMap x-web-${contentHash({ "index.html": "hello" })}`,
          "Role x-queue-scaler",
          "RoleBinding x-queue-scaler",
          "Service x",
          "DomainMapping shop.example.com",
          "PingSource x-nightly",
        ],
        // The stack's own key is part of the names of Secrets, and its image of that of a revision.
        left: ["Secret x-HASH", "Secret x-pull-HASH", "Job x-HASH-smoke"],
      },
    ],
    [
      "a broker",
      () => new Broker("x", { eventTypes: { paid: {} } }),
      { refused: ["ConfigMap x-broker-7da5521186", "Broker x", "EventType x-paid"], left: [] },
    ],
    [
      "a flow",
      () => new Flow("x", channel),
      { refused: ["ConfigMap x-channel-c89a148be4", "Channel x", "Subscription x-one"], left: [] },
    ],
    [
      "an event source",
      () => new EventSource("x", { container, registryLogin, sink }),
      { refused: ["Secret x-pull", "ContainerSource x"], left: [] },
    ],
  ];
  for (const [title, program, expected] of programs)
    it(`is refused in each update, and ${title} is never registered`, async () => {
      const [refused, left]: [string[], string[]] = [[], []];
      for (const [key, object] of await madeBy(program))
        await withCluster(
          () => [object],
          async ({ config }) => {
            const first = await update(program, { config });
            const second = await update(program, { config, ...withState(stateOf(first.registrations)) });
            const isRefused = first.words !== applied && first.words === second.words;
            if (isRefused && first.registrations.length + second.registrations.length === 0) refused.push(key);
            else left.push(key.replace(/[0-9a-f]{10}/, "HASH"));
          },
        );
      assert.deepEqual({ refused, left }, expected);
    });

  const named = (name: string) => ({ apiVersion: "serving.knative.dev/v1", kind: "Service", name });
  const added: [string, () => FunctionArgs, FakeObject, object, string][] = [
    [
      "a domain",
      () => ({ image, domains: { "shop.example.com": {} } }),
      objectOf({
        apiVersion: "serving.knative.dev/v1beta1",
        kind: "DomainMapping",
        metadata: { name: "shop.example.com", namespace: "default" },
      })[1],
      { ref: named("shop") },
      "DomainMapping default/shop.example.com already exists with the labels of this stack, but points to Service default/shop, not to Service default/x",
    ],
    [
      "a domain of another namespace",
      () => ({ image, domains: { "shop.example.com": {} } }),
      objectOf({
        apiVersion: "networking.internal.knative.dev/v1alpha1",
        kind: "ClusterDomainClaim",
        metadata: { name: "shop.example.com", namespace: "" },
      })[1],
      { namespace: "prod" },
      "ClusterDomainClaim shop.example.com already exists with the labels of this stack, but points to namespace prod, not to namespace default",
    ],
    [
      "a trigger",
      () => ({ image, triggers: { cron: { nightly: { schedule: "0 3 * * *" } } } }),
      objectOf({
        apiVersion: "sources.knative.dev/v1",
        kind: "PingSource",
        metadata: { name: "x-nightly", namespace: "default" },
      })[1],
      { sink: { ref: named("shop") } },
      "PingSource default/x-nightly already exists with the labels of this stack, but points to Service default/shop, not to Service default/x",
    ],
  ];
  const remedy =
    ": an earlier stack of the same name created it; delete it there first, or set adopt: true to adopt it and leave it in place when this stack is destroyed";
  for (const [title, args, object, spec, words] of added)
    it(`is refused where the state has the component, and it is another function's: ${title}`, async () => {
      const state = stateOf(await render(() => void new Function("x", { image }), { config: {} }));
      const program = () => void new Function("x", args());
      const told = (of: object) =>
        withCluster(
          () => [{ ...object, spec: of }, ...objectsOf(state)],
          async ({ config }) => [
            (await update(program, { config, ...withState(state), preview: true })).words,
            (await update(program, { config, ...withState(state) })).words,
          ],
        );
      assert.deepEqual(await told(spec), Array(2).fill(words + remedy));
      const own = JSON.parse(JSON.stringify(spec).replace("shop", "x").replace("prod", "default"));
      assert.deepEqual(await told(own), Array(2).fill(applied));
    });
});
