// How update plans restrict an update: a preview records nothing about objects that are yet to be created and depend on the update.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, EventSource, Flow, Function } from "../../provider/src/index";
import { cluster, type Deployed, deploy, digest, type Fields, image, only, type } from "./deployed";
import { type RenderOptions, render, unknown } from "./harness";

const second = `registry.example.com/hello@${digest("b")}`;
const rollout = { smoke: { http: {} }, image: `registry.example.com/rollout@${digest("e")}` };

/** The Kubernetes provider's prediction in a preview: the Service of the state, or the result of the API server's dry run. */
const foreseen = (uid: string): RenderOptions => ({
  ...cluster(),
  preview: true,
  foresee: ({ type: kind, inputs }) =>
    kind === type.service ? { metadata: { ...(inputs.metadata as Fields), uid } } : undefined,
});

/** The Service's uid in the gate's Job and in the traffic; if one annotation is unknown, all of them may be. */
function uidsIn({ all }: Deployed): unknown[] {
  const traffic = only(all, type.traffic).inputs as Fields;
  const job = only(all, type.job).inputs as Fields;
  const { annotations } = traffic.metadata;
  return [job.metadata.ownerReferences[0].uid, annotations["knative-faas.dev/traffic-of"] ?? annotations];
}

describe("preview: what a plan holds an update to", () => {
  it("is no uid of a Knative Service that is yet to be made, whatever a dry run calls it", async () => {
    assert.deepEqual(uidsIn(await deploy({ image, rollout }, {}, foreseen("dry run"))), [unknown(), unknown()]);
    assert.deepEqual(uidsIn(await deploy({ image, rollout })), ["0a1b", "0a1b"]);
  });

  it("nor of one that is made again", async () => {
    const first = await deploy({ image, rollout });
    const preview = await deploy({ image: second, rollout }, first, foreseen("dry run"));
    assert.deepEqual(uidsIn(preview), [unknown(), unknown()]);
  });

  it("is the uid of one that exists", async () => {
    const first = await deploy({ image, rollout });
    assert.deepEqual(uidsIn(await deploy({ image: second, rollout }, first, foreseen("0a1b"))), ["0a1b", "0a1b"]);
  });

  it("is what traffic depends on, also where gates were asked before", async () => {
    const first = await deploy({ image, rollout });
    const again = { image, rollout: { ...rollout, smoke: { http: { repeat: 2 } } } };
    const dependencies = async (options: RenderOptions) => {
      const { all } = await deploy(again, first, options);
      return Object.fromEntries(all.map((one) => [`${one.type} ${one.name}`, one.propertyDependencies]));
    };
    assert.deepEqual(await dependencies({ ...foreseen("0a1b") }), await dependencies(cluster()));
  });

  it("is what each object depends on, where arguments are outputs of others", async () => {
    const program = () => {
      const helper = new Function("helper", { image });
      const orders = new Broker("orders", { delivery: { deadLetter: { function: helper.name } } });
      const triggers = { event: { paid: { broker: orders.name } } };
      const volumes = { site: { mountPath: "/site", files: { a: "1" } } };
      new Function("hello", { image, env: { HELPER: helper.url }, volumes, triggers });
      new Function("named", { image, volumes, labels: { of: pulumi.interpolate`${helper.name}` } });
    };
    const dependencies = async (preview: boolean) => {
      const all = await render(program, { ...cluster(), preview });
      return Object.fromEntries(all.map((one) => [`${one.type} ${one.name}`, [...one.dependencies].sort()]));
    };
    assert.deepEqual(await dependencies(true), await dependencies(false));
  });

  class User extends pulumi.CustomResource {
    constructor(name: string, uses: pulumi.Inputs) {
      super("test:index:User", name, uses);
    }
  }

  it("is what who uses an output depends on", async () => {
    const program = () => {
      const orders = new Broker("orders");
      const triggers = { event: { paid: { broker: orders.name } }, cron: { nightly: { schedule: "0 2 * * *" } } };
      const domains = { "hello.example.com": {} };
      const hello = new Function("hello", { image, rollout, domains, triggers });
      const fan = new Flow("fan", { channel: { subscribers: { hello: { function: hello.name } } } });
      const tick = new EventSource("tick", { cron: { schedule: "0 2 * * *" }, sink: { broker: orders.name } });
      for (const [name, outputs] of Object.entries({ orders, hello, fan, tick }))
        for (const [output, value] of Object.entries(outputs))
          if (pulumi.Output.isInstance(value) && output !== "urn") new User(`${name}.${output}`, { value });
    };
    const users = async (preview: boolean) => {
      const all = await render(program, { ...cluster(), preview });
      const uses = all.filter(({ type: token }) => token === "test:index:User");
      return Object.fromEntries(uses.map(({ name, dependencies }) => [name, [...dependencies].sort()]));
    };
    const updated = await users(false);
    assert.ok(Object.keys(updated).length > 15);
    assert.deepEqual(await users(true), updated);
  });
});
