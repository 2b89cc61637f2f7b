// Function objects and the component's results for them, against tests/golden/controller/<case>.yaml.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { dump, loadAll } from "js-yaml";
import { triggerKinds } from "../../provider/src/events/kinds/kinds";
import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionObject, omitted } from "../../provider/src/function/functionObject";
import { functionSpec } from "../../provider/src/function/functionSpec";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { hasLater } from "../../provider/src/pulumi/value";
import { controllerCases } from "./controllerCases";
import { madeOfArgs } from "./madeOfArgs";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const folder = join(__dirname, "..", "golden", "controller");

const head =
  "# A Function as the output `manifest` gives it, then what the component makes of it: the rights of the queue scaler, the Service with its template, the Service's traffic (a patch of the same object), domains, triggers. `SOURCE` and `knative-faas.dev/scale-on` hold JSON. `spec.labels` and `spec.annotations` go to the Service; those of `metadata` are the Function's own.";

const objectsOf = (args: FunctionArgs) => madeOfArgs({ image, name: "hello", ...args });

function written(objects: Manifest[]): string {
  const documents = objects.map((object) => dump(object, { noRefs: true, lineWidth: -1 }));
  return `${head}\n${documents.join("---\n")}`;
}

describe("controller: a function as an object of its own kind", () => {
  for (const [title, args] of Object.entries(controllerCases)) {
    it(title, async () => {
      const file = join(folder, `${title}.yaml`);
      const objects = await objectsOf(args);
      // A golden file is written manually or once with this, and then reviewed before it is committed.
      if (process.env.WRITE_GOLDEN === "true" && !existsSync(file)) writeFileSync(file, written(objects));
      assert.deepEqual(objects, loadAll(readFileSync(file, "utf8")));
    });
  }

  it("every kind of trigger has a case", () => {
    const given = Object.values(controllerCases).flatMap(({ triggers = {} }) => Object.keys(triggers));
    assert.deepEqual([...new Set(given)].sort(), Object.keys(triggerKinds).sort());
  });

  it("every golden file has its case", () =>
    assert.deepEqual(
      readdirSync(folder).sort(),
      Object.keys(controllerCases)
        .map((title) => `${title}.yaml`)
        .sort(),
    ));

  it("holds nothing of what it leaves out, and no secret", async () => {
    const [object] = await objectsOf(controllerCases.content as FunctionArgs);
    assert.deepEqual(
      Object.keys(object?.spec).filter((name) => name in omitted),
      [],
    );
    assert.doesNotMatch(JSON.stringify(object), /s3cret|secretFiles|"files"/);
  });

  it("names the revisions of releases", async () => {
    const release = {
      image,
      digest: image.split("@")[1] as string,
      revision: "hello-0123456789",
      templateHash: "0123456789",
      gates: [],
      served: true,
      settings: {},
    };
    const [object] = await objectsOf({
      traffic: [
        { release: pulumi.output(release), percent: 20, tag: "old" },
        { latest: true, percent: 80 },
      ],
    });
    assert.deepEqual(object?.spec.traffic, [
      { revision: "hello-0123456789", percent: 20, tag: "old" },
      { latest: true, percent: 80 },
    ]);
  });

  it("waits for nothing but what is an Output", () => {
    const args = controllerCases.everything as FunctionArgs;
    const made = { image, secret: undefined, pullSecret: undefined, volumes: {} };
    assert.equal(hasLater(functionObject(functionSpec("hello", args), args, made)), false);
  });
});
