// Limits set by a cluster's operators: an argument beyond them is reported at its property, in the preview.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs } from "../../provider/src/index";
import { InvalidArgs } from "../../provider/src/input/problems";
import { type FakeObject, withCluster } from "./fakeCluster";
import { render } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

const map = (name: string, data: object): FakeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "knative-serving" },
  data,
});

const raised = [
  map("config-defaults", { "max-revision-timeout-seconds": "1200", "container-concurrency-max-limit": "5000" }),
  map("config-autoscaler", { "allow-zero-initial-scale": "true" }),
];

const beyond: FunctionArgs = {
  timeouts: { requestSeconds: 1000 },
  concurrency: pulumi.output(2000),
  scale: { initial: 0 },
};

async function problemsOf(args: FunctionArgs, objects: FakeObject[]): Promise<string[]> {
  try {
    await withCluster(
      () => objects,
      ({ config }) => render(() => void new Function("hello", { image, ...args }), { config, preview: true }),
    );
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
  }
}

describe("errors: bounds of the cluster", () => {
  it("that are as Knative ships them are reported with their ConfigMap", async () =>
    assert.deepEqual(await problemsOf(beyond, [map("config-defaults", {}), map("config-autoscaler", {})]), [
      "timeouts.requestSeconds: is not accepted by this cluster, whose max-revision-timeout-seconds in config-defaults is 600, got 1000; change it, or have that setting changed",
      "concurrency: is not accepted by this cluster, whose container-concurrency-max-limit in config-defaults is 1000, got 2000; change it, or have that setting changed",
      "scale.initial: is not accepted by this cluster, whose allow-zero-initial-scale in config-autoscaler is false, got 0; change it, or have that setting changed",
    ]));

  it("that were raised take more", async () => assert.deepEqual(await problemsOf(beyond, raised), []));

  it("are those of the cluster alone", async () => {
    const more = await problemsOf({ ...beyond, timeouts: { requestSeconds: 1201 } }, raised);
    assert.deepEqual(more.length, 1);
  });
});
