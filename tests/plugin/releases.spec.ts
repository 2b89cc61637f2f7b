// Releases over gRPC: as an Output of another stack, in both encodings; refused traffic at its path; what a preview reports.
import assert from "node:assert/strict";
import {
  ConstructError,
  type ConstructOptions,
  OutputValue,
  output,
  type Plugin,
  type Properties,
  secret,
  startPlugin,
  unknown,
} from "./harness";
import { stateOf, withState } from "./state";

const functionType = "knative-faas:index:Function";
const digest = `sha256:${"a".repeat(64)}`;
const image = `registry.example.com/hello@${digest}`;
const other = "urn:pulumi:dev::project::pulumi:pulumi:StackReference::staging";

const release = {
  image,
  digest,
  revision: "hello-0123456789",
  templateHash: "0123456789",
  commit: "0a1b2c3d",
  gates: ["smoke"],
  served: true,
  settings: { port: "3000" },
};

function plain(value: unknown): unknown {
  if (value instanceof OutputValue) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object" || value.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

describe("releases: over gRPC", () => {
  let plugin: Plugin;
  before(async () => {
    plugin = await startPlugin();
  });
  after(() => plugin.stop());

  const make = (inputs: Properties, options: Partial<ConstructOptions> = {}) =>
    plugin.construct({ type: functionType, name: "hello", inputs, ...options });
  const refused = async (inputs: Properties, options: Partial<ConstructOptions> = {}) => {
    const error = await make(inputs, options).then(
      () => assert.fail("it was constructed"),
      (reason) => reason,
    );
    assert.ok(error instanceof ConstructError, String(error));
    assert.deepEqual(
      error.registrations.map(({ type }) => type),
      [functionType],
    );
    return error.errors;
  };

  for (const encoding of ["outputs", "plain"] as const) {
    it(`a release of another stack is an Output as a whole, sent as ${encoding}`, async () => {
      const given = output(release, { dependencies: [other] });
      const made = await make({ release: given, require: ["smoke"], port: 3000 }, { encoding });
      const { revision } = plain(made.state) as Properties;
      const { image: own, commit, gates, settings } = plain(made.state.release) as Properties;
      assert.deepEqual([own, commit, gates, settings], [image, "0a1b2c3d", ["smoke"], { port: "3000" }]);
      assert.match(String(revision), /^hello-[0-9a-f]{10}$/);
      const service = made.registrations.find(({ type }) => type.endsWith(":Service"));
      assert.ok(service?.dependencies.includes(other), JSON.stringify(service?.dependencies));
    });

    it(`one that is not known in a preview makes unknown what follows from it, sent as ${encoding}`, async () => {
      const made = await make({ release: unknown(), require: ["smoke"] }, { encoding, dryRun: true });
      const { namespace, image: own, revision, release: next } = plain(made.state) as Properties;
      assert.deepEqual([namespace, own, revision, next], ["default", unknown(), unknown(), unknown()]);
      const told = made.logs.filter(({ severity }) => severity === "info").map(({ message }) => message);
      assert.deepEqual(told, ["revision: not known before the update, as it depends on: release"]);
    });

    it(`a release that is a secret is no secret here, sent as ${encoding}`, async () => {
      const made = await make({ release: secret(release) }, { encoding });
      assert.equal(plain(made.state.image), image);
      assert.deepEqual((plain(made.state.release) as Properties).digest, digest);
    });

    it(`a release without the gates is refused at its path, sent as ${encoding}`, async () => {
      const given = output(release, { dependencies: [other] });
      for (const dryRun of [true, false])
        assert.deepEqual(await refused({ release: given, require: ["step-25"] }, { encoding, dryRun }), [
          {
            propertyPath: "require",
            reason: "the release has not passed step-25 (it passed: smoke); promote one that has",
          },
        ]);
    });
  }

  it("traffic to a revision that does not exist is refused at its path", async () => {
    const first = await make({ image });
    const there = first.state.revision;
    const traffic = [{ revision: "hello-0000000000", percent: 100 }];
    for (const dryRun of [true, false])
      assert.deepEqual(await refused({ image, traffic }, { dryRun, ...withState(stateOf(first.registrations)) }), [
        {
          propertyPath: "traffic[0]",
          reason: `expected an existing revision of this function (${plain(there)}), got "hello-0000000000"; name one of them, or retain more with revisions.keep`,
        },
      ]);
  });

  it("a preview reports its lines at the function, all in one message", async () => {
    const first = await make({ image });
    const state = withState(stateOf(first.registrations));
    const { logs, state: next } = await make({ image, port: 3000 }, { dryRun: true, ...state });
    const told = logs.filter(({ severity }) => severity === "info");
    assert.deepEqual(told, [
      {
        severity: "info",
        urn: `urn:pulumi:dev::project::${functionType}::hello`,
        ephemeral: false,
        message: [
          `image: ${image} (unchanged)`,
          `revision: ${plain(next.revision)} (new), before: ${plain(first.state.revision)}`,
          `traffic: 100 %  ${plain(next.revision)}`,
        ].join("\n"),
      },
    ]);
  });

  it("functions that are constructed at the same time tell each its own", async () => {
    const names = ["one", "two", "three"];
    const made = await Promise.all(names.map((name) => make({ image, env: { NAME: name } }, { name, dryRun: true })));
    // The log of each also contains the messages of concurrent ones.
    const told = made.flatMap(({ logs }) => logs).filter(({ severity }) => severity === "info");
    for (const [index, name] of names.entries()) {
      const own = told.filter(({ urn }) => urn.endsWith(`::${name}`)).map(({ message }) => message.split("\n")[1]);
      assert.deepEqual([...new Set(own)], [`revision: ${plain(made[index]?.state.revision)} (new)`]);
    }
  });
});
