// A name or namespace that a preview does not know, e.g. of a namespace that the same update creates.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, EventSource, Flow, Function } from "../../provider/src/index";
import { cluster, deploy, image, type } from "./deployed";
import { type Registration, render, withState } from "./harness";

const later = () => pulumi.output(pulumi.unknown as unknown as string);
const sink = { url: "http://nowhere" };

// biome-ignore lint/suspicious/noExplicitAny: arguments of any component
const components: Record<string, (args: any) => unknown> = {
  Function: (args) =>
    new Function("hello", {
      image,
      secrets: { A: "1" },
      volumes: { a: { mountPath: "/a", files: { b: "c" } } },
      ...args,
    }),
  "Function with triggers": (args) =>
    new Function("hello", {
      image,
      triggers: { cron: { a: { schedule: "@daily" } }, event: { b: { broker: "c" } } },
      ...args,
    }),
  Broker: (args) => new Broker("hello", args),
  EventSource: (args) => new EventSource("hello", { cron: { schedule: "@daily" }, sink, ...args }),
  Flow: (args) => new Flow("hello", { sequence: { steps: [{ function: "a" }] }, ...args }),
};

describe("preview: a name that is not known yet", () => {
  for (const [title, make] of Object.entries(components))
    for (const property of ["name", "namespace"])
      it(`${title}: ${property}`, async () => {
        const all = await render(() => void make({ [property]: later() }), { ...cluster(), preview: true });
        assert.ok(all.length > 1);
      });

  it("keeps what an update keeps, as the name is then most often what it was", async () => {
    const first = await deploy({ image, secrets: { A: "1" } });
    const second = await deploy({ image, secrets: { A: "2" } }, first);
    const args = { image, secrets: { A: "2" } };
    const kept = (all: Registration[]) =>
      all.filter((one) => [type.revision, type.secret].includes(one.type)).map(({ name }) => name);
    for (const changed of [{ name: later }, { namespace: later }]) {
      const [[property, value] = ["", later]] = Object.entries(changed);
      const program = () => void new Function("hello", { ...args, [property]: value() });
      const all = await render(program, { ...cluster(), ...withState(second.state, cluster()), preview: true });
      const same = await deploy(args, second);
      assert.ok(kept(same.all).length >= 3);
      const gone = kept(same.all).filter((name) => !kept(all).includes(name));
      assert.deepEqual(gone, [], property);
    }
  });
});
