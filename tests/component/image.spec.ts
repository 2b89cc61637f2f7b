// The image of a function in a program: tags only if allowed, a Dockerfile through @pulumi/docker.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { contentOf } from "../../provider/src/function/content/functionContent";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { type RenderOptions, render, secret } from "./harness";

const imageType = "docker:index/image:Image";
const serviceType = "kubernetes:serving.knative.dev/v1:Service";
const repoDigest = `ghcr.io/acme/hello@sha256:${"d".repeat(64)}`;

const answers: RenderOptions = {
  respond: ({ type }) => {
    if (type === imageType) return { repoDigest };
    return type.startsWith(serviceType) ? { status: { conditions: [] } } : undefined;
  },
};

const make = (args: FunctionArgs, options: RenderOptions = answers) =>
  render(() => void new Function("hello", args), options);

/** What @pulumi/docker fills in. */
const docker = { buildOnPreview: false, skipPush: false };

describe("builds: image by tag", () => {
  it("is refused, and taken as it is with allowMutableTag", async () => {
    const image = "ghcr.io/acme/hello:v1";
    await assert.rejects(make({ image }), {
      message: /image: .*with a digest.*got "ghcr.io\/acme\/hello:v1"; add its digest, or set allowMutableTag/,
    });
    const all = await make({ image, allowMutableTag: true });
    // biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
    const service = all.find(({ type }) => type === serviceType)?.inputs as any;
    assert.equal(service.spec.template.spec.containers[0].image, image);
  });
});

describe("builds: the login that a function's Pods pull with", () => {
  const image = `ghcr.io/acme/hello@sha256:${"a".repeat(64)}`;
  const registry = "registry.example.com/shop";
  const redis = { addresses: ["redis.shop:6379"], list: { key: "jobs" } };
  const smoke = { http: {} };
  for (const [title, args, host] of [
    ["the image's", { image }, "ghcr.io"],
    ["the image's, where nothing is pushed", { image, registry, rollout: { image, smoke } }, "ghcr.io"],
    ["that of a source", { source: { directory: "." }, registry }, "registry.example.com"],
    ["that of a release that is copied", { release: {}, registry }, "registry.example.com"],
    ["that of a trigger's program", { image, registry, triggers: { redis: { jobs: redis } } }, "registry.example.com"],
    ["that of the program of gates", { image, registry, rollout: { smoke } }, "registry.example.com"],
  ] as [string, object, string][])
    it(`is for ${title}`, async () => {
      const spec = { name: "hello", namespace: "shop", volumes: {} };
      const given = { ...args, registryLogin: { username: "robot", password: "s3cret" } };
      const { manifests } = contentOf({ spec } as never, given as never, pulumi.output("key"), image);
      const data = manifests[0]?.manifest.data as pulumi.Output<Record<string, string>>;
      const [config = ""] = Object.values(await valueOf(data));
      assert.deepEqual(Object.keys(JSON.parse(Buffer.from(config, "base64").toString()).auths), [host]);
    });

  const valueOf = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
    (output as unknown as { promise(): Promise<Value> }).promise();
});

describe("builds: image from a Dockerfile", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "dockerfile-"));
    mkdirSync(join(directory, "build"));
    for (const file of ["Dockerfile", "build/Dockerfile.prod"]) writeFileSync(join(directory, file), "FROM scratch\n");
  });
  after(() => rmSync(directory, { recursive: true }));

  it("is Docker's own resource, below the function; its digest goes into the Service", async () => {
    const all = await make({ dockerfile: { directory }, registry: "ghcr.io/acme" });
    const image = all.find(({ type }) => type === imageType);
    assert.deepEqual(
      { name: image?.name, parent: image?.parent.split("::").pop(), inputs: image?.inputs },
      {
        name: "hello-image",
        parent: "hello",
        inputs: {
          imageName: "ghcr.io/acme/hello:latest",
          build: { context: directory, dockerfile: join(directory, "Dockerfile"), platform: "linux/amd64" },
          ...docker,
        },
      },
    );
    // biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
    const service = all.find(({ type }) => type === serviceType)?.inputs as any;
    assert.equal(service.spec.template.spec.containers[0].image, repoDigest);
  });

  it("passes on the file, the arguments, the stage, the platform, the tag and the login", async () => {
    const all = await make({
      dockerfile: {
        directory,
        file: "build/Dockerfile.prod",
        args: { VERSION: "1" },
        target: "run",
        platform: "linux/arm64",
        tag: "0a1b2c3d",
      },
      registry: "ghcr.io/acme",
      registryLogin: { username: "robot", password: "s3cret" },
    });
    assert.deepEqual(all.find(({ type }) => type === imageType)?.inputs, {
      imageName: "ghcr.io/acme/hello:0a1b2c3d",
      build: {
        context: directory,
        dockerfile: join(directory, "build", "Dockerfile.prod"),
        args: { VERSION: "1" },
        target: "run",
        platform: "linux/arm64",
      },
      registry: { server: "ghcr.io/acme", username: "robot", password: secret("s3cret") },
      ...docker,
    });
  });

  it("in a preview names the image by nothing, as Docker has not built it", async () => {
    const all = await make({ dockerfile: { directory }, registry: "ghcr.io/acme" }, { preview: true });
    assert.match(JSON.stringify(all.find(({ type }) => type === serviceType)?.inputs), /"image":\{"unknown":true\}/);
  });

  const wrong: [string, () => FunctionArgs, RegExp][] = [
    [
      "a directory that is not there",
      () => ({ dockerfile: { directory: "/none" }, registry: "ghcr.io/acme" }),
      /dockerfile\.directory: expected a directory; \/none is not one$/,
    ],
    [
      "a file that is not there",
      () => ({ dockerfile: { directory, file: "Other" }, registry: "ghcr.io/acme" }),
      /dockerfile\.file: expected a file; \S+ does not exist, got "Other"/,
    ],
    ["no registry", () => ({ dockerfile: { directory } }), /registry: is required with dockerfile/],
    [
      "a source too",
      () => ({ dockerfile: { directory }, source: { directory }, registry: "ghcr.io/acme" }),
      /dockerfile: source and dockerfile are mutually exclusive; set only one/,
    ],
  ];
  for (const [title, args, expected] of wrong)
    it(`${title} is reported`, () => assert.rejects(make(args()), { message: expected }));
});
