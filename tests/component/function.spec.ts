// The component Function in a program: its children, what each depends on, and its outputs.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { InvalidArgs } from "../../provider/src/input/problems";
import { type Registration, type RenderOptions, render, secret, stateOf, unknown, withState } from "./harness";

const digest = `sha256:${"a".repeat(64)}`;
const image = `registry.example.com/hello@${digest}`;
const type = {
  function: "knative-faas:index:Function",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:serving.knative.dev/v1:Service",
  traffic: "kubernetes:serving.knative.dev/v1:ServicePatch",
};

/** A cluster where every revision becomes ready, or fails with this message. */
function cluster(failure?: { reason: string; message: string }): RenderOptions {
  const condition = { type: "ConfigurationsReady", status: failure === undefined ? "True" : "False", ...failure };
  return {
    respond: ({ type: kind, inputs }) => {
      if (kind === type.service)
        return { status: { latestCreatedRevisionName: revisionOf(inputs), conditions: [condition] } };
      return kind === type.traffic ? { status: { url: "http://hello.default.example.com" } } : undefined;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
const revisionOf = (inputs: any): string => inputs.spec.template.metadata.name;

const make = (args: Partial<FunctionArgs> = {}, options: RenderOptions = cluster()) =>
  render(() => void new Function("hello", { image, ...args }), options);

/** The outputs of a function without further arguments, except its address and key. */
const outputsOf = (revision: string) => ({
  name: "hello",
  namespace: "default",
  image,
  digest,
  revision,
  traffic: [{ revision, percent: 100 }],
  release: {
    image,
    digest,
    revision,
    templateHash: revision.slice("hello-".length),
    gates: [],
    served: true,
    settings: {},
    footprint: { minPods: 0, maxPods: 0, cpu: 0.045, memory: 32 * 2 ** 20 },
  },
  releases: [],
  manifest: {
    apiVersion: "knative-faas.dev/v1alpha1",
    kind: "Function",
    metadata: { name: "hello", namespace: "default" },
    spec: { image },
  },
  contents: {},
});

function childOf(registrations: Registration[], kind: string): Registration {
  const found = registrations.filter((registration) => registration.type === kind);
  assert.equal(found.length, 1, `${found.length} of ${kind}`);
  return found[0] as Registration;
}

const nameOf = (urn: string) => urn.split("::").pop();
const summary = ({ type: kind, name, parent, dependencies, custom }: Registration) => ({
  kind,
  name,
  parent: nameOf(parent),
  waitsFor: dependencies.map(nameOf),
  custom,
});

describe("function: in a program", () => {
  it("is a Service and its traffic", async () => {
    assert.deepEqual((await make()).map(summary), [
      { kind: type.function, name: "hello", parent: "", waitsFor: [], custom: false },
      { kind: type.service, name: "hello", parent: "hello", waitsFor: [], custom: true },
      { kind: type.traffic, name: "hello-traffic", parent: "hello", waitsFor: ["hello"], custom: true },
    ]);
  });

  it("with secrets, a Secret comes first", async () => {
    const registrations = await make({ secrets: { TOKEN: "s3cret" } });
    const { metadata, data, immutable } = childOf(registrations, type.secret).inputs;
    const { name } = metadata as { name: string };
    assert.deepEqual(registrations.map(summary), [
      { kind: type.function, name: "hello", parent: "", waitsFor: [], custom: false },
      { kind: type.secret, name: "hello/secrets", parent: "hello", waitsFor: [], custom: true },
      { kind: type.service, name: "hello", parent: "hello", waitsFor: ["hello/secrets"], custom: true },
      {
        kind: type.traffic,
        name: "hello-traffic",
        parent: "hello",
        waitsFor: ["hello"],
        custom: true,
      },
    ]);
    assert.deepEqual({ data, immutable }, { data: secret({ TOKEN: btoa("s3cret") }), immutable: true });
    assert.match(name, /^hello-[0-9a-f]{10}$/);
    const service = JSON.stringify(childOf(registrations, type.service).inputs);
    assert.ok(service.includes(`"envFrom":[{"secretRef":{"name":"${name}"}}]`), service);
  });

  it("the Secret's name is known by its content, stack and function", async () => {
    const secretName = async (args: Partial<FunctionArgs>) => {
      const { metadata } = childOf(await make(args), type.secret).inputs as { metadata: { name: string } };
      return metadata.name.split("-").pop();
    };
    const secrets = { TOKEN: "s3cret" };
    const first = await secretName({ secrets });
    assert.equal(await secretName({ secrets: pulumi.secret(secrets) }), first);
    assert.notEqual(await secretName({ secrets: { TOKEN: "other" } }), first);
    assert.notEqual(await secretName({ secrets, namespace: "other" }), first);
    assert.notEqual(await secretName({ secrets, name: "other" }), first);
  });

  it("waits as long as Knative needs to decide", async () => {
    const timeouts = async (args: Partial<FunctionArgs>) => {
      const registrations = await make(args);
      return [type.service, type.traffic].map((kind) => childOf(registrations, kind).customTimeouts);
    };
    assert.deepEqual(await timeouts({}), [{ create: "120s", update: "120s" }, {}]);
    assert.deepEqual(await timeouts({ timeouts: { readySeconds: 300 } }), [{ create: "380s", update: "380s" }, {}]);
    const later = { readySeconds: pulumi.output(300) };
    assert.deepEqual(await timeouts({ timeouts: later }), [{ create: "3600s", update: "3600s" }, {}]);
  });

  it("traffic is a patch under a field manager of its own, and a destroy leaves it to the Service", async () => {
    const registrations = await make();
    const traffic = childOf(registrations, type.traffic);
    const revision = revisionOf(childOf(registrations, type.service).inputs);
    assert.equal(traffic.retainOnDelete, true);
    assert.deepEqual(traffic.inputs, {
      apiVersion: "serving.knative.dev/v1",
      kind: "Service",
      metadata: {
        name: "hello",
        namespace: "default",
        annotations: {
          // biome-ignore lint/suspicious/noExplicitAny: an object of any kind
          ...(childOf(registrations, type.service).inputs as any).metadata.annotations,
          "pulumi.com/patchFieldManager": "knative-faas-traffic",
        },
      },
      spec: { traffic: [{ revisionName: revision, percent: 100 }] },
    });
  });

  it("names its outputs in a preview, all but the URL", async () => {
    const registrations = await make({}, { preview: true });
    const revision = revisionOf(childOf(registrations, type.service).inputs);
    assert.match(revision, /^hello-[0-9a-f]{10}$/);
    assert.deepEqual(registrations[0]?.outputs, { ...outputsOf(revision), url: unknown(), secretKey: unknown() });
  });

  it("has the same revision in the preview and in the update", async () => {
    const args = { env: { A: pulumi.output("1") }, port: pulumi.output(3000) };
    const [preview, update] = [await make(args, { preview: true }), await make(args)];
    assert.deepEqual(
      revisionOf(childOf(preview, type.service).inputs),
      revisionOf(childOf(update, type.service).inputs),
    );
  });

  it("with secrets, they agree once the stack has its key; before that the preview knows no name", async () => {
    const args = {
      secrets: { T: pulumi.secret("s") },
      registryLogin: { username: "robot", password: "p" },
      volumes: { tls: { mountPath: "/tls", secretFiles: { key: "k" } } },
    };
    const nodes = (all: Registration[]) => all.map(({ name }) => name);
    const first = await make(args, { preview: true });
    const content = nodes(first).filter((name) => name.includes("/"));
    assert.deepEqual(content.sort(), ["hello/pull", "hello/secrets", "hello/volumes-tls"]);
    assert.deepEqual(revisionOf(childOf(first, type.service).inputs), unknown());
    assert.deepEqual(first[0]?.outputs?.revision, unknown());
    const update = await make(args);
    const again = await make(args, { preview: true, ...withState(stateOf(update)) });
    assert.deepEqual(nodes(again).sort(), nodes(update).sort());
    assert.deepEqual(revisionOf(childOf(again, type.service).inputs), revisionOf(childOf(update, type.service).inputs));
  });

  it("gives its outputs back after an update", async () => {
    const registrations = await make();
    const revision = revisionOf(childOf(registrations, type.service).inputs);
    const { secretKey, ...others } = registrations[0]?.outputs ?? {};
    assert.deepEqual(others, { ...outputsOf(revision), url: "http://hello.default.example.com" });
    assert.match(String((secretKey as { value: string }).value), /^[0-9a-f]{64}$/);
    assert.deepEqual(secretKey, secret((secretKey as { value: string }).value));
  });

  it("what is not known in a preview makes the revision unknown, and nothing else", async () => {
    const env = { A: pulumi.output(pulumi.unknown as unknown as string), B: "2" };
    const registrations = await make({ env }, { preview: true });
    // biome-ignore lint/suspicious/noExplicitAny: an object of any kind
    const { template } = childOf(registrations, type.service).inputs.spec as any;
    assert.deepEqual(template.metadata.name, unknown());
    assert.deepEqual(template.spec.containers[0].env, [
      { name: "A", value: unknown() },
      { name: "B", value: "2" },
    ]);
    assert.equal(template.spec.containers[0].image, image);
  });

  it("a revision that fails is an error in Knative's words, and no traffic moves", async () => {
    const message = 'Revision "hello" failed with message: Container failed with: cannot open database.';
    const registrations: string[] = [];
    const failing = cluster({ reason: "RevisionFailed", message });
    const options: RenderOptions = {
      respond: (registration) => {
        registrations.push(registration.type);
        return failing.respond?.(registration);
      },
    };
    await assert.rejects(make({}, options), (error: Error) => {
      assert.match(
        error.message,
        /^revision hello-[0-9a-f]{10} is not ready: Container failed with: cannot open database/,
      );
      assert.match(error.message, /cannot open database\n {2}no revision serves yet$/);
      assert.equal(error.stack, error.message);
      return true;
    });
    assert.deepEqual(registrations, [type.service]);
  });

  it("a wrong argument registers no child", async () => {
    const program = make({ scale: { min: 2, max: 1 } });
    await assert.rejects(program, (error) => error instanceof InvalidArgs && error.component === "Function");
  });

  it("a value that is found wrong later registers nothing that uses it", async () => {
    const types: string[] = [];
    const respond = (registration: Registration) => {
      types.push(registration.type);
      return undefined;
    };
    await assert.rejects(make({ port: pulumi.output(8012), secrets: { A: "1" } }, { respond }), /port: is used by/);
    assert.ok(!types.includes(type.service) && !types.includes(type.traffic), types.join(", "));
  });

  it("passes its provider to every child", async () => {
    class Provider extends pulumi.ProviderResource {}
    const registrations = await render(() => {
      const provider = new Provider("kubernetes", "other", {});
      new Function("hello", { image, secrets: { A: "1" } }, { providers: [provider] });
    }, cluster());
    const children = registrations.filter(({ parent }) => parent.includes(type.function));
    assert.equal(children.length, 3);
    for (const { provider } of children) assert.match(provider, /pulumi:providers:kubernetes::other::other-id$/);
  });

  it("is called as its resource unless it has a name", async () => {
    const named = async (args: Partial<FunctionArgs>) => {
      const { metadata } = childOf(await make(args), type.service).inputs as { metadata: { name: string } };
      return metadata.name;
    };
    assert.equal(await named({}), "hello");
    assert.equal(await named({ name: "greeter" }), "greeter");
    const wrong = render(() => void new Function("Hello_1", { image }));
    await assert.rejects(
      wrong,
      /^Error: invalid Function\n {2}name: expected a DNS label.*got "Hello_1"$|got "Hello_1"/,
    );
  });

  it("asks for a registry when there is none in the configuration", async () => {
    const source = { directory: "examples/quickstart/hello" };
    const without = render(() => void new Function("hello", { source }));
    await assert.rejects(without, { message: /\n {2}registry: is required with source: set it here, in/ });
    const wrong = render(() => void new Function("hello", { source }), {
      config: { "knative-faas:registry": "https://ghcr.io" },
    });
    await assert.rejects(wrong, { message: /\n {2}registry: expected host and path without a scheme/ });
  });
});
