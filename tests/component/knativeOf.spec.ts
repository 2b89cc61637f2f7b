// Which Knative's feature flags a function checks: the one it depends on, however the program expresses that, or an operator's.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Function, type FunctionArgs, Knative } from "../../provider/src/index";
import { render } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const args: FunctionArgs = { image, pod: { tolerations: [{ operator: "Exists" }] } };
const flag = "kubernetes.podspec-tolerations";

describe("function: the Knative whose flags it needs", () => {
  class Shop extends pulumi.ComponentResource {
    constructor(name: string, options?: pulumi.ComponentResourceOptions) {
      super("acme:app:Shop", name, {}, options);
      new Function("cart", args, { parent: this });
    }
  }

  const programs: [string, (knative: Knative) => void][] = [
    ["in a list", (knative) => new Function("cart", args, { dependsOn: [knative] })],
    ["alone", (knative) => new Function("cart", args, { dependsOn: knative })],
    ["in an Output", (knative) => new Function("cart", args, { dependsOn: pulumi.output([knative]) })],
    ["in a promise", (knative) => new Function("cart", args, { dependsOn: [Promise.resolve(knative)] })],
    ["in a list of Outputs", (knative) => new Function("cart", args, { dependsOn: [pulumi.output(knative)] })],
    ["at the component around it", (knative) => new Shop("shop", { dependsOn: [knative] })],
  ];
  for (const [title, program] of programs)
    it(`is the program's own, named ${title}`, async () => {
      const all = await render(() => program(new Knative("knative", {})), {
        read: () => ({ data: {} }),
        respond: ({ type }) => (type.endsWith("serving.knative.dev/v1:Service") ? { status: {} } : undefined),
      });
      assert.deepEqual(
        all.filter(({ type }) => type.endsWith(":ConfigMapPatch")).map(({ name }) => name),
        [`cart/${flag}`],
      );
    });

  const owned = { ownerReferences: [{ kind: "KnativeServing", name: "serving", controller: true }] };
  const labels = { "app.kubernetes.io/version": "1.23.0" };
  const layer = { "ingress-class": "kourier.ingress.networking.knative.dev" };
  const read = ({ name }: { name: string }) => ({
    metadata: { labels, ...owned },
    data: /network/.test(name) ? layer : {},
  });
  const operator = `kubectl -n knative-serving patch knativeserving serving --type merge -p '{"spec":{"config":{"features":{"${flag}":"enabled"}}}}'`;

  it("of the operator is reported with the operator's object, and no word of dependsOn where it is named", async () => {
    const named = () => {
      const knative = new Knative("knative", { existing: true });
      new Function("cart", args, { dependsOn: knative });
    };
    await assert.rejects(render(named, { read }), (error: Error) => {
      assert.ok(error.message.includes(operator), error.message);
      return !error.message.includes("dependsOn");
    });
  });

  it("that nobody names is reported with both ways on", async () => {
    await assert.rejects(
      render(() => void new Function("cart", args), { read }),
      (error: Error) => error.message.includes(`${operator}. If this stack installs Knative, name it in dependsOn`),
    );
  });
});
