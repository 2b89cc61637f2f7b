// Earlier revisions on the cluster: protected from Knative's garbage collection, with the Secrets that they read.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { type Left, ServedProgram } from "./servedProgram";

/** Whatever is not protected is collected soon; a new revision has time to become ready. */
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
    await program.cluster.patch("ConfigMap", "knative-serving", "config-gc", { data: settings });
  };

  const names = async (kind: "Revision" | "Secret") => {
    const items = await program.cluster.list(kind, program.name);
    return items.map(({ metadata }) => metadata.name as string).sort();
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
    await program.cluster.deleteAll("Pod", program.name, { now: true });
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
      // Knative checks whenever something about the function changes.
      const annotations = { looked: `${Date.now()}` };
      await program.cluster.patch("Configuration", program.name, "hello", { metadata: { annotations } });
      const left = await names("Revision");
      return !left.includes(first.revision) && !left.includes(second.revision);
    });
    assert.deepEqual(await names("Revision"), kept);
    assert.equal((await names("Secret")).length, 2);
    program.set(args("three"));
    await program.up();
    assert.match(await program.cluster.answer(first.url), new RegExp(`^${third.revision} .* three!`));
  });

  it("one that was deleted by hand is found gone by a refresh, and no update trips over it", async () => {
    const [{ revision }] = ((await program.outputs()) as Left).releases as [{ revision: string }];
    await program.cluster.delete("Revision", program.name, revision);
    const isGone = (found: unknown) => found === undefined;
    await program.cluster.waitFor("Revision", program.name, revision, "it is gone", 60, isGone);
    await program.must(["refresh", "--yes", "--skip-preview"]);
    await program.up();
    assert.deepEqual(((await program.outputs()) as Left).releases, []);
    await program.expectNoChanges();
  });

  it("a destroy leaves none of it", async () => {
    await program.must(["destroy", "--yes", "--skip-preview"]);
    for (const kind of ["Revision", "Secret"] as const) assert.deepEqual(await names(kind), []);
  });
});
