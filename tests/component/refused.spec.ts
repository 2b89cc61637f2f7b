// Existing foreign objects: a component reports all of them at once.
import assert from "node:assert/strict";
import { cluster, failing, image } from "./deployed";
import { withCluster } from "./fakeCluster";

describe("ownership: several objects that are others'", () => {
  const of = (apiVersion: string, kind: string, name: string) => ({
    apiVersion,
    kind,
    metadata: { name, namespace: "default", uid: `of-${name}`, labels: { "app.kubernetes.io/managed-by": "Helm" } },
  });
  const objects = [
    of("serving.knative.dev/v1", "Service", "hello"),
    of("serving.knative.dev/v1beta1", "DomainMapping", "shop.example.com"),
  ];

  for (const preview of [true, false])
    it(`are reported in one ${preview ? "preview" : "update"}, and nothing is applied`, () =>
      withCluster(
        () => objects,
        async ({ config }) => {
          const args = { image, domains: { "shop.example.com": {} } };
          const { error, registered } = await failing(args, {}, { ...cluster(), preview, config });
          const told = error.message.split("\n").map((line) => line.replace(/ already exists and .*/, ""));
          assert.deepEqual(told.sort(), ["DomainMapping default/shop.example.com", "Service default/hello"]);
          assert.match(error.message, /it is managed by Helm; set another name or namespace, or set adopt: true/);
          assert.deepEqual(registered, []);
        },
      ));

  for (const preview of [true, false])
    it(`a Service of Kubernetes that has the function's name is reported in a ${preview ? "preview" : "update"}`, () =>
      withCluster(
        () => [of("v1", "Service", "hello"), of("v1", "Service", "canary-hello")],
        async ({ config }) => {
          const traffic = [{ latest: true, percent: 100, tag: "canary" }];
          const { error, registered } = await failing({ image, traffic }, {}, { ...cluster(), preview, config });
          assert.match(error.message, /name: Service default\/hello \(v1\) already exists/);
          assert.match(error.message, /traffic\[0\]\.tag: Service default\/canary-hello \(v1\) already exists/);
          assert.deepEqual(registered, []);
        },
      ));
});
