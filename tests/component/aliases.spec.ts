// A component that goes by another name in the program, and what it was called is said in each way that the SDK takes.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker } from "../../provider/src";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type Registration, type RenderOptions, render, stateOf, withState } from "./harness";

const metadata = {
  name: "x",
  namespace: "default",
  uid: "of-x",
  labels: {
    "app.kubernetes.io/instance": "dev",
    "app.kubernetes.io/part-of": "project",
    "app.kubernetes.io/managed-by": "pulumi",
  },
};
const live: FakeObject = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata };

const respond: RenderOptions["respond"] = ({ type }) => (type.endsWith("v1:Broker") ? { metadata } : undefined);

/** What an update of the second program registers that begins with what the first has left, and its preview's error. */
async function followed(first: () => unknown, second: () => unknown) {
  const state = stateOf(await render(first, { config: {}, respond }));
  return withCluster(
    () => [live],
    async ({ config }) => {
      const options = { config, respond, ...withState(state) };
      const told = (work: Promise<Registration[]>) => work.then(namesOf, ({ message }: Error) => message);
      return {
        preview: await told(render(second, { ...options, preview: true })),
        update: await told(render(second, options)),
      };
    },
  );
}

const namesOf = (registrations: Registration[]) => registrations.map(({ name }) => name);

describe("ownership: a component that is renamed", () => {
  const old = { name: "old" };
  const adding: pulumi.ResourceTransformation = ({ type, props, opts }) =>
    type.endsWith("index:Broker") ? { props, opts: pulumi.mergeOptions(opts, { aliases: [old] }) } : undefined;
  const ways: [string, pulumi.ComponentResourceOptions][] = [
    ["in the options", { aliases: [old] }],
    ["as an Output", { aliases: [pulumi.output(old) as unknown as pulumi.Alias] }],
    ["by a transformation", { transformations: [adding] }],
  ];
  for (const [title, options] of ways)
    it(`goes on with its objects where the alias is given ${title}`, async () => {
      const found = await followed(
        () => void new Broker("old", { name: "x" }),
        () => void new Broker("new", { name: "x" }, options),
      );
      const all = ["new", "new-config", "new"];
      assert.deepEqual(found, { preview: all, update: all });
    });
});
