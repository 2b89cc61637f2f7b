// What a preview reports about a function: each line, and nothing if nothing changes.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, type Deployed, deploy, digest, image } from "./deployed";
import { withCluster } from "./fakeCluster";
import type { RenderOptions } from "./harness";

const second = `registry.example.com/hello@${digest("b")}`;
const unknown = <T>() => pulumi.output(pulumi.unknown as unknown as T);
const scale = { max: 3 };

/** The lines of a preview, including each message. */
async function told(args: FunctionArgs | (() => FunctionArgs), before?: Deployed, more: RenderOptions = {}) {
  const logs: NonNullable<RenderOptions["logs"]> = [];
  const made = await deploy(args, before, { ...cluster(), preview: true, logs, ...more });
  const isTaken = ({ message }: { message: string }) =>
    message.includes("it is treated as created by an update that died");
  const plain = logs.filter((log) => !isTaken(log));
  for (const { severity, urn, ephemeral } of plain)
    assert.deepEqual([severity, urn.split("::").pop(), ephemeral], ["info", "hello", false]);
  const lines = plain.flatMap(({ message }) => message.split("\n"));
  return { lines, taken: logs.filter(isTaken).map(({ severity }) => severity), revision: made.outputs?.revision };
}

/** The state if the first update dies before its first object is stored. */
function begun({ state, ...deployed }: Deployed): Deployed {
  const component = Object.entries(state).slice(0, 1);
  return { ...deployed, state: Object.fromEntries(component.map(([urn, { type }]) => [urn, { type, outputs: {} }])) };
}

