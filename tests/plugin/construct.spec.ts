// Components over gRPC: previews with unknowns and secrets, inherited providers, outputs with their dependencies.
import assert from "node:assert/strict";
import {
  type Constructed,
  type ConstructOptions,
  OutputValue,
  output,
  type Plugin,
  type Properties,
  type Registration,
  Secret,
  secret,
  startPlugin,
  Unknown,
  unknown,
} from "./harness";
import { stateOf, withState } from "./state";

const digest = `sha256:${"a".repeat(64)}`;
const image = `registry.example.com/hello@${digest}`;
const type = {
  function: "knative-faas:index:Function",
  knative: "knative-faas:index:Knative",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:serving.knative.dev/v1:Service",
  traffic: "kubernetes:serving.knative.dev/v1:ServicePatch",
};
const provider = "urn:pulumi:dev::project::pulumi:providers:kubernetes::other::0a";
const other = "urn:pulumi:dev::project::random:index:RandomId::other";

// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
const inputsOf = (object: Registration) => object.inputs as any;

const ready = ({ type: kind }: Registration) => {
  if (kind === type.service) return { status: { conditions: [{ type: "ConfigurationsReady", status: "True" }] } };
  return kind === type.traffic ? { status: { url: "http://hello.default.example.com" } } : undefined;
};

