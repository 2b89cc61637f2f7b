// The event components over gRPC: outputs and their dependencies, unknowns, secrets, flags of another construct's Knative, mistakes.
import assert from "node:assert/strict";
import {
  ConstructError,
  type Constructed,
  type ConstructOptions,
  OutputValue,
  output,
  type Plugin,
  type Registration,
  Secret,
  secret,
  startPlugin,
  Unknown,
  unknown,
} from "./harness";

const token = (name: string) => `knative-faas:index:${name}`;
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const other = "urn:pulumi:dev::project::random:index:RandomId::other";
const address = { url: "http://there.example.com" };
const isTrue = { conditions: [{ type: "Ready", status: "True" }] };

const answers: Pick<ConstructOptions, "respond" | "read"> = {
  respond: ({ type }) =>
    /knative\.dev/.test(type) ? { status: { ...isTrue, address, url: address.url, sinkUri: address.url } } : undefined,
  read: () => ({ metadata: {}, status: isTrue }),
};

/** Without the URNs that are sent with an Output. */
function plain(value: unknown): unknown {
  if (value instanceof OutputValue) return plain(value.value);
  if (value instanceof Secret) return secret(plain(value.value));
  if (value instanceof Unknown || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const named = ({ registrations }: Pick<Constructed, "registrations">, kind: string) =>
  registrations.filter(({ type }) => type.startsWith("kubernetes:") && type.endsWith(`:${kind}`));
const the = (made: Constructed, kind: string) => {
  const [found, ...more] = named(made, kind);
  assert.ok(found !== undefined && more.length === 0, `${kind}: ${named(made, kind).map(({ name }) => name)}`);
  return found;
};
// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
const inputsOf = (object: Registration) => plain(object.inputs) as any;

describe("events: over gRPC", () => {
  let plugin: Plugin;
  before(async () => {
    plugin = await startPlugin();
  });
  after(() => plugin.stop());

  const make = (type: string, inputs: object, options: Partial<ConstructOptions> = {}) =>
    plugin.construct({ type: token(type), name: "mine", inputs: inputs as never, ...answers, ...options });

  const outputs: [string, object, object, string][] = [
    ["Broker", {}, { name: "mine", namespace: "default", url: address.url }, "Broker"],
    [
      "EventSource",
      { cron: { schedule: "@hourly" }, sink: { broker: "orders" } },
      { name: "mine", sinkUri: address.url },
      "PingSource",
    ],
    [
      "Flow",
      { channel: { subscribers: { a: { function: "hello" } } } },
      { name: "mine", url: address.url, kind: "Channel", apiVersion: "messaging.knative.dev/v1" },
      "Channel",
    ],
    [
      "Flow",
      { sequence: { steps: [{ function: "hello" }] } },
      { name: "mine", url: address.url, kind: "Sequence", apiVersion: "flows.knative.dev/v1" },
      "Sequence",
    ],
  ];
  for (const [type, inputs, state, kind] of outputs) {
    it(`${type} as ${kind} returns its outputs and what they depend on`, async () => {
      const made = await make(type, inputs);
      assert.deepEqual(plain(made.state), state);
      const { urn } = the(made, kind);
      for (const property of Object.keys(state).filter((key) => ["name", "url", "sinkUri"].includes(key)))
        assert.ok(
          made.stateDependencies[property]?.includes(urn),
          `${property} ${JSON.stringify(made.stateDependencies)}`,
        );
    });

    it(`${type} as ${kind} has its name in a preview, and what the cluster gives only later`, async () => {
      const { state } = await make(type, inputs, { dryRun: true });
      assert.equal(plain(state.name), "mine");
      assert.deepEqual(plain(state.url ?? state.sinkUri), unknown());
    });
  }

  it("a trigger of a broker that another construct makes waits for it, and looks nothing up", async () => {
    const triggers = { event: { paid: { broker: output("orders", { dependencies: [other] }) } } };
    const read: string[] = [];
    const made = await make(
      "Function",
      { image, triggers },
      {
        read: ({ name }) => {
          read.push(name);
          return {};
        },
      },
    );
    assert.ok(the(made, "Trigger").dependencies.includes(other));
    assert.equal(inputsOf(the(made, "Trigger")).spec.broker, "orders");
    assert.deepEqual(read, []);
  });

  it("a preview keeps unknown what is unknown, and refuses what is secret", async () => {
    const event = { paid: { broker: unknown(), filters: [{ exact: { type: unknown() } }] } };
    const made = await make("Function", { image, triggers: { event } }, { dryRun: true });
    const { spec } = inputsOf(the(made, "Trigger"));
    assert.deepEqual(spec.broker, unknown());
    assert.deepEqual(spec.filters, [{ exact: { type: unknown() } }]);
    const cron = { nightly: { schedule: "@daily", data: secret("hunter") } };
    const refused = await make("Function", { image, triggers: { cron } }, { dryRun: true }).catch((error) => error);
    assert.deepEqual(
      refused.errors.map(({ propertyPath }: { propertyPath: string }) => propertyPath),
      ["triggers.cron.nightly.data"],
    );
    assert.doesNotMatch(JSON.stringify([refused.message, refused.errors]), /hunter/);
  });

  it("turns a flag on in the Knative of another construct, and tells a Knative without Eventing", async () => {
    const delivery = { delivery: { retry: 1, retryAfterMaxSeconds: 5 } };
    const knative = await make("Knative", { eventing: {} }, { name: "knative" });
    const made = await make("Broker", delivery, { dependencies: [knative.urn] });
    assert.deepEqual(inputsOf(the(made, "ConfigMapPatch")).data, { "delivery-retryafter": "enabled" });
    const serving = await make("Knative", {}, { name: "serving" });
    await assert.rejects(
      make("Broker", delivery, { dependencies: [serving.urn] }),
      /Broker mine needs Knative Eventing/,
    );
  });

  it("every mistake is an error at its path, and nothing is made", async () => {
    const triggers = {
      event: {
        paid: { broker: "orders", filters: [{ exact: { type: "a" }, prefix: { type: "b" } }, { cesql: "amount >" }] },
        sent: { broker: "orders", filters: [{ exact: { Type: "a" } }] },
      },
      cron: { nightly: { schedule: "61 * * * *", timeZone: "Europe/Atlantis" } },
    };
    const error = await make("Function", { image, triggers }).then(
      () => assert.fail("it was taken"),
      (problem) => problem,
    );
    assert.ok(error instanceof ConstructError);
    assert.equal(error.code, "INVALID_ARGUMENT");
    const paths = error.errors.map(({ propertyPath }) => propertyPath).sort();
    assert.deepEqual(paths, [
      "triggers.cron.nightly.schedule",
      "triggers.cron.nightly.timeZone",
      "triggers.event.paid.filters[0].prefix",
      "triggers.event.paid.filters[1].cesql",
      "triggers.event.sent.filters[0].exact.Type",
    ]);
    assert.deepEqual(
      error.registrations.filter(({ type }) => type.startsWith("kubernetes:")),
      [],
    );
  });

  it("the words of a failed trigger stay with its own function", async () => {
    const bad = { conditions: [{ type: "Ready", status: "False", reason: "BrokerNotReady", message: "not yet" }] };
    const failing: Partial<ConstructOptions> = {
      respond: (made) => (made.type.endsWith(":Trigger") ? { status: bad } : answers.respond?.(made)),
      read: () => ({ metadata: {}, status: bad }),
    };
    const inputs = { image, triggers: { event: { paid: { broker: "orders" } } } };
    const [failed, well] = await Promise.allSettled([make("Function", inputs, failing), make("Broker", {})]);
    assert.equal(well.status, "fulfilled");
    assert.equal(failed.status, "rejected");
    assert.match(
      (failed as PromiseRejectedResult).reason.message,
      /trigger paid of function mine is not ready: Ready: BrokerNotReady: not yet/,
    );
  });
});
