// Earlier revisions on the cluster: kept from Knative's garbage collection, with the Secrets that they read.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { type Left, ServedProgram } from "./servedProgram";

/** Everything that nothing holds is collected soon; a new revision has time to become ready. */
const eager = {
  "retain-since-create-time": "20s",
  "retain-since-last-active-time": "20s",
  "min-non-active-revisions": "0",
  "max-non-active-revisions": "disabled",
};

describe("releases: earlier revisions on the cluster", function () {
  this.timeout(240_000);
  let program: ServedProgram;
  const deployed: Left[] = [];

  const args = (name: string, more: object = {}) => ({
    secrets: { NAME: { "fn::secret": name } },
    revisions: { keep: 1 },
    ...more,
  });

  const collect = async (settings: Record<string, string | null>) => {
    const patch = JSON.stringify({ data: settings });
    const map = ["-n", "knative-serving", "patch", "configmap", "config-gc", "--type", "merge", "-p", patch];
    await program.cluster.kubectl(...map);
  };

  const names = async (kind: string) => {
    const { items } = await program.cluster.get("-n", program.name, kind);
    return (items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name).sort();
  };

  const deploy = async (name: string, more: object = {}) => {
    program.set(args(name, more));
    await program.up();
    deployed.push(await program.outputs());
  };

  before(async function () {
    program = new ServedProgram(needsCluster(this), "releases-kept");
    deployed.push(await program.start(args("one")));
  });
  after(async () => {
    if (program === undefined) return;
    await collect(Object.fromEntries(Object.keys(eager).map((key) => [key, null])));
    await program.end();
  });

  it("an earlier revision starts again with the secret that it was made with, after that was changed", async () => {
    await deploy("two");
    const [first, second] = deployed as [Left, Left];
    const old = { revision: first.revision, percent: 50, tag: "old" };
    await deploy("two", { traffic: [old, { latest: true, percent: 50 }] });
    await program.cluster.kubectl("-n", program.name, "delete", "pods", "--all", "--wait=true");
    const { traffic } = deployed.at(-1) as Left;
    assert.match(await program.cluster.answer(traffic[0]?.url ?? ""), new RegExp(`^${first.revision} .* one!`));
    assert.notEqual(first.revision, second.revision);
  });

  it("those that releases name outlive the collection, and their Secrets; older ones go with theirs", async () => {
    await collect(eager);
    await deploy("three");
    await deploy("four");
    const [first, second, , third, fourth] = deployed as [Left, Left, Left, Left, Left];
    assert.deepEqual(
      fourth.releases.map(({ revision }) => revision),
      [third.revision],
    );
    const kept = [third.revision, fourth.revision].sort();
    await program.cluster.until("the others are collected", 90, async () => {
      // Knative looks whenever something of the function changes.
      const look = ["annotate", "configuration", "hello", "--overwrite", `looked=${Date.now()}`];
      await program.cluster.kubectl("-n", program.name, ...look);
      const left = await names("revision");
      return !left.includes(first.revision) && !left.includes(second.revision);
    });
    assert.deepEqual(await names("revision"), kept);
    assert.equal((await names("secret")).length, 2);
    program.set(args("three"));
    await program.up();
    assert.match(await program.cluster.answer(first.url), new RegExp(`^${third.revision} .* three!`));
  });

  it("one that was deleted by hand is found gone by a refresh, and no update trips over it", async () => {
    const [{ revision }] = ((await program.outputs()) as Left).releases as [{ revision: string }];
    await program.cluster.kubectl("-n", program.name, "delete", "revision", revision);
    await program.must(["refresh", "--yes", "--skip-preview"]);
    await program.up();
    assert.deepEqual(((await program.outputs()) as Left).releases, []);
    await program.must(["preview", "--expect-no-changes"]);
  });

  it("a destroy leaves none of it", async () => {
    await program.must(["destroy", "--yes", "--skip-preview"]);
    for (const kind of ["revision", "secret"]) assert.deepEqual(await names(kind), []);
  });
});
