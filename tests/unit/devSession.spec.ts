// `knative-faas dev`: what a session makes and changes in the cluster, and how its options are read.
import assert from "node:assert/strict";
import { forwardOf, marksOf } from "../../provider/src/commands/dev/devArguments";
import {
  relayConfiguration,
  relayRights,
  relaySettingsIn,
  restoration,
  sessionTraffic,
  sharesOf,
} from "../../provider/src/commands/dev/sessionPlan";
import type { LiveObject } from "../../provider/src/commands/liveObject";
import { forbidsDev, settingsIn } from "../../provider/src/commands/stackSettings";
import { developerOf } from "../../provider/src/function/traffic/devSession";

const leaf = {};

/** As an update has left it: the traffic is a patch of its own field manager. */
const service: LiveObject = {
  apiVersion: "serving.knative.dev/v1",
  kind: "Service",
  metadata: {
    ...{ name: "orders", namespace: "shop", uid: "0a1b" },
    annotations: { "knative-faas.dev/traffic-of": "0a1b", "serving.knative.dev/creator": "admin" },
    managedFields: [
      { manager: "pulumi-kubernetes-1", operation: "Apply", fieldsV1: { "f:spec": { "f:template": leaf } } },
      {
        manager: "knative-faas-traffic",
        operation: "Apply",
        fieldsV1: {
          "f:metadata": { "f:annotations": { "f:knative-faas.dev/traffic-of": leaf, "f:gone": leaf } },
          "f:spec": { "f:traffic": leaf },
        },
      },
      {
        manager: "controller",
        operation: "Update",
        subresource: "status",
        fieldsV1: { "f:status": { "f:traffic": leaf } },
      },
    ],
  },
  spec: {
    template: {},
    traffic: [
      { revisionName: "orders-b", percent: 90 },
      { revisionName: "orders-a", percent: 10, tag: "old" },
    ],
  },
  status: {
    traffic: [
      { revisionName: "orders-b", percent: 90 },
      { revisionName: "orders-a", percent: 10, tag: "old", url: "http://x" },
    ],
  },
};

const revision: LiveObject = {
  apiVersion: "serving.knative.dev/v1",
  kind: "Revision",
  metadata: {
    ...{ name: "orders-b", namespace: "shop", uid: "2c3d" },
    labels: { team: "payments", "serving.knative.dev/service": "orders" },
  },
  spec: {
    timeoutSeconds: 30,
    imagePullSecrets: [{ name: "pull" }],
    nodeSelector: { pool: "functions" },
    containers: [
      { name: "sidecar", image: "ghcr.io/acme/sidecar@sha256:1" },
      { name: "user-container", image: "ghcr.io/acme/orders@sha256:2", ports: [{ name: "h2c", containerPort: 8080 }] },
    ],
  },
};

const options = { session: "5f3a1-9c", developer: "ada@laptop", image: "ghcr.io/acme/relay@sha256:3", marks: {} };

