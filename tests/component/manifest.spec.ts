// The output `manifest`: the function as a Function object, with the names of created objects instead of content.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { type Registration, type RenderOptions, render, stateOf, unknown, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const service = "kubernetes:serving.knative.dev/v1:Service";

const cluster: RenderOptions = {
  respond: ({ type }) =>
    type === service ? { status: { conditions: [{ type: "ConfigurationsReady", status: "True" }] } } : undefined,
};

const make = (args: Partial<FunctionArgs>, options: RenderOptions = cluster) =>
  render(() => void new Function("hello", { image, ...args }), options);

// biome-ignore lint/suspicious/noExplicitAny: outputs of any component
const manifestOf = (registrations: Registration[]): any => registrations[0]?.outputs?.manifest;

/** The name of a created object. */
function nameOf(registrations: Registration[], pattern: RegExp): string {
  const names = registrations.map(({ inputs }) => (inputs as { metadata?: { name: string } }).metadata?.name ?? "");
  return names.find((name) => pattern.test(name)) as string;
}

const content: Partial<FunctionArgs> = {
  labels: { team: "shop" },
  secrets: { TOKEN: pulumi.secret("s3cret") },
  registryLogin: { username: "robot", password: "p4ssword" },
  envFrom: [{ configMapRef: { name: "settings" } }],
  pullSecrets: ["mirror"],
  volumes: {
    keys: { mountPath: "/keys", secretFiles: { key: pulumi.secret("k3y") } },
    pages: { mountPath: "/pages", files: { "index.html": "hello" } },
  },
  port: pulumi.output(3000),
};

describe("controller: the output manifest", () => {
  it("refers to the Secrets and ConfigMaps that are made, and holds nothing of them", async () => {
    const registrations = await make(content);
    const manifest = manifestOf(registrations);
    assert.deepEqual(manifest, {
      apiVersion: "knative-faas.dev/v1alpha1",
      kind: "Function",
      metadata: { name: "hello", namespace: "default", labels: { team: "shop" } },
      spec: {
        image,
        labels: { team: "shop" },
        port: 3000,
        envFrom: [
          { secretRef: { name: nameOf(registrations, /^hello-[0-9a-f]{10}$/) } },
          { configMapRef: { name: "settings" } },
        ],
        pullSecrets: [nameOf(registrations, /^hello-pull-/), "mirror"],
        volumes: {
          keys: { mountPath: "/keys", secret: { secretName: nameOf(registrations, /^hello-keys-/) } },
          pages: { mountPath: "/pages", configMap: { name: nameOf(registrations, /^hello-pages-/) } },
        },
      },
    });
    assert.doesNotMatch(JSON.stringify(manifest), /s3cret|p4ssword|k3y/);
  });

  it("a file may be called like a method that every object has", async () => {
    const files = { toString: "hello", valueOf: "there" };
    const registrations = await make({ volumes: { pages: { mountPath: "/pages", files } } });
    const [map] = registrations.filter(({ type }) => type === "kubernetes:core/v1:ConfigMap");
    assert.deepEqual(map?.inputs, { ...map?.inputs, data: files });
  });

  it("is known in the preview of the next update, as the names are", async () => {
    const update = await make(content);
    assert.deepEqual(manifestOf(await make(content, { preview: true })), unknown());
    const preview = await make(content, { preview: true, ...withState(stateOf(update)) });
    assert.deepEqual(manifestOf(preview), manifestOf(update));
  });
});
