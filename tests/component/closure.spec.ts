// What accompanies a function's Service: feature flags, domains, the pull Secret, labels, and Pulumi's options on it.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { neededFeatures } from "../../provider/src/function/service/functionFlags";
import { Function, type FunctionArgs, Knative } from "../../provider/src/index";
import { withCluster } from "./fakeCluster";
import { type Registration, type RenderOptions, render, unknown } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const serviceType = "kubernetes:serving.knative.dev/v1:Service";

const ready: RenderOptions["respond"] = ({ type }) =>
  type.startsWith(serviceType) ? { status: { conditions: [], url: "http://hello.default.example.com" } } : undefined;

const cluster = (features?: Record<string, string>): RenderOptions => ({
  respond: ready,
  read: () => ({ data: features }),
});

// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
const inputsOf = (all: Registration[], type: string, name?: string): any =>
  all.find((registration) => registration.type === type && (name === undefined || registration.name === name))?.inputs;

const make = (args: Partial<FunctionArgs>, features?: Record<string, string>, options = {}) =>
  render(() => void new Function("hello", { image, ...args }, options), cluster(features));

const tolerating: Partial<FunctionArgs> = { pod: { tolerations: [{ operator: "Exists" }] } };
const flag = "kubernetes.podspec-tolerations";