describe("loop: the session of knative-faas dev", () => {
  const before = sharesOf(service);
  const all = { revisionName: "orders-dev-5f3a1-00001", percent: 100 };

  it("takes all traffic, and keeps the deployed revisions and their tags in the table", () =>
    assert.deepEqual(sessionTraffic(before, "orders-dev-5f3a1-00001", {}), [
      all,
      { revisionName: "orders-b", percent: 0 },
      { revisionName: "orders-a", percent: 0, tag: "old" },
    ]));

  it("with a tag it only adds an address", () =>
    assert.deepEqual(sessionTraffic(before, "orders-dev-5f3a1-00001", { tag: "ada" }), [
      ...before,
      { ...all, percent: 0, tag: "ada" },
    ]));

  it("a share of the latest revision, and no table at all, mean the latest ready one", () => {
    const status = { latestReadyRevisionName: "orders-b", traffic: [all] };
    const latest = [{ revisionName: "orders-b", percent: 100 }];
    assert.deepEqual(
      sharesOf({ ...service, status, spec: { traffic: [{ latestRevision: true, percent: 100 }] } }),
      latest,
    );
    assert.deepEqual(sharesOf({ ...service, status, spec: {} }), latest);
  });

  it("gives the table back to the field manager that had it, with all that this manager owned", () =>
    assert.deepEqual(restoration(service), {
      manager: "knative-faas-traffic",
      fields: {
        metadata: { annotations: { "knative-faas.dev/traffic-of": "0a1b" } },
        spec: { traffic: service.spec.traffic },
      },
    }));

  it("a table that nobody applied is given back as it is", () => {
    const byHand = { ...service, metadata: { ...service.metadata, managedFields: [] } };
    const fields = { spec: { traffic: service.spec.traffic } };
    assert.deepEqual(restoration(byHand), { manager: "knative-faas-dev", fields });
  });

  it("the relay is a revision of the function's Service, with its port, placement, labels and time limit", () => {
    const made = relayConfiguration(service, revision, options);
    const { name, ...container } = made.spec.template.spec.containers[0] as Record<string, unknown>;
    assert.deepEqual(
      { ...made.metadata, template: made.spec.template.metadata },
      {
        name: "orders-dev-5f3a1",
        namespace: "shop",
        labels: { "serving.knative.dev/service": "orders", "knative-faas.dev/dev-session-of": "orders" },
        annotations: { "knative-faas.dev/dev-session": "ada@laptop" },
        ownerReferences: [{ apiVersion: "serving.knative.dev/v1", kind: "Service", name: "orders", uid: "0a1b" }],
        template: {
          labels: { team: "payments" },
          annotations: {
            "autoscaling.knative.dev/min-scale": "1",
            "autoscaling.knative.dev/max-scale": "1",
            "knative-faas.dev/dev-session": "ada@laptop",
          },
        },
      },
    );
    const { containers, ...pod } = made.spec.template.spec;
    assert.deepEqual(pod, {
      imagePullSecrets: [{ name: "pull" }],
      nodeSelector: { pool: "functions" },
      ...{ timeoutSeconds: 30, containerConcurrency: 0, serviceAccountName: "orders-dev-5f3a1" },
    });
    assert.deepEqual(
      { name, image: container.image, ports: container.ports },
      { name: "relay", image: options.image, ports: [{ name: "h2c", containerPort: 8080 }] },
    );
  });

  it("the relay knows who answers without the developer, and what it gives back", () => {
    const header = { name: "X-Dev", value: "ada" };
    const made = relayConfiguration(service, revision, { ...options, marks: { header } });
    assert.deepEqual(relaySettingsIn(made), {
      ...{ namespace: "shop", service: "orders", configuration: "orders-dev-5f3a1" },
      restore: restoration(service),
      deployed: before,
      header,
      ...{ session: "5f3a1-9c", graceSeconds: 15 },
    });
  });

  it("the relay may change only this Service and delete only itself", () => {
    const configuration = {
      ...service,
      kind: "Configuration",
      metadata: { ...service.metadata, name: "orders-dev-5f3a1" },
    };
    const [, role] = relayRights(configuration, "orders");
    const group = { apiGroups: ["serving.knative.dev"] };
    assert.deepEqual((role as { rules: unknown }).rules, [
      { ...group, resources: ["services"], resourceNames: ["orders"], verbs: ["get", "patch"] },
      { ...group, resources: ["configurations"], resourceNames: ["orders-dev-5f3a1"], verbs: ["get", "delete"] },
    ]);
  });

  it("a preview finds the developer by the revision that has the traffic", () => {
    const named = (name: string, annotations = {}) => ({ ...metadata, name, annotations });
    const metadata = { namespace: "shop", uid: "0a1b" };
    const of = { apiVersion: "serving.knative.dev/v1", metadata: named("orders") };
    const relay = {
      ...of,
      kind: "Revision",
      metadata: named(all.revisionName, { "knative-faas.dev/dev-session": "ada@laptop" }),
    };
    const during = { ...of, kind: "Service", spec: { traffic: [all] } };
    const after = { ...during, spec: service.spec };
    assert.equal(developerOf(during, [relay]), "ada@laptop");
    assert.equal(developerOf(after, [relay]), undefined);
  });
});

describe("loop: options and settings of knative-faas dev", () => {
  it("reads a header and a tag", () => {
    assert.deepEqual(marksOf({ header: "ce-subject=a=b" }), { header: { name: "ce-subject", value: "a=b" } });
    assert.deepEqual(marksOf({ tag: "ada" }), { tag: "ada" });
    assert.deepEqual(marksOf({}), {});
  });

  it("reads where a port leads", () => {
    assert.deepEqual(forwardOf("redis:6379"), { port: 6379, authority: "redis:6379" });
    assert.deepEqual(forwardOf("5433:db.shop.svc:5432"), { port: 5433, authority: "db.shop.svc:5432" });
  });

  const wrong: [() => unknown, RegExp][] = [
    [() => marksOf({ header: "x", tag: "y" }), /^--header and --tag exclude each other$/],
    [() => marksOf({ header: "x" }), /^--header: expected NAME=VALUE, got "x"$/],
    [() => marksOf({ tag: "Ada" }), /^--tag: expected at most 30 lower-case letters.*, got "Ada"$/],
    [() => forwardOf("redis"), /^--forward: expected \[PORT:\]HOST:PORT, got "redis"$/],
    [() => forwardOf("0:redis:6379"), /^--forward: /],
  ];
  for (const [read, message] of wrong)
    it(`refuses what ${message.source} says`, () => assert.throws(read, { message }));

  const provider = (inputs: object) => [{ urn: "u", type: "pulumi:providers:knative-faas", inputs }];

  it("the file on this machine comes before the last update's settings", () =>
    assert.deepEqual(
      settingsIn(
        { "knative-faas:registry": { value: "new" }, "aws:region": { value: "x" } },
        provider({ registry: "old", baseImage: "base" }),
      ),
      {
        registry: "new",
        baseImage: "base",
      },
    ));

  it("dev: false forbids it, in the file or in the last update", () => {
    assert.equal(forbidsDev({ "knative-faas:dev": { value: "false" } }, []), true);
    assert.equal(forbidsDev({ "knative-faas:dev": { value: "true" } }, provider({ dev: "false" })), true);
    assert.equal(forbidsDev({}, provider({})), false);
  });
});