describe("preview: what it tells", () => {
  let first: Deployed;
  let after: Deployed;
  let old: string;
  let next: string;
  before(async () => {
    first = await deploy({ image, scale });
    after = await deploy({ image: second, scale }, first);
    [old, next] = [first.outputs.revision, after.outputs.revision];
  });

  it("a first deployment", async () => {
    const { lines, revision } = await told({ image });
    assert.deepEqual(lines, [`image: ${image}`, `revision: ${revision} (new)`, `traffic: 100 %  ${revision}`]);
  });

  it("another image, and the Pods that both revisions may take together", async () => {
    const { lines } = await told({ image: second, scale }, first);
    assert.deepEqual(lines, [
      `image: ${second}, before: ${image}`,
      `revision: ${next} (new), before: ${old}`,
      `traffic: 100 %  ${next}`,
      "resources: at most 3 Pods (135m CPU, 96Mi), at most 6 Pods (270m CPU, 192Mi) until traffic has moved; 0 Pods when idle",
    ]);
  });

  it("another template of the same image", async () => {
    const { lines, revision } = await told({ image, scale: { max: 3, min: 1 } }, first);
    assert.deepEqual(lines, [
      `image: ${image} (unchanged)`,
      `revision: ${revision} (new), before: ${old}`,
      `traffic: 100 %  ${revision}`,
      "resources: at most 3 Pods (135m CPU, 96Mi), at most 6 Pods (270m CPU, 192Mi) until traffic has moved; 1 Pod (45m CPU, 32Mi) when idle",
    ]);
  });

  it("a revision that is gone back to", async () => {
    const { lines } = await told({ image, scale }, after);
    assert.deepEqual(lines.slice(0, 3), [
      `image: ${image}, before: ${second}`,
      `revision: ${old} (already exists: no new revision), before: ${next}`,
      `traffic: 100 %  ${old}`,
    ]);
  });

  it("a revision that nothing keeps any more, and that the cluster still has", async () => {
    const labels = { instance: "dev", "part-of": "project", "managed-by": "pulumi" };
    const own = Object.entries(labels).map(([label, value]) => [`app.kubernetes.io/${label}`, value]);
    const metadata = { uid: "f7d2", namespace: "default", labels: Object.fromEntries(own) };
    const objects = [
      { kind: "Service", metadata: { ...metadata, name: "hello" }, spec: {}, status: {} },
      { kind: "Revision", metadata: { ...metadata, name: old } },
    ].map((object) => ({ apiVersion: "serving.knative.dev/v1", ...object }));
    const alone = await deploy({ image: second, scale, revisions: { keep: 0 } }, after);
    const age = async (config: RenderOptions["config"], before?: Deployed) =>
      (await told({ image, scale }, before, { config })).lines[1]?.replace(/.*\((.*)\).*/, "$1");
    assert.equal(await age({}, alone), "new");
    await withCluster(
      () => objects,
      async ({ config }) => {
        const there = "already exists: no new revision";
        const died = begun(first);
        assert.deepEqual([await age(config, alone), await age(config, died)], [there, there]);
        assert.deepEqual((await told({ image, scale }, died, { config })).taken, ["warning"]);
        await assert.rejects(
          told({ image, scale }, undefined, { config }),
          /labels of this stack, but the component is not in its state/,
        );
      },
    );
  });

  it("another traffic table, its tags with their addresses", async () => {
    const traffic = [
      { latest: true, percent: 95 },
      { revision: old, percent: 5, tag: "old" },
    ];
    const { lines } = await told({ image: second, scale, traffic }, after);
    assert.deepEqual(lines, [
      `image: ${second} (unchanged)`,
      `revision: ${next} (unchanged)`,
      `traffic:  95 %  ${next}`,
      `traffic:   5 %  ${old}  tag old  http://old-hello.default.example.com`,
      `traffic before: 100 %  ${next}`,
      "resources: at most 6 Pods (270m CPU, 192Mi); 0 Pods when idle",
    ]);
  });

  it("traffic that goes back, and on again, with the table before", async () => {
    const pinned: FunctionArgs = { image: second, scale, traffic: [{ revision: old, percent: 100 }] };
    const takes = "resources: at most 3 Pods (135m CPU, 96Mi)";
    const both = ", at most 6 Pods (270m CPU, 192Mi) until traffic has moved; 0 Pods when idle";
    const unchanged = [`image: ${second} (unchanged)`, `revision: ${next} (unchanged)`];
    assert.deepEqual((await told(pinned, after)).lines, [
      ...unchanged,
      `traffic: 100 %  ${old}, before: 100 %  ${next}`,
      `${takes}${both}`,
    ]);
    const back = await deploy(pinned, after);
    assert.deepEqual((await told({ image: second, scale }, back)).lines, [
      ...unchanged,
      `traffic: 100 %  ${next}, before: 100 %  ${old}`,
      `${takes}${both}`,
    ]);
  });

  it("a table of shares that follows the new revision, and one that ends", async () => {
    const traffic = [
      { latest: true, percent: 95 },
      { revision: old, percent: 5, tag: "old" },
    ];
    const split = await deploy({ image: second, scale, traffic }, after);
    const third = { image: second, scale, env: { A: "1" } };
    const { lines, revision } = await told({ ...third, traffic }, split);
    assert.deepEqual(lines.slice(2, -1), [
      `traffic:  95 %  ${revision}`,
      `traffic:   5 %  ${old}  tag old  http://old-hello.default.example.com`,
    ]);
    assert.deepEqual((await told(third, split)).lines.slice(2, -1), [
      `traffic: 100 %  ${revision}, before: 95 %  ${next}, 5 %  ${old}  tag old`,
    ]);
  });

  it("a tag whose address is not known yet", async () => {
    const { lines, revision } = await told({ image, traffic: [{ latest: true, percent: 100, tag: "canary" }] });
    assert.equal(lines.at(-1), `traffic: 100 %  ${revision}  tag canary`);
  });

  const releaseOf = (more: object = {}) => ({ ...first.outputs.release, ...more });
  const releases: [string, () => FunctionArgs, string][] = [
    [
      "a release under another scale",
      () => ({ release: releaseOf({ settings: {} }), scale: { min: 2 } }),
      "same image as the release; differs: scale.min 0 -> 2",
    ],
    [
      "a release as an Output, with several differences",
      () => ({ release: pulumi.output(releaseOf()) as never, env: { ZONE: "eu" }, scale: { max: 5 } }),
      "same image as the release; differs: env.ZONE unset -> eu, scale.max 3 -> 5",
    ],
    [
      "the same as in the other stack",
      () => ({ release: releaseOf(), scale }),
      "same image as the release; nothing differs",
    ],
  ];
  for (const [title, args, line] of releases)
    it(title, async () => {
      const { lines, revision } = await told(args);
      assert.deepEqual(lines.slice(0, 3), [`image: ${image}`, line, `revision: ${revision} (new)`]);
    });

  it("never a secret, of whatever argument it is the value", async () => {
    const args = () =>
      ({
        release: releaseOf(),
        secrets: { TOKEN: "hunter-token" },
        volumes: { keys: { mountPath: "/keys", secretFiles: { "key.pem": "hunter-key" } } },
      }) as FunctionArgs;
    const { lines } = await told(args, first);
    const mount = "volumes.keys.mountPath unset -> /keys";
    const [token, key] = ["secrets.TOKEN", "volumes.keys.secretFiles.key.pem"].map(
      (path) => `${path} unset -> (secret)`,
    );
    assert.equal(lines[1], `same image as the release; differs: ${["scale.max 3 -> 0", token, mount, key].join(", ")}`);
    assert.doesNotMatch(lines.join("\n"), /hunter/);
  });

  const why = "revision: not known before the update, as it depends on:";
  it("which arguments are not known, where the revision is not", async () => {
    const args = () => ({
      image,
      env: { A: unknown<string>(), B: "2" },
      args: ["a", unknown<string>()],
      labels: { team: unknown<string>() },
    });
    const { lines } = await told(args, first);
    assert.deepEqual(lines, [`image: ${image} (unchanged)`, `${why} env.A, args[1]`]);
  });

  it("that the stack has no key yet for the names of its secrets", async () => {
    const key = "secrets (the stack's first update creates the key of their hash)";
    assert.deepEqual((await told({ image, secrets: { A: "1" } })).lines, [`image: ${image}`, `${why} ${key}`]);
    const volumes = { tls: { mountPath: "/tls", secretFiles: { "key.pem": "k" } } };
    const ofFiles = key.replace("secrets", "volumes.tls.secretFiles");
    assert.deepEqual((await told({ image, volumes })).lines, [`image: ${image}`, `${why} ${ofFiles}`]);
    assert.match((await told({ image, secrets: { A: "1" } }, first)).lines.join(), /\(new\)/);
  });

  it("that Docker has not built its image", async () => {
    const directory = mkdtempSync(join(tmpdir(), "tell-"));
    writeFileSync(join(directory, "Dockerfile"), "FROM scratch\n");
    const { lines } = await told({ dockerfile: { directory }, registry: "ghcr.io/acme" });
    rmSync(directory, { recursive: true });
    assert.deepEqual(lines, [`${why} image (Docker builds it)`]);
  });

  it("nothing where nothing changes", async () =>
    assert.deepEqual((await told({ image: second, scale }, after)).lines, []));

  it("nothing where only what is next to the template changes", async () =>
    assert.deepEqual((await told({ image: second, scale, labels: { team: "shop" } }, after)).lines, []));

  it("nothing in an update", async () =>
    assert.deepEqual((await told({ image: second, scale }, first, { preview: false })).lines, []));
});

