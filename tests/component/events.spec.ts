// The event components in a program: their objects, their order, Eventing flags, failures.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, EventSource, Flow, Function, Knative } from "../../provider/src/index";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type LogMessage, type Registration, type RenderOptions, render } from "./harness";
import { objects, one } from "./objects";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const trigger = "kubernetes:eventing.knative.dev/v1:Trigger";

const ready = {
  conditions: [{ type: "Ready", status: "True" }],
  address: { url: "http://there" },
  sinkUri: "http://sink",
};
const cluster = (status: object = ready, features?: Record<string, string>): RenderOptions => ({
  respond: ({ type, inputs }) =>
    type.includes("knative.dev") && !type.includes("serving") && (inputs as { kind?: string }).kind !== undefined
      ? { status }
      : undefined,
  read: () => ({ data: features, metadata: {}, status }),
});

const broker = (namespace: string) => ({
  apiVersion: "eventing.knative.dev/v1",
  kind: "Broker",
  metadata: { name: "orders", namespace },
});

describe("events: a function with triggers", () => {
  const triggers = {
    event: { paid: { broker: "orders" } },
    cron: { nightly: { schedule: "@daily" } },
    apiServer: { maps: { resources: [{ apiVersion: "v1", kind: "ConfigMap" }] } },
  };
  const make = (given: object = { triggers }, options?: RenderOptions) =>
    render(() => void new Function("audit", { image, ...given } as never), options ?? cluster());

  it("makes each behind the traffic, under the function", async () => {
    const all = await make();
    const traffic = one(all, "ServicePatch");
    for (const kind of ["Trigger", "PingSource", "ApiServerSource"]) {
      const made = one(all, kind);
      assert.equal(made.parent, all[0]?.urn, kind);
      assert.ok(made.dependencies.includes(traffic.urn), kind);
    }
    const rights = ["ServiceAccount", "Role", "RoleBinding"].map((kind) => one(all, kind).urn);
    const source = one(all, "ApiServerSource");
    for (const urn of rights) assert.ok(source.dependencies.includes(urn), urn);
  });

  it("awaits each until Knative has decided, and says why one is still not ready", async () => {
    const failed = {
      conditions: [
        { type: "Ready", status: "False" },
        { type: "SubscriberResolved", status: "False", reason: "NotFound", message: "no such service" },
      ],
    };
    await assert.rejects(
      make({ triggers: { event: triggers.event } }, cluster(failed)),
      /trigger paid of function audit is not ready: SubscriberResolved: NotFound: no such service/,
    );
    const all: FakeObject[] = [broker("default")];
    const status = { conditions: [{ type: "Ready", status: "True" }] };
    const sinceThen: RenderOptions["respond"] = (registration) => {
      if (registration.type === trigger) all.push({ ...(registration.inputs as never as FakeObject), status });
      return cluster(failed).respond?.(registration);
    };
    const mended = await withCluster(
      () => all,
      ({ config }) => make({ triggers: { event: triggers.event } }, { respond: sinceThen, config }),
    );
    assert.equal(objects(mended, "Trigger").length, 1);
    const { annotations } = one(await make(), "Trigger").inputs.metadata as { annotations: Record<string, string> };
    assert.match(annotations["pulumi.com/waitFor"] ?? "", /^jsonpath=/);
  });

  it("looks a broker up that no broker of the program is, and none that is", async () => {
    const there = () => [broker("shop")];
    await withCluster(there, async ({ config, asked }) => {
      const options = { ...cluster(), config };
      const event = (name: string) => ({ event: { paid: { broker: name } } });
      await make({ namespace: "shop", triggers: event("orders") }, options);
      await assert.rejects(
        make({ namespace: "shop", triggers: event("order") }, options),
        /triggers\.event\.paid\.broker: expected a broker of namespace shop, which has orders, got "order"; change the name/,
      );
      asked.length = 0;
      const own = await render(() => {
        const { name: broker } = new Broker("orders", { namespace: "own" });
        new Function("audit", { image, namespace: "own", triggers: { event: { paid: { broker } } } });
      }, options);
      assert.deepEqual(
        asked.filter((path) => path.endsWith("/brokers")),
        [],
      );
      assert.ok(one(own, "Trigger").dependencies.includes(one(own, "Broker").urn));
    });
  });

  it("has each in a preview of 100 triggers under a name of its own", async () => {
    const event = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`t${index}`, { broker: "orders" }]));
    const all = await make({ triggers: { event } }, { ...cluster(), preview: true });
    const names = all
      .filter(({ type }) => type === trigger)
      .map(({ inputs }) => (inputs.metadata as { name: string }).name);
    assert.equal(new Set(names).size, 100);
  });
});

