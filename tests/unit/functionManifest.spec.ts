// A function's Kubernetes objects against tests/golden/function/<case>.yaml, and the names derived from their content.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadAll } from "js-yaml";
import { makeSecret } from "../../provider/src/function/content/contentManifest";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionSpec } from "../../provider/src/function/functionSpec";
import { makeTemplate, type Template } from "../../provider/src/function/pod/template";
import { revisionName, templateHash } from "../../provider/src/function/release/revision";
import { makeService, makeTraffic } from "../../provider/src/function/service/serviceManifest";
import { secretHash } from "../../provider/src/pulumi/hash";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const known = <T>(value: pulumi.Input<T>) =>
  new Promise<T>((resolve) => pulumi.output(value).apply((found) => resolve(found as T)));

/** The template as the component makes it; the Secret's name represents its content. */
const templateOf = (args: FunctionArgs): Template =>
  makeTemplate(
    functionSpec("hello", args),
    (args.image as string) ?? image,
    args.secrets === undefined ? undefined : secretOf(args),
  );

function secretOf({ name = "hello", namespace = "default", secrets }: FunctionArgs): string {
  return `${name}-${secretHash(secrets, "key", `${namespace}/${name}`)}`;
}

const nameOf = (args: FunctionArgs) => known(revisionName(functionSpec("hello", args), templateHash(templateOf(args))));

/** Every argument that can be set, for the golden case and as the list of what a revision's name covers. */
const everything: FunctionArgs = {
  name: "greeter",
  namespace: "demo",
  port: 3000,
  env: { ZONE: "eu", NAME: "World" },
  secrets: { TOKEN: "s3cret" },
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "1", memory: "512Mi" } },
  concurrency: 10,
  timeouts: { requestSeconds: 20, readySeconds: 90 },
  scale: { min: 1, max: 5, initial: 2, target: 7.5, metric: "rps", windowSeconds: 10, retentionSeconds: 30 },
  visibility: "cluster-local",
};

const cases: Record<string, FunctionArgs> = {
  minimal: {},
  everything,
  secrets: { secrets: { TOKEN: "s3cret", KEY: "k" } },
  "cluster-local": { visibility: "cluster-local" },
};

async function objectsOf(args: FunctionArgs): Promise<unknown[]> {
  const spec = functionSpec("hello", args);
  const template = templateOf(args);
  const revision = await nameOf(args);
  const secret = args.secrets && (await known<object>(makeSecret(spec, args.secrets, "key")));
  const traffic = makeTraffic(spec, [{ revisionName: revision, percent: 100 }]);
  return [...(secret ? [secret] : []), makeService(spec, template, revision), traffic];
}

describe("function: manifests", () => {
  for (const [title, args] of Object.entries(cases)) {
    it(title, async () => {
      const file = join(__dirname, "..", "golden", "function", `${title}.yaml`);
      assert.deepEqual(await objectsOf(args), loadAll(readFileSync(file, "utf8")));
    });
  }
});

describe("function: defaults of its resources", () => {
  type Resources = FunctionArgs["resources"];
  const table: [Resources, object, object][] = [
    [undefined, { cpu: "20m", memory: "32Mi" }, { memory: "256Mi" }],
    [{ requests: { memory: "1Gi" } }, { cpu: "20m", memory: "1Gi" }, { memory: "1Gi" }],
    [{ limits: { memory: "16Mi", cpu: "10m" } }, { cpu: "10m", memory: "16Mi" }, { cpu: "10m", memory: "16Mi" }],
    [{ limits: { cpu: "1" } }, { cpu: "20m", memory: "32Mi" }, { cpu: "1", memory: "256Mi" }],
  ];
  for (const [resources, requests, limits] of table) {
    it(JSON.stringify(resources) ?? "none given", () => {
      const spec = functionSpec("hello", { resources });
      assert.deepEqual({ requests: spec.requests, limits: spec.limits }, { requests, limits });
    });
  }

  it("follow what is known later, too", async () => {
    const spec = functionSpec("hello", {
      resources: { requests: { memory: pulumi.output("1Gi") }, limits: { cpu: pulumi.output("10m") } },
    });
    const { requests, limits } = await known({ requests: spec.requests, limits: spec.limits });
    assert.deepEqual(
      [requests, limits],
      [
        { cpu: "10m", memory: "1Gi" },
        { cpu: "10m", memory: "1Gi" },
      ],
    );
  });
});

