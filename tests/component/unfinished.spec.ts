// Updates after one that ended in the middle of a rollout, and revisions and nodes that must not block them.
import assert from "node:assert/strict";
import { Function } from "../../provider/src/index";
import { cluster, type Deployed, deploy, type Fields, failing, image, only, type } from "./deployed";
import { render, stateOf, withState } from "./harness";

const second = image.replace(/a{64}$/, "b".repeat(64));
const rollout = { smoke: { http: {} }, steps: [10, 100] };
const registry = "127.0.0.1:5000";
const program = `registry.example.com/rollout@sha256:${"e".repeat(64)}`;
const args = { image, registry, rollout: { ...rollout, image: program } };

const settled = ({ all }: Pick<Deployed, "all">) =>
  (only(all, type.traffic).inputs as Fields).metadata.annotations["knative-faas.dev/settled"];

/** The state with the Service already at another template, as left by an engine that died at a gate. */
function halfWay({ state }: Deployed): Deployed["state"] {
  const entries = Object.entries(state).map(([urn, resource]) => {
    if (resource.type !== type.service) return [urn, resource];
    const outputs: Fields = structuredClone(resource.outputs);
    outputs.spec.template.metadata.name = "hello-0000000000";
    return [urn, { ...resource, outputs }];
  });
  return Object.fromEntries(entries);
}

describe("rollout: after one that ended in its middle", () => {
  it("traffic is set again, also where the table is the one of the state; and then stays", async () => {
    const first = await deploy(args);
    assert.equal(settled(first), undefined);
    const back = await deploy(args, { state: halfWay(first) });
    assert.equal(settled(back), "1");
    assert.equal(settled(await deploy(args, { state: back.state })), "1");
    assert.equal(settled(await deploy(args, { state: halfWay(back) })), "2");
  });

  it("a revision that had no traffic gets none past the gates", async () => {
    const first = await deploy(args);
    const old = first.outputs.revision;
    const canary = { revision: old, percent: 100 };
    const beside = [canary, { latest: true, percent: 0, tag: "canary" }];
    const tried = await deploy({ ...args, image: second, traffic: beside }, first);
    const named = [{ revision: tried.outputs.revision, percent: 100 }];
    const { error, registered } = await failing({ ...args, env: { A: "1" }, traffic: named }, tried);
    assert.match(error.message, /traffic\[0\]: revision hello-[0-9a-f]{10} has had no traffic yet.*make it the latest/);
    assert.ok(!registered.includes("hello-traffic"));
  });

  it("a function that is protected can be changed: what belongs to one revision is not protected", async () => {
    const make = (given: object, state: Deployed["state"]) =>
      render(() => void new Function("hello", { ...args, ...given }, { protect: true }), {
        ...cluster(),
        ...withState(state, cluster()),
      });
    const first = await make({ volumes: { a: { mountPath: "/a", files: { x: "1" } } } }, {});
    const next = await make({ image: second }, stateOf(first));
    const isProtected = Object.fromEntries(next.map(({ name, type: token, protect }) => [`${token} ${name}`, protect]));
    assert.equal(isProtected[`${type.service} hello`], true);
    const free = next.filter(
      ({ type: token }) => [type.job, type.revision].includes(token) || token.endsWith("ConfigMap"),
    );
    assert.ok(free.length >= 4, `${free.length}`);
    assert.ok(free.every(({ protect }) => protect !== true));
  });

  it("a function with an alias continues with what it had under the old name", async () => {
    const first = await deploy({ image });
    const changed = await deploy({ image: second }, first);
    const renamed = await render(
      () => void new Function("uno", { image: second, name: "hello" }, { aliases: [{ name: "hello" }] }),
      { ...cluster(), ...withState(changed.state, cluster()) },
    );
    assert.equal(only(renamed, type.revision).name, `uno/${first.outputs.revision}`);
    assert.deepEqual(renamed[0]?.outputs?.releases, changed.outputs.releases);
  });
});