describe("events: feature flags of Eventing", () => {
  const delivery = { retry: 1, retryAfterMaxSeconds: 5 };
  const withKnative = (eventing: object | undefined) =>
    render(() => {
      const knative = new Knative("knative", eventing === undefined ? {} : { eventing });
      new Broker("orders", { delivery }, { dependsOn: knative });
    }, cluster());

  it("are turned on in the stack's own Knative, before the broker", async () => {
    const all = await withKnative({});
    const patch = one(all, "ConfigMapPatch");
    assert.deepEqual(patch.inputs.data, { "delivery-retryafter": "enabled" });
    assert.equal((patch.inputs.metadata as { namespace: string }).namespace, "knative-eventing");
    assert.ok(one(all, "Broker").dependencies.includes(patch.urn));
  });

  it("that Knative has on make no node", async () => {
    assert.equal(
      objects(await withKnative({ features: { "delivery-retryafter": "enabled" } }), "ConfigMapPatch").length,
      0,
    );
  });

  it("that the stack itself turned off are a contradiction", async () => {
    await assert.rejects(
      withKnative({ features: { "delivery-retryafter": "disabled" } }),
      /delivery\.retryAfterMaxSeconds: needs the feature flag delivery-retryafter, which this stack's Knative sets to "disabled"; set it to "enabled" in eventing\.features/,
    );
  });

  it("that are off in another's Knative are refused with the command, and nothing is made", async () => {
    let made: Registration[] = [];
    const make = async () => {
      made = await render(
        () => void new Broker("orders", { delivery }),
        cluster(ready, { "delivery-retryafter": "disabled" }),
      );
    };
    await assert.rejects(
      make(),
      /needs the feature flag delivery-retryafter.*kubectl -n knative-eventing patch configmap config-features/s,
    );
    assert.equal(objects(made, "Broker").length, 0);
  });

  it("a Knative without Eventing is reported", async () => {
    await assert.rejects(withKnative(undefined), /Broker orders needs Knative Eventing.*add eventing: \{\} there/);
  });
});

