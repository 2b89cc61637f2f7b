// Mistakes over gRPC: all at once with their paths, however late they are found, and nothing applied.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { withCluster } from "../component/fakeCluster";
import { ConstructError, type ConstructOptions, output, type Plugin, secret, startPlugin, unknown } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const functionType = "knative-faas:index:Function";
const serviceType = "kubernetes:serving.knative.dev/v1:Service";
const trafficType = "kubernetes:serving.knative.dev/v1:ServicePatch";

/** A channel that is ready immediately. */
const respond = () => ({
  status: { address: { url: "http://wire" }, conditions: [{ type: "Ready", status: "True" }] },
});

describe("errors: over gRPC", () => {
  let plugin: Plugin;
  before(async () => {
    plugin = await startPlugin();
  });
  after(() => plugin.stop());

  async function failure(options: Partial<ConstructOptions>): Promise<ConstructError> {
    const made = plugin.construct({ type: functionType, name: "hello", ...options });
    const error = await made.then(
      () => assert.fail("it was constructed"),
      (reason) => reason,
    );
    assert.ok(error instanceof ConstructError, String(error));
    return error;
  }
  const kinds = (error: ConstructError) => error.registrations.map(({ type }) => type);
  /** The component itself may be in registration when its arguments are refused. */
  const objects = (error: ConstructError) => kinds(error).filter((type) => type !== functionType);

  for (const dryRun of [true, false]) {
    it(`reports all wrong properties at once in ${dryRun ? "a preview" : "an update"}`, async () => {
      const inputs = {
        image: "hello:latest",
        port: 8012,
        env: { K_SERVICE: "x", B: unknown() },
        secrets: { TOKEN: 5.5 },
        resources: { requests: { cpu: "much" } },
        scale: { min: 3, max: 2 },
        replicas: 1,
      };
      const error = await failure({ inputs, dryRun });
      assert.equal(error.code, "INVALID_ARGUMENT");
      assert.deepEqual(
        error.errors.map(({ propertyPath }) => propertyPath),
        ["port", "env.K_SERVICE", "secrets.TOKEN", "resources.requests.cpu", "replicas", "image", "scale.min"],
      );
      assert.match(error.errors[6]?.reason ?? "", /expected at most scale\.max \(2\), got 3/);
      assert.match(error.message, /^invalid Function/);
      assert.deepEqual(objects(error), []);
    });
  }

  it("leaves the outputs of the last update alone", async () => {
    const error = await failure({ inputs: { image, port: 8012 } });
    await pause(500);
    assert.deepEqual(error.registrations, []);
  });

  it("tells those of Knative the same way", async () => {
    const inputs = { domain: "Example.com", manifests: "/nowhere", config: { network: { a: 1 } } };
    const error = await failure({ type: "knative-faas:index:Knative", name: "knative", inputs });
    assert.equal(error.code, "INVALID_ARGUMENT");
    assert.deepEqual(
      error.errors.map(({ propertyPath }) => propertyPath),
      ["manifests", "domain", "config.network.a"],
    );
  });

  for (const encoding of ["outputs", "plain"] as const) {
    it(`tells an Output that turns out bad at its path (${encoding})`, async () => {
      const port = { port: output(8012, { dependencies: ["urn:pulumi:dev::project::a:b:C::other"] }) };
      const inputs = { image, ...port, secrets: { TOKEN: secret("s3cret") } };
      const error = await failure({ inputs, encoding });
      assert.equal(error.code, "INVALID_ARGUMENT");
      assert.deepEqual(
        error.errors.map(({ propertyPath }) => propertyPath),
        ["port"],
      );
      assert.deepEqual(objects(error), []);
    });
  }

  it("an Output that is unknown in the preview may be refused in the update, before anything is applied", async () => {
    const inputs = (value: unknown) => ({ image, timeouts: { requestSeconds: value }, secrets: { A: "1" } });
    const preview = await plugin.construct({
      type: functionType,
      name: "hello",
      inputs: inputs(unknown()),
      dryRun: true,
    });
    assert.equal(preview.registrations.length, 4);
    const error = await failure({ inputs: inputs(output(0)) });
    assert.deepEqual(error.errors, [{ propertyPath: "timeouts.requestSeconds", reason: "expected at least 1, got 0" }]);
    assert.deepEqual(objects(error), []);
  });

  it("a group or a directory that is an Output is refused with its path", async () => {
    const source = { directory: output("examples/quickstart/hello") };
    const error = await failure({ inputs: { source, registry: "ghcr.io/acme", scale: output({ min: 1 }) } });
    assert.deepEqual(
      error.errors
        .map(({ propertyPath, reason }) => `${propertyPath} ${/must be a plain value, not an Output/.test(reason)}`)
        .sort(),
      ["scale true", "source.directory true"],
    );
  });

  it("never shows a secret, neither in the error nor in the log", async () => {
    const inputs = {
      image,
      visibility: secret("hunter2"),
      env: { A: secret(["hunter2"]) },
      scale: { min: secret(31337), max: 2 },
    };
    const error = await failure({ inputs });
    assert.equal(error.code, "INVALID_ARGUMENT");
    const told = error.logs.filter(({ severity }) => severity !== "debug");
    assert.doesNotMatch(JSON.stringify([error.message, error.errors, told]), /hunter2|31337/);
  });

  it("a revision that fails is reported in Knative's words, and no traffic moves", async () => {
    const message = 'Revision "x" failed with message: Container failed with: cannot open database.';
    const condition = { type: "ConfigurationsReady", status: "False", reason: "RevisionFailed", message };
    const respond = ({ type }: { type: string }) =>
      type === serviceType ? { status: { conditions: [condition] } } : undefined;
    const error = await failure({ inputs: { image }, respond });
    assert.match(error.message, /revision hello-[0-9a-f]{10} is not ready: .*cannot open database/);
    assert.ok(!kinds(error).includes(trafficType));
    const told = error.logs.filter(({ severity }) => severity === "error");
    assert.deepEqual(told, [], "the engine tells the error of a construct, the log should not tell it again");
  });

  it("one construct that fails leaves the others alone", async () => {
    const inputs = (port: number) => ({ image, port: output(port) });
    const results = await Promise.allSettled(
      [8080, 8012, 8081].map((port, index) =>
        plugin.construct({ type: functionType, name: `f${index}`, inputs: inputs(port) }),
      ),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
  });

  it("a preview tells the errors of all functions, once nothing else is under way", async () => {
    const order: string[] = [];
    const made = (name: string, port: number) =>
      plugin
        .construct({ type: functionType, name, inputs: { image, port }, dryRun: true })
        .finally(() => order.push(name));
    const results = await Promise.allSettled([made("wrong", 8012), made("well", 8080), made("bad", 8013)]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "fulfilled", "rejected"],
    );
    assert.equal(order[0], "well");
  });

  for (const dryRun of [true, false]) {
    it(`a node that no output waits for fails its component in ${dryRun ? "a preview" : "an update"}`, async () => {
      const metadata = { name: "wire-one", namespace: "default", labels: { "app.kubernetes.io/managed-by": "others" } };
      const there = { apiVersion: "messaging.knative.dev/v1", kind: "Subscription", metadata };
      const inputs = { channel: { subscribers: { one: { url: "http://example.com" } } } };
      const error = await withCluster(
        () => [there],
        ({ config }) => failure({ type: "knative-faas:index:Flow", name: "wire", inputs, dryRun, config, respond }),
      );
      assert.match(error.message, /^Subscription default\/wire-one already exists .*: it is managed by others;/);
    });
  }

  it("goes on working after a resource has failed", async () => {
    const respond = ({ type }: { type: string }) => {
      if (type === serviceType) throw new Error("the cluster says no");
      return undefined;
    };
    const error = await failure({ inputs: { image }, respond });
    assert.equal(error.message, "resource hello failed: the cluster says no");
    assert.ok(!kinds(error).includes(trafficType));
    const { state } = await plugin.construct({ type: functionType, name: "hello", inputs: { image }, dryRun: true });
    assert.equal(state.image, image);
  });

  describe("a state that can't be read", () => {
    const unreadable = (times: number, message: string) => {
      const asked = { times: 0 };
      const invoke = () => {
        asked.times += 1;
        if (asked.times <= times) throw new Error(message);
        return { outputs: {} };
      };
      return { asked, invoke };
    };

    it("in the middle of a write is asked for again, a few times", async () => {
      const { asked, invoke } = unreadable(3, "failed to load checkpoint: EOF");
      const { state } = await plugin.construct({ type: functionType, name: "hello", inputs: { image }, invoke });
      assert.deepEqual([state.image, asked.times], [image, 4]);
    });

    for (const [message, times] of [
      ["failed to load checkpoint: EOF", 7],
      ["could not authenticate to the backend", 1],
    ] as const) {
      it(`is reported after ${times} times: ${message}`, async () => {
        const { asked, invoke } = unreadable(Number.POSITIVE_INFINITY, message);
        const error = await failure({ inputs: { image }, invoke });
        assert.match(error.message, new RegExp(message));
        assert.deepEqual([asked.times, objects(error)], [times, []]);
      });
    }
  });
});