describe("function: feature flags", () => {
  const withKnative = (args: Partial<FunctionArgs>, knative: object = {}) =>
    render(() => {
      const own = new Knative("knative", knative);
      new Function("hello", { image, ...args }, { dependsOn: own });
    }, cluster());

  it("that Knative has on need no entry in its ConfigMap: the preview knows the service", async () => {
    const args = { image, volumes: { scratch: { mountPath: "/scratch", emptyDir: {} } } };
    const read = () => ({ metadata: {} });
    const all = await render(() => void new Function("hello", args), { ...cluster(), read, preview: true });
    assert.equal(inputsOf(all, serviceType, "hello").metadata.name, "hello");
  });

  it("are turned on in the stack's own Knative before the Service", async () => {
    const all = await withKnative(tolerating);
    const patch = all.find(({ type }) => type === "kubernetes:core/v1:ConfigMapPatch") as Registration;
    assert.deepEqual(
      { name: patch.name, data: patch.inputs.data, metadata: patch.inputs.metadata },
      {
        name: `hello/${flag}`,
        data: { [flag]: "enabled" },
        metadata: {
          name: "config-features",
          namespace: "knative-serving",
          annotations: { "pulumi.com/patchFieldManager": `knative-faas-features-hello-${flag}` },
        },
      },
    );
    const service = all.find(({ type }) => type === serviceType) as Registration;
    assert.ok(service.dependencies.includes(patch.urn));
  });

  it("that are not on yet keep a preview from asking the cluster, which would refuse the Service", async () => {
    const program = () => {
      const own = new Knative("knative", {});
      new Function("hello", { image, ...tolerating }, { dependsOn: own });
    };
    const force = async (preview: boolean) =>
      inputsOf(await render(program, { ...cluster(), preview }), serviceType).metadata.annotations[
        "pulumi.com/patchForce"
      ];
    assert.deepEqual(await force(true), unknown());
    assert.equal(await force(false), "true");
  });

  it("that Knative has on already make no node", async () => {
    const all = await withKnative(tolerating, { features: { [flag]: "Enabled" } });
    assert.equal(all.filter(({ type }) => type.endsWith("ConfigMapPatch")).length, 0);
  });

  it("that the stack itself turned off are a contradiction", async () => {
    await assert.rejects(withKnative(tolerating, { features: { [flag]: "disabled" } }), {
      message: `invalid Function\n  pod.tolerations: needs the feature flag ${flag}, which this stack's Knative sets to "disabled"; set it to "enabled" in features, or remove it there`,
    });
  });

  it("that are off in another's Knative are refused with their names, and nothing is made", async () => {
    const problems = [
      ["pod.tolerations", flag],
      ["volumes.data.persistentVolumeClaim", "kubernetes.podspec-persistent-volume-claim"],
    ];
    const args = {
      ...tolerating,
      volumes: { data: { mountPath: "/data", persistentVolumeClaim: { claimName: "data", readOnly: true } } },
    };
    await assert.rejects(make(args, {}), ({ message }: Error) => {
      for (const [path, name] of problems)
        assert.match(message, new RegExp(`${path}: needs the feature flag ${name}, which is "disabled"`));
      return message.includes(`--type merge -p '{"data":{"${flag}":"enabled"}}'`);
    });
  });

  it("that are on in another's Knative are looked up, and left alone", async () => {
    const all = await make(tolerating, { [flag]: "enabled" });
    assert.ok(inputsOf(all, serviceType).spec.template.spec.tolerations);
    assert.equal(all.filter(({ type }) => type.endsWith("Patch")).length, 1);
  });

  it("are not looked up for a function that needs none", async () => {
    const options = { respond: ready, read: () => assert.fail("nothing to read") };
    const all = await render(() => void new Function("hello", { image, pod: { hostPID: false } }), options);
    assert.equal(all.length, 3);
  });

  /** Each guarded property and its flag (serving v0.50, pkg/apis/config/features.go). */
  const guarded: [Partial<FunctionArgs>, string][] = [
    [{ pod: { nodeSelector: { a: "b" } } }, "kubernetes.podspec-nodeselector"],
    [{ pod: { affinity: {} } }, "kubernetes.podspec-affinity"],
    [{ pod: { runtimeClassName: "gvisor" } }, "kubernetes.podspec-runtimeclassname"],
    [{ pod: { priorityClassName: "high" } }, "kubernetes.podspec-priorityclassname"],
    [{ pod: { schedulerName: "other" } }, "kubernetes.podspec-schedulername"],
    [{ pod: { securityContext: { runAsUser: 1 } } }, "kubernetes.podspec-securitycontext"],
    [{ pod: { initContainers: [{ name: "init", image }] } }, "kubernetes.podspec-init-containers"],
    [{ pod: { dnsPolicy: "Default" } }, "kubernetes.podspec-dnspolicy"],
    [{ pod: { dnsConfig: {} } }, "kubernetes.podspec-dnsconfig"],
    [{ pod: { hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"] }] } }, "kubernetes.podspec-hostaliases"],
    [{ pod: { shareProcessNamespace: true } }, "kubernetes.podspec-shareprocessnamespace"],
    [{ pod: { hostNetwork: true } }, "kubernetes.podspec-hostnetwork"],
    [{ securityContext: { capabilities: { add: ["NET_ADMIN"] } } }, "kubernetes.containerspec-addcapabilities"],
    [{ envValueFrom: { A: { fieldRef: { fieldPath: "metadata.name" } } } }, "kubernetes.podspec-fieldref"],
    [{ volumes: { a: { mountPath: "/a", hostPath: { path: "/a" } } } }, "kubernetes.podspec-volumes-hostpath"],
    [
      { volumes: { a: { mountPath: "/a", persistentVolumeClaim: { claimName: "a" } } } },
      "kubernetes.podspec-persistent-volume-write",
    ],
  ];
  for (const [args, name] of guarded) {
    it(`${JSON.stringify(args)} needs ${name}`, () =>
      assert.ok(neededFeatures({ image, ...args }).some(({ flag }) => flag === name)));
  }
});

describe("function: domains and logins", () => {
  it("a domain is a claim and a mapping behind the traffic", async () => {
    const all = await make({ domains: { "api.example.com": { tlsSecret: "tls" } } });
    const mapping = all.find(({ type }) => type.endsWith(":DomainMapping")) as Registration;
    assert.deepEqual(mapping.inputs.spec, {
      ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "hello" },
      tls: { secretName: "tls" },
    });
    const waitsFor = mapping.dependencies.map((urn) => urn.split("::")[2]?.split(":").pop()).sort();
    assert.deepEqual(waitsFor, ["ClusterDomainClaim", "ServicePatch"]);
    assert.deepEqual(inputsOf(all, "kubernetes:networking.internal.knative.dev/v1alpha1:ClusterDomainClaim").spec, {
      namespace: "default",
    });
  });

  it("a claim that this user may not look for is the platform's: the domain has its mapping alone", async () => {
    const forbidden = () => {
      throw new Error("clusterdomainclaims is forbidden");
    };
    const program = () => void new Function("hello", { image, domains: { "api.example.com": {} } });
    const all = await withCluster(forbidden, ({ config }) => render(program, { ...cluster(), config }));
    const kinds = all.map(({ type }) => type.split(":").pop());
    assert.deepEqual([kinds.includes("ClusterDomainClaim"), kinds.includes("DomainMapping")], [false, true]);
  });

  it("a login is a Secret that the Pods pull with, named by registry and user, and shown nowhere", async () => {
    const logins = [
      { username: "robot", password: "first" },
      { username: "robot", password: "other" },
      { username: "somebody", password: "first" },
    ];
    const names = await Promise.all(
      logins.map(async ({ username, password }) => {
        const all = await make({ registryLogin: { username, password }, pullSecrets: ["more"] });
        const { metadata, type, immutable } = inputsOf(all, "kubernetes:core/v1:Secret");
        assert.ok(inputsOf(all, "kubernetes:core/v1:Secret", "hello/pull"));
        const { imagePullSecrets } = inputsOf(all, serviceType).spec.template.spec;
        assert.deepEqual([type, immutable], ["kubernetes.io/dockerconfigjson", undefined]);
        assert.deepEqual(imagePullSecrets, [{ name: metadata.name }, { name: "more" }]);
        const shown = all.map(({ inputs }) => JSON.stringify({ ...inputs, data: undefined })).join();
        const auth = Buffer.from(`${username}:${password}`).toString("base64");
        assert.doesNotMatch(shown, new RegExp(`"${password}"|${auth}`));
        return metadata.name;
      }),
    );
    assert.match(names[0], /^hello-pull-[0-9a-f]{10}$/);
    assert.equal(names[1], names[0], "a new password is no new revision");
    assert.notEqual(names[2], names[0]);
  });

  it("a login may be for pushing alone", async () => {
    const all = await make({ registryLogin: { username: "robot", password: "first", pull: false } });
    assert.equal(inputsOf(all, serviceType).spec.template.spec.imagePullSecrets, undefined);
    assert.deepEqual(
      all.filter(({ type }) => type === "kubernetes:core/v1:Secret"),
      [],
    );
  });
});

class Other extends pulumi.ProviderResource {}

describe("options: ownership, and options of a function", () => {
  it("what it makes has the recommended labels, its template has none", async () => {
    const all = await make({ secrets: { A: "1" }, labels: { team: "shop", "app.kubernetes.io/part-of": "shop" } });
    const own = {
      "app.kubernetes.io/name": "hello",
      "app.kubernetes.io/instance": "dev",
      "app.kubernetes.io/managed-by": "pulumi",
    };
    assert.deepEqual(inputsOf(all, serviceType).metadata.labels, {
      ...own,
      "app.kubernetes.io/part-of": "shop",
      team: "shop",
    });
    assert.deepEqual(inputsOf(all, "kubernetes:core/v1:Secret").metadata.labels, {
      ...own,
      "app.kubernetes.io/part-of": "project",
    });
    assert.equal(inputsOf(all, serviceType).spec.template.metadata.labels, undefined);
  });

  it("retainOnDelete holds for each object", async () => {
    const all = await make({ secrets: { A: "1" }, domains: { "a.example.com": {} } }, {}, { retainOnDelete: true });
    assert.deepEqual(
      all.filter(({ custom, retainOnDelete }) => custom && retainOnDelete !== true),
      [],
    );
  });

  it("ignoreChanges names arguments of the function or paths of its Service", async () => {
    const all = await make({}, {}, { ignoreChanges: ["env", "labels", "spec.traffic"] });
    assert.deepEqual(all.find(({ type }) => type === serviceType)?.ignoreChanges, [
      "spec.template",
      "metadata.labels",
      "spec.traffic",
    ]);
  });

  it("traffic follows the name that was registered", async () => {
    const kept = { spec: { template: { metadata: { name: "hello-kept" } } } };
    const respond: RenderOptions["respond"] = ({ type }) =>
      type === serviceType ? { ...kept, status: { conditions: [] } } : ready({ type } as never);
    const all = await render(() => void new Function("hello", { image }, { ignoreChanges: ["image"] }), { respond });
    assert.deepEqual(inputsOf(all, `${serviceType}Patch`).spec.traffic, [{ revisionName: "hello-kept", percent: 100 }]);
  });

  it("traffic follows what Knative named when the name was taken away", async () => {
    const respond: RenderOptions["respond"] = ({ type }) =>
      type === serviceType
        ? { spec: { template: { metadata: {} } }, status: { conditions: [], latestCreatedRevisionName: "hello-00001" } }
        : ready({ type } as never);
    const all = await render(() => void new Function("hello", { image }), { respond });
    assert.deepEqual(inputsOf(all, `${serviceType}Patch`).spec.traffic, [
      { revisionName: "hello-00001", percent: 100 },
    ]);
  });

  it("an explicit provider reaches every object", async () => {
    const providers = await render(() => {
      const provider = new Other("kubernetes", "other", {});
      new Function("hello", { image, domains: { "a.example.com": {} } }, { provider });
    }, cluster());
    const children = providers.filter(({ type }) => type.startsWith("kubernetes:"));
    assert.deepEqual(
      children.filter(({ provider }) => !provider.includes("::other::")),
      [],
    );
    assert.equal(children.length, 4);
  });
});