/** Without the URNs that are sent with an Output. */
function plain(value: unknown): unknown {
  if (value instanceof OutputValue) return plain(value.value);
  if (value instanceof Secret || value instanceof Unknown || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

describe("plugin: construct", () => {
  let plugin: Plugin;
  before(async () => {
    plugin = await startPlugin();
  });
  after(() => plugin.stop());

  const make = (options: Partial<ConstructOptions>) =>
    plugin.construct({ type: type.function, name: "hello", respond: ready, ...options });
  const child = ({ registrations }: Constructed, kind: string) =>
    registrations.find((registration) => registration.type === kind) as Registration;

  it("returns its outputs and what they depend on", async () => {
    const made = await make({ inputs: { image } });
    const service = child(made, type.service);
    const revision = inputsOf(service).spec.template.metadata.name;
    const url = "http://hello.default.example.com";
    assert.equal(made.urn, "urn:pulumi:dev::project::knative-faas:index:Function::hello");
    const { traffic, release, releases, manifest, ...others } = plain(made.state) as Properties;
    assert.deepEqual((manifest as Properties).spec, { image });
    assert.deepEqual(others, { name: "hello", namespace: "default", url, image, digest, revision });
    assert.deepEqual({ traffic, releases }, { traffic: [{ revision, percent: 100 }], releases: [] });
    assert.deepEqual(release, { ...(release as object), image, digest, revision, served: true, gates: [] });
    const { urn } = child(made, type.traffic);
    assert.ok(made.stateDependencies.url?.includes(urn), JSON.stringify(made.stateDependencies));
    assert.ok(made.stateDependencies.revision?.includes(service.urn));
  });

  for (const encoding of ["outputs", "plain"] as const) {
    describe(`Outputs sent as ${encoding}`, () => {
      const inputs = {
        image,
        namespace: output("demo", { dependencies: [other] }),
        env: { NAME: unknown(), GREETING: output("Hi", { dependencies: [other] }) },
        secrets: { TOKEN: secret("s3cret"), KEY: secret(unknown()) },
        scale: { max: unknown() },
      };

      it("a preview keeps unknown what is unknown, and secret what is secret", async () => {
        const made = await make({ inputs, encoding, dryRun: true });
        const { metadata, spec } = inputsOf(child(made, type.service));
        const template = plain(spec.template) as typeof spec.template;
        assert.deepEqual(plain(metadata.namespace), "demo");
        assert.deepEqual(template.metadata.name, unknown());
        assert.deepEqual(template.metadata.annotations["autoscaling.knative.dev/max-scale"], unknown());
        const leaves = [
          { name: "GREETING", value: "Hi" },
          { name: "NAME", value: unknown() },
        ];
        // A plain map that depends on something is sent as one Output.
        assert.deepEqual(template.spec.containers[0].env, encoding === "outputs" ? leaves : unknown());
        const name = { name: "hello", namespace: "demo" };
        const { traffic, release, releases, manifest, ...others } = made.state;
        const expected = { ...name, url: unknown(), image, digest, revision: unknown() };
        assert.deepEqual(plain(others), expected);
        for (const later of [traffic, release, releases, manifest]) assert.deepEqual(plain(later), unknown());
      });

      it("a preview with nothing unknown names the next revision", async () => {
        const known = {
          image,
          env: { NAME: output("x", { dependencies: [other] }) },
          secrets: { T: secret("s3cret") },
        };
        const first = await make({ inputs: known, encoding, dryRun: true });
        assert.deepEqual(plain(first.state.revision), unknown(), "without the key of the stack's secrets");
        const update = await make({ inputs: known, encoding });
        const preview = await make({
          inputs: known,
          encoding,
          dryRun: true,
          ...withState(stateOf(update.registrations)),
        });
        assert.match(plain(preview.state.revision) as string, /^hello-[0-9a-f]{10}$/);
        assert.deepEqual(plain(preview.state.revision), plain(update.state.revision));
      });

      it("a secret value is in no input in clear, and in no message but debug", async () => {
        const values = {
          image,
          secrets: { TOKEN: secret("hunter-secret"), PLAIN: "hunter-plain" },
        };
        for (const dryRun of [true, false]) {
          const made = await make({ inputs: values, encoding, dryRun });
          const clear = JSON.stringify([made.registrations, made.state], (_key, value) =>
            value instanceof Secret ? "[secret]" : value,
          );
          assert.doesNotMatch(clear, /hunter/);
          const told = made.logs.filter(({ severity }) => severity !== "debug");
          assert.doesNotMatch(JSON.stringify(told), /hunter/);
        }
      });
    });
  }

  it("what an input depends on is what its users depend on", async () => {
    const made = await make({ inputs: { image, env: { A: output("1", { dependencies: [other] }) } } });
    assert.ok(child(made, type.service).dependencies.includes(other));
  });

  for (const [title, options] of [
    ["providers", { providers: { kubernetes: `${provider}::id` } }],
    ["a provider of a Knative", { type: type.knative, inputs: {}, providers: { kubernetes: `${provider}::id` } }],
  ] as const) {
    it(`hands ${title} to every child`, async () => {
      const made = await make({ inputs: { image, secrets: { A: "1" } }, dryRun: true, ...options });
      const [component, ...children] = made.registrations;
      assert.ok(children.length >= 3);
      for (const { provider: used, parent } of children.filter(({ type: of }) => of.startsWith("kubernetes:"))) {
        assert.equal(used, `${provider}::id`);
        assert.equal(parent, component?.urn);
      }
    });
  }

  it("stands in the namespace of its provider, or of the configuration", async () => {
    const namespace = async (options: Partial<ConstructOptions>) =>
      inputsOf(child(await make({ inputs: { image }, dryRun: true, ...options }), type.service)).metadata.namespace;
    const invoke = (token: string) =>
      token === "pulumi:pulumi:getResource" ? { state: { namespace: "of-provider" } } : undefined;
    const providers = { kubernetes: `${provider}::id` };
    assert.deepEqual(plain(await namespace({ providers, invoke })), "of-provider");
    assert.equal(await namespace({ config: { "kubernetes:namespace": "of-config" } }), "of-config");
  });

  it("a preview that sees no cluster says so once, and an update leaves it to the provider", async () => {
    const kubeconfig = JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [], users: [], contexts: [] });
    const config = { "kubernetes:kubeconfig": kubeconfig, "kubernetes:context": "nowhere" };
    const warned = async (dryRun: boolean) =>
      (await make({ inputs: { image }, config, dryRun })).logs
        .filter(({ severity }) => severity === "warning")
        .map(({ message }) => message.split(". ")[0]);
    assert.deepEqual(await warned(true), [
      "the cluster could not be reached: the kubeconfig has no context nowhere with a cluster",
    ]);
    assert.deepEqual(await warned(false), []);
  });

  it("takes the options of a component", async () => {
    const parent = "urn:pulumi:dev::project::my:index:App::app";
    const made = await make({
      inputs: { image },
      parent,
      dependencies: [other],
      protect: true,
      aliases: [{ name: "old" }],
    });
    const [component] = made.registrations;
    assert.equal(component?.parent, parent);
    assert.ok(component?.dependencies.includes(other));
    assert.equal(component?.protect, true);
    assert.deepEqual(component?.aliases, [{ name: "old", parent }]);
  });

  it("installs Knative object by object", async () => {
    const inputs = {
      domain: output("faas.example.com"),
      ingress: { kourier: { service: { externalIPs: ["10.0.0.1"] } } },
    };
    const made = await make({ type: type.knative, name: "knative", inputs, respond: undefined });
    assert.equal(made.registrations.length, 74);
    assert.deepEqual(plain(made.state), {
      features: {},
      ingress: "kourier.ingress.networking.knative.dev",
      version: "1.23.0",
      domain: "faas.example.com",
      address: "10.0.0.1",
    });
  });

  it("an unknown domain makes its ConfigMap unknown, and nothing else", async () => {
    const made = await make({ type: type.knative, name: "knative", inputs: { domain: unknown() }, dryRun: true });
    const dataOf = (name: string) =>
      inputsOf(made.registrations.find((object) => object.name === `knative/knative-serving/${name}`) as Registration)
        .data;
    assert.deepEqual(dataOf("config-domain"), unknown());
    assert.deepEqual(dataOf("config-network"), { "ingress-class": "kourier.ingress.networking.knative.dev" });
    const whole = made.registrations.filter(({ inputs }) =>
      Object.values(inputs).some((value) => value instanceof Unknown),
    );
    assert.deepEqual(
      whole.map(({ name }) => name),
      ["knative/knative-serving/config-domain"],
    );
  });

  it("constructs at the same time do not mix", async () => {
    const names = ["one", "two", "three", "four"];
    const made = await Promise.all(names.map((name) => make({ name, inputs: { image, env: { NAME: name } } })));
    for (const [index, { registrations }] of made.entries()) {
      assert.deepEqual(
        registrations.map(({ name }) => name),
        [names[index], names[index], `${names[index]}-traffic`],
      );
    }
  });

  /** How the state is queried: for a name alone the CLI uses the user's default organization. */
  const stacks: [string, string | undefined, string][] = [
    ["of an organization", "bigcorp", "bigcorp/project/dev"],
    ["of a backend without organizations", "organization", "dev"],
    ["of an older CLI, which names none", "", "dev"],
  ];
  for (const [title, organization, expected] of stacks)
    it(`asks for the state of its stack: ${title}`, async () => {
      const asked: unknown[] = [];
      const invoke = (token: string, { stackName }: Record<string, unknown>) => {
        if (token !== "pulumi:pulumi:readStackResourceOutputs") return undefined;
        asked.push(stackName);
        return { outputs: {} };
      };
      await make({ inputs: { image }, organization, invoke });
      assert.deepEqual(asked, [expected]);
    });
});