describe("function: name of a revision", () => {
  /** One change of each argument in the template. */
  const changes: Record<string, FunctionArgs> = {
    image: { image: `registry.example.com/hello@sha256:${"b".repeat(64)}` },
    port: { port: 3001 },
    "env, another value": { env: { ZONE: "eu", NAME: "Moon" } },
    "env, another name": { env: { ZONE: "eu", NAMED: "World" } },
    "env, one less": { env: { NAME: "World" } },
    "secrets, another value": { secrets: { TOKEN: "other" } },
    "secrets, none": { secrets: undefined },
    "cpu request": { resources: { ...everything.resources, requests: { cpu: "101m", memory: "64Mi" } } },
    "memory request": { resources: { ...everything.resources, requests: { cpu: "100m", memory: "65Mi" } } },
    "cpu limit": { resources: { ...everything.resources, limits: { cpu: "2", memory: "512Mi" } } },
    "memory limit": { resources: { ...everything.resources, limits: { cpu: "1", memory: "513Mi" } } },
    concurrency: { concurrency: 11 },
    "timeouts.requestSeconds": { timeouts: { requestSeconds: 21, readySeconds: 90 } },
    "timeouts.readySeconds": { timeouts: { requestSeconds: 20, readySeconds: 91 } },
    "scale.min": { scale: { ...everything.scale, min: 0 } },
    "scale.max": { scale: { ...everything.scale, max: 6 } },
    "scale.initial": { scale: { ...everything.scale, initial: 1 } },
    "scale.target": { scale: { ...everything.scale, target: 8 } },
    "scale.metric": { scale: { ...everything.scale, metric: "concurrency" } },
    "scale.windowSeconds": { scale: { ...everything.scale, windowSeconds: 11 } },
    "scale.retentionSeconds": { scale: { ...everything.scale, retentionSeconds: 31 } },
    "scale, one less": { scale: { ...everything.scale, max: undefined } },
  };

  for (const [title, change] of Object.entries(changes)) {
    it(`changes with ${title}`, async () =>
      assert.notEqual(await nameOf({ ...everything, ...change }), await nameOf(everything)));
  }

  it("is different after each of these changes", async () => {
    const names = await Promise.all(Object.values(changes).map((change) => nameOf({ ...everything, ...change })));
    assert.equal(new Set(names).size, names.length);
  });

  it("is the same for an equal template", async () => {
    assert.equal(await nameOf(structuredClone(everything)), await nameOf(everything));
    assert.equal(await nameOf({ ...everything, env: { NAME: "World", ZONE: "eu" } }), await nameOf(everything));
    assert.equal(await nameOf({ ...everything, visibility: "public" }), await nameOf(everything));
    const open = { ...everything, secrets: undefined };
    assert.equal(await nameOf({ ...open, namespace: "other" }), await nameOf(open));
    assert.equal(await nameOf({ ...everything, port: pulumi.output(3000) }), await nameOf(everything));
  });

  it("a default that is written out is no change", async () =>
    assert.equal(await nameOf({ port: 8080, concurrency: 0, env: {}, scale: {} }), await nameOf({})));

  it("starts with the service's name and fits into a label", async () => {
    assert.match(await nameOf({ name: "a".repeat(52) }), new RegExp(`^${"a".repeat(52)}-[0-9a-f]{10}$`));
  });
});

describe("secrets: hash", () => {
  const values = { TOKEN: "s3cret" };

  it("is the same for the same content, in any order", () =>
    assert.equal(secretHash({ a: "1", b: "2" }, "key", "a/b"), secretHash({ b: "2", a: "1" }, "key", "a/b")));

  it("differs by value, by name, by owner and by key, and shows nothing", () => {
    const hashes = [
      secretHash(values, "key", "default/hello"),
      secretHash(values, "other key", "default/hello"),
      secretHash(values, "key", "default/other"),
      secretHash({ TOKEN: "other" }, "key", "default/hello"),
      secretHash({ KEY: "s3cret" }, "key", "default/hello"),
    ];
    assert.equal(new Set(hashes).size, hashes.length);
    for (const hash of hashes) assert.match(hash, /^[0-9a-f]{10}$/);
  });
});