describe("preview: names in values of env", () => {
  const later = <T>(value: T) => pulumi.output(value) as pulumi.Output<T>;
  const stays = (path: string) =>
    `${path}: refers to itself, and Kubernetes does not expand cycles, so $(A) stays as it is; write the value out, or $$(A) for the literal text`;
  const sidecar = { name: "log", image, env: { A: "$(A)" } };
  const cases: [string, () => Partial<FunctionArgs>, string[]][] = [
    ["in a circle", () => ({ env: { A: "$(A)" } }), [stays("env.A")]],
    ["in a circle of Outputs", () => ({ env: { A: later("$(A)"), B: unknown<string>() } }), [stays("env.A")]],
    ["in a circle, all an Output", () => ({ env: later({ A: "$(A)" }) as never }), [stays("env.A")]],
    ["of a container beside it", () => ({ pod: { sidecars: [sidecar] } }), [stays("pod.sidecars.0.env.A")]],
    ["that may come from an object", () => ({ env: { A: "$(A)" }, envFrom: [{ secretRef: { name: "all" } }] }), []],
    ["of a secret", () => ({ env: { A: "$(B)" }, secrets: { B: "1" } }), []],
    ["of secrets that are not known", () => ({ env: { A: "$(B)" }, secrets: unknown<never>() }), []],
    ["in a value that is not known", () => ({ env: unknown<never>() }), []],
  ];
  for (const [title, args, expected] of cases)
    it(title, async () => {
      const logs: NonNullable<RenderOptions["logs"]> = [];
      const read = () => ({ data: { "multi-container": "enabled" }, metadata: {} });
      await deploy(() => ({ image, ...args() }), undefined, { ...cluster(), preview: true, logs, read });
      const warnings = logs.filter(({ severity }) => severity === "warning");
      assert.deepEqual(
        warnings.map(({ message }) => message),
        expected,
      );
    });
});
