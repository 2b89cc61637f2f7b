// The programs that the component Knative installs next to Knative: the queue scaler and the controller of Function objects.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Knative } from "../../provider/src/index";
import { type Registration, render, Secret } from "./harness";
import { objects } from "./objects";

const program = `registry.example.com/source@sha256:${"b".repeat(64)}`;

describe("knative: programs beside it", () => {
  const both = {
    queueScaler: { image: program },
    functionController: {
      image: program,
      kafkaSourceImage: program,
      kafkaRepliesImage: program,
      mqttSourceImage: program,
      redisSourceImage: program,
    },
  };

  it("come after the definitions, in a namespace of their own", async () => {
    const all = await render(() => void new Knative("knative", { extensions: both }));
    const named = (kind: string, name: string) =>
      objects(all, kind).find(({ inputs }) => (inputs.metadata as { name: string }).name === name);
    const scaler = named("Deployment", "queue-scaler");
    const definition = named("CustomResourceDefinition", "functions.knative-faas.dev");
    assert.ok(named("Namespace", "knative-faas"));
    assert.ok(definition !== undefined && scaler?.dependencies.includes(definition.urn));
    assert.ok(named("Deployment", "function-controller"));
  });

  it("come next to a Knative that others have installed, and change nothing of it", async () => {
    const features = {
      data: {},
      metadata: { labels: { "app.kubernetes.io/version": "1.23.0" } },
      status: {},
      spec: {},
    };
    const network = { ...features, data: { "ingress-class": "kourier.ingress.networking.knative.dev" } };
    const all = await render(
      () => void new Knative("knative", { existing: true, extensions: { queueScaler: { image: program } } }),
      {
        read: ({ name }) => (name.endsWith("config-network") ? network : features),
      },
    );
    const made = all.filter(({ type }) => type.startsWith("kubernetes:"));
    for (const { name } of made) assert.match(name, /knative-faas|queue-scaler/);
    assert.equal(made.length, 7);
  });

  it("a password of the registry is a secret of the state", async () => {
    const given = { ...both, registryLogin: { username: "me", password: pulumi.secret("s3cret") } };
    const all = await render(() => void new Knative("knative", { extensions: given as never }));
    const isPulled = (one: Registration) =>
      one.name === "knative/knative-faas/registry" && one.type.endsWith(":Secret");
    const pulled = all.filter(isPulled).map(({ inputs }) => inputs.data);
    assert.ok(pulled[0] instanceof Secret);
    const others = all.filter((one) => !isPulled(one)).map(({ inputs }) => inputs);
    assert.doesNotMatch(JSON.stringify(others), /s3cret/);
  });
});