describe("events: sources and flows", () => {
  it("a source that is built sends to its sink from the image by digest", async () => {
    const all = await render(
      () => void new EventSource("ticker", { container: { image }, sink: { url: "https://example.com" } }),
      cluster(),
    );
    const { spec } = one(all, "ContainerSource").inputs as {
      spec: { sink: object; template: { spec: { containers: { image: string }[] } } };
    };
    assert.deepEqual([spec.sink, spec.template.spec.containers[0]?.image], [{ uri: "https://example.com" }, image]);
    assert.deepEqual(all[0]?.outputs, { name: "ticker", sinkUri: "http://sink" });
    const rollout = one(all, "DeploymentPatch");
    assert.equal((rollout.inputs.metadata as { name: string }).name, "ticker-deployment");
    assert.ok(rollout.dependencies.includes(one(all, "ContainerSource").urn));
  });

  it("what Knative says of a source for a moment, while it makes what that consists of, is waited out", async () => {
    const sink = { url: "https://example.com" };
    const all = await render(() => {
      new EventSource("program", { container: { image }, sink });
      new EventSource("timer", { cron: { schedule: "0 2 * * *" }, sink });
      new Function("audit", { image, triggers: { event: { paid: { broker: "orders" } } } });
    }, cluster());
    const waits = ["ContainerSource", "PingSource", "Trigger"].map((kind) => {
      const { annotations } = one(all, kind).inputs.metadata as { annotations: Record<string, string> };
      return /@\.type=='(\w+)'.*!\(@\.reason=='(\w+)'\)/.exec(annotations["pulumi.com/waitFor"] ?? "")?.slice(1);
    });
    assert.deepEqual(waits, [
      ["SinkBindingReady", "SubjectMissing"],
      ["Ready", "MinimumReplicasUnavailable"],
      ["Ready", "NotSubscribed"],
    ]);
  });

  it("what was bad and is just being decided anew is waited for", async () => {
    const said = (status: string) => ({ conditions: [{ type: "Ready", status }] });
    const later = ["Unknown", "Unknown", "True"];
    let made: FakeObject | undefined;
    const respond: RenderOptions["respond"] = ({ type, inputs }) => {
      if (!type.endsWith(":Broker")) return undefined;
      made = inputs as never as FakeObject;
      return { status: said("False") };
    };
    const now = () => (made === undefined ? [] : [{ ...made, status: said(later.shift() ?? "False") }]);
    await withCluster(now, ({ config }) => render(() => void new Broker("orders"), { respond, config }));
    assert.deepEqual(later, []);
  });

  it("a sink that does not exist is named, whether or not the cluster can be asked", async () => {
    const notFound = { type: "SinkProvided", status: "False", reason: "NotFound", message: "" };
    const failed = cluster({ conditions: [{ type: "Ready", status: "False" }, notFound] });
    const program = () =>
      void new EventSource("ticks", { cron: { schedule: "@daily" }, sink: { function: "nowhere", namespace: "shop" } });
    const sink =
      'the Service "nowhere" \\(serving.knative.dev/v1\\) of namespace "shop" that it sends to does not exist';
    const says = (more: string) => new RegExp(`event source ticks is not ready: SinkProvided: ${sink}${more}$`);
    await withCluster(
      () => [],
      ({ config }) => assert.rejects(render(program, { ...failed, config }), says("")),
    );
    await assert.rejects(render(program, failed), says(" or has no address; it could not be queried"));
  });

  it("a Kafka source and a broker of class Kafka are objects as Knative wants them", async () => {
    const all = await render(() => {
      const { name: broker } = new Broker("orders", { kafka: { bootstrapServers: ["kafka:9092"] } });
      new EventSource("topic", { knativeKafka: { bootstrapServers: ["kafka:9092"], topics: ["a"] }, sink: { broker } });
    }, cluster());
    const broker = one(all, "Broker");
    const { annotations } = broker.inputs.metadata as { annotations: Record<string, string> };
    assert.equal(annotations["eventing.knative.dev/broker.class"], "Kafka");
    assert.ok(one(all, "KafkaSource").dependencies.includes(broker.urn));
  });

  it("a channel comes after the record of what is fixed, its subscriptions after the channel", async () => {
    const subscribers = { a: { function: "a" }, b: { url: "http://b.example.com" } };
    const all = await render(() => void new Flow("wire", { channel: { subscribers } }), cluster());
    const channel = one(all, "Channel");
    assert.ok(channel.dependencies.includes(one(all, "ConfigMap").urn));
    assert.equal(objects(all, "Subscription").length, 2);
    for (const subscription of objects(all, "Subscription")) assert.ok(subscription.dependencies.includes(channel.urn));
  });

  it("a subscriber of a channel that can't be reached fails the flow", async () => {
    const condition = {
      type: "ReferencesResolved",
      status: "False",
      reason: "SubscriberResolveFailed",
      message: "none",
    };
    const failed = { conditions: [{ type: "Ready", status: "False" }, condition] };
    const respond: RenderOptions["respond"] = (registration) =>
      registration.type.endsWith(":Subscription") ? { status: failed } : cluster().respond?.(registration);
    await assert.rejects(
      render(() => void new Flow("wire", { channel: { subscribers: { a: { function: "nope" } } } }), { respond }),
      /subscriber a of flow wire is not ready: ReferencesResolved: SubscriberResolveFailed: none/,
    );
  });

  it("a timer at an hour that clocks leave out is a warning, once for each", async () => {
    const cron = { schedule: pulumi.output("0 2 * * *"), timeZone: "Europe/Berlin" };
    const noon = { ...cron, schedule: "0 12 * * *" };
    const logs: LogMessage[] = [];
    const program = () => {
      new EventSource("tick", { cron, sink: { broker: "orders" } });
      new Function("audit", { image, triggers: { cron: { nightly: cron, noon } } });
    };
    await render(program, { ...cluster(), logs });
    const told = logs.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    const times =
      / when the clocks of Europe\/Berlin change, 02:00 (does not occur|occurs twice) on \d{4}-\d\d-\d\d, and 02:00 /;
    assert.deepEqual(told.map((message) => message.replace(/:.*/, "")).sort(), [
      "cron.schedule",
      "triggers.cron.nightly.schedule",
    ]);
    for (const message of told) assert.match(message, times);
  });

  it("wrong arguments, and Outputs found bad late, make nothing", async () => {
    const sink = { broker: "orders" };
    const late = pulumi.output("61 * * * *").apply(async (text) => text);
    for (const schedule of ["61 * * * *", late]) {
      let made: Registration[] = [];
      const make = async () => {
        made = await render(() => void new EventSource("tick", { cron: { schedule }, sink }), cluster());
      };
      await assert.rejects(make(), /cron\.schedule: expected the minute as 0 to 59/);
      assert.equal(objects(made, "PingSource").length, 0);
    }
  });
});
