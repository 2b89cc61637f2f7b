// A function's traffic on the cluster: shares, tags, rollback, retained revisions, and refusals.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { needsCluster } from "../levels";
import { byRevision, Load } from "./load";
import { type Left, ServedProgram } from "./servedProgram";

const two = { NAME: "two" };

describe("traffic: shares, tags and going back on the cluster", () => {
  let program: ServedProgram;
  let first: Left;
  let second: Left;

  before(async function () {
    program = new ServedProgram(needsCluster(this), "traffic");
    first = await program.start({ env: { NAME: "one" } });
    program.set({ env: two });
    await program.up();
    second = await program.outputs();
  });
  after(() => program?.end());

  it("a split of 90 to 10 is that, over 2,000 requests", async () => {
    program.set({
      env: two,
      traffic: [
        { revision: first.revision, percent: 90, tag: "stable" },
        { latest: true, percent: 10, tag: "canary" },
      ],
    });
    await program.up();
    const answers = [];
    for (let sent = 0; sent < 2000; sent += 20) {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => program.cluster.ask(first.url)))));
    }
    const counts = byRevision(
      answers.map(({ status, body }) => ({ at: 0, status, revision: body.split(" ")[0] ?? "" })),
    );
    console.log(`      ${JSON.stringify(counts)}`);
    const old = counts[first.revision] ?? 0;
    assert.equal(old + (counts[second.revision] ?? 0), 2000);
    // Four standard deviations of a fair draw, 13.4 each.
    assert.ok(Math.abs(old - 1800) < 54, `${old} of 2000`);
  });

  it("each tag answers with its revision, by its address and by the header", async () => {
    const { traffic, url } = (await program.outputs()) as Left;
    assert.deepEqual(
      traffic.map(({ revision, percent, tag }) => [revision, percent, tag]),
      [
        [first.revision, 90, "stable"],
        [second.revision, 10, "canary"],
      ],
    );
    for (const { tag = "", url: address = "", revision } of traffic) {
      assert.match(address, new RegExp(`^http://${tag}-hello\\.`));
      for (let time = 0; time < 5; time++) {
        assert.equal((await program.cluster.answer(address)).split(" ")[0], revision);
        const { body } = await program.cluster.post(url, { "Knative-Serving-Tag": tag }, "", "GET");
        assert.equal(body.split(" ")[0], revision);
      }
    }
  });

  it("stays as it is when the code changes, until the user changes it", async () => {
    const traffic = [
      { revision: first.revision, percent: 90 },
      { revision: second.revision, percent: 10 },
    ];
    program.set({ env: { NAME: "three" }, traffic });
    await program.up();
    const { spec, status } = await program.service();
    assert.notEqual(status.latestReadyRevisionName, second.revision);
    assert.deepEqual(
      // biome-ignore lint/suspicious/noExplicitAny: entries of a Knative Service's traffic
      spec.traffic.map(({ revisionName, percent }: any) => [revisionName, percent]),
      traffic.map(({ revision, percent }) => [revision, percent]),
    );
  });

  it("going back is quick, builds nothing, and fails no request", async () => {
    program.set({ env: two });
    await program.up();
    const load = new Load(program.cluster, first.url, 50);
    await load.answered(50);
    program.set({ env: two, traffic: [{ revision: first.revision, percent: 100 }] });
    const run = await program.up();
    await load.isServedBy(first.revision);
    const answers = await load.stop();
    assert.deepEqual(load.failed(), []);
    assert.equal(answers.at(-1)?.revision, first.revision);
    assert.doesNotMatch(run.written, /Building|Publishing/);
    console.log(
      `      back in ${run.seconds.toFixed(1)} s, ${answers.length} requests, ${JSON.stringify(byRevision(answers))}`,
    );
  });

  it("goes back to a revision whose source is gone, by revision and by release", async () => {
    rmSync(join(program.directory, "served"), { recursive: true });
    program.set({ source: undefined, env: two, traffic: [{ revision: first.revision, percent: 100 }] });
    await program.expectNoChanges();
    program.set({ source: undefined, env: { NAME: "one" }, release: first.release });
    const before = (await program.cluster.list("Revision", program.name)).length;
    await program.up();
    assert.equal((await program.cluster.answer(first.url)).split(" ")[0], first.revision);
    assert.equal((await program.cluster.list("Revision", program.name)).length, before);
    assert.equal(((await program.outputs()) as Left).release.revision, first.revision);
  });

  describe("what can't be", () => {
    const given = () => ({ source: undefined, env: { NAME: "one" }, release: first.release });
    const wrong: { name: string; changes: () => object; says: RegExp[] }[] = [
      {
        name: "shares that sum up to 99",
        changes: () => ({
          traffic: [
            { latest: true, percent: 90 },
            { revision: second.revision, percent: 9 },
          ],
        }),
        says: [/traffic/, /expected shares that sum up to 100 percent, got 90 \+ 9 = 99/],
      },
      {
        name: "a tag in capitals",
        changes: () => ({ traffic: [{ latest: true, percent: 100, tag: "Canary" }] }),
        says: [/traffic\[0\]\.tag/, /expected a DNS label: lower-case letters.*got "Canary"/],
      },
      {
        name: "a revision that is not there",
        changes: () => ({ traffic: [{ revision: "hello-0123456789", percent: 100 }] }),
        says: [
          /traffic\[0\]/,
          /expected an existing revision of this function \(.*hello-[0-9a-f]{10}.*\), got "hello-0123456789"/,
        ],
      },
      {
        name: "a release that this function never had",
        changes: () => ({ traffic: [{ release: { ...first.release, revision: "other-0123456789" }, percent: 100 }] }),
        says: [/traffic\[0\]/, /got "other-0123456789"/],
      },
      {
        name: "a budget that is exceeded while two revisions run",
        changes: () => ({ env: { NAME: "four" }, scale: { max: 3 }, budget: { maxPods: 4 } }),
        says: [
          /budget\.maxPods/,
          /expected at most 4 Pods, got any number while 2 revisions run side by side; a serving revision has no scale\.max/,
        ],
      },
    ];
    for (const { name, changes, says } of wrong) {
      it(`${name}: one clear error, nothing is applied`, async () => {
        const before = await program.service();
        program.set({ ...given(), ...changes() });
        const run = await program.failingUp();
        for (const text of says) assert.match(run.written, text);
        assert.deepEqual((await program.service()).metadata.resourceVersion, before.metadata.resourceVersion);
        program.set(given());
        await program.expectNoChanges();
      });
    }
  });
});
