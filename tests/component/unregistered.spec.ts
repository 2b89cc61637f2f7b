// What an update does not register, build or push if a component is refused.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { makes } from "../../provider/src/function/functionMakes";
import { Broker, Function, type FunctionArgs } from "../../provider/src/index";
import { objectsOf } from "../../provider/src/ownership/earlier";
import { type Registry, serveRegistry } from "../plugin/registry";
import { withCluster } from "./fakeCluster";
import { type Registration, render, stateOf, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const labels = {
  "app.kubernetes.io/instance": "dev",
  "app.kubernetes.io/part-of": "project",
  "app.kubernetes.io/managed-by": "pulumi",
};
const service = {
  apiVersion: "serving.knative.dev/v1",
  kind: "Service",
  metadata: { name: "x", namespace: "default", uid: "of-x", labels },
};

/** Time in which a refused component could still register something. */
const momentMilliseconds = 500;

/** The messages of two updates, one after the other, and what each has registered. */
async function refusedTwice(program: () => unknown) {
  return withCluster(
    () => [service],
    async ({ config }) => {
      const update = async (before: Registration[]) => {
        const registrations: Registration[] = [];
        const options = { config, ...withState(stateOf(before)), registrations };
        const words = await render(program, options).then(
          () => "it was applied",
          ({ message }: Error) => message,
        );
        await setTimeout(momentMilliseconds);
        return { words, registrations };
      };
      const first = await update([]);
      return [first, await update(first.registrations)];
    },
  );
}

const twice = (words: string) => Array(2).fill({ words, registrations: [] });

describe("ownership: a component that is refused", () => {
  const wrong = { domains: { "a.example.com": null } } as unknown as Partial<FunctionArgs>;
  const none = { domains: null } as unknown as Partial<FunctionArgs>;
  const cases: [string, () => unknown, string][] = [
    [
      "a function without its domains",
      () => new Function("x", { image, ...none }),
      "invalid Function\n  domains: expected a map, got null",
    ],
    [
      "a function with a domain that is nothing",
      () => new Function("x", { image, ...wrong }),
      "invalid Function\n  domains.a.example.com: expected an object, got null",
    ],
    [
      "a broker",
      () => new Broker("x", { delivery: 3 } as object),
      "invalid Broker\n  delivery: expected an object, got 3",
    ],
  ];
  for (const [title, program, words] of cases)
    it(`is not registered where its arguments are wrong: ${title}`, async () => {
      assert.deepEqual(await refusedTwice(program), twice(words));
    });

  for (const given of [none, wrong, { triggers: null }])
    it(`has its main object looked for whatever else is wrong: ${JSON.stringify(given)}`, async () => {
      const { apiVersion, kind, metadata } = service;
      const { name, namespace } = metadata;
      const found = await objectsOf(makes, "x", { ...given, name, namespace });
      assert.deepEqual(found, [{ apiVersion, kind, name, namespace }]);
    });

  const refusal =
    "Service default/x already exists with the labels of this stack, but the component is not in its state: an earlier stack of the same name created it, or a destroy left it in place; set another name or namespace, or set adopt: true to adopt it and leave it in place when this stack is destroyed";

  describe("has no image", () => {
    let registry: Registry;
    let directory: string;
    before(async () => {
      registry = await serveRegistry();
      directory = mkdtempSync(join(tmpdir(), "unregistered"));
      writeFileSync(join(directory, "Dockerfile"), "FROM scratch\n");
      writeFileSync(join(directory, "go.mod"), "module example.com/x\n\ngo 1.24\n");
      writeFileSync(join(directory, "main.go"), "package main\n\nfunc main() {}\n");
    });
    after(() => {
      registry?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    const release = {
      digest: `sha256:${"a".repeat(64)}`,
      revision: "x-1",
      templateHash: "1",
      gates: [],
      served: true,
      settings: {},
    };
    const origins: [string, () => Partial<FunctionArgs>][] = [
      ["of a Dockerfile", () => ({ dockerfile: { directory } })],
      ["of its source", () => ({ source: { directory, baseImage: `${registry.host}/base` } })],
      ["of a release", () => ({ release: { ...release, image: `${registry.host}/other/x@${release.digest}` } })],
    ];
    for (const [title, origin] of origins)
      it(`${title} built, registered or pushed`, async () => {
        registry.requests.length = 0;
        const args = () => ({ registry: `${registry.host}/team`, ...origin() });
        assert.deepEqual(await refusedTwice(() => new Function("x", args())), twice(refusal));
        assert.deepEqual(registry.requests, []);
      });
  });
});
