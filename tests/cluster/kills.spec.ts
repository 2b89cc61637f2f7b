// Updates with every kind of resource that are killed at random: the next one converges, and the state matches the cluster.
import assert from "node:assert/strict";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { needsCluster } from "../levels";
import { randomOf } from "../random";
import { clearPending, endLeftByEngine, unlockedUp } from "./afterStrike";
import { TestCluster } from "./cluster";
import { CutConnection } from "./cutConnection";
import { type Change, deckOf } from "./everyChange";
import { atFirst, EveryKind, namespace, type Wanted } from "./everyKind";
import { makeLogin } from "./idle";
import { booksOf } from "./ledger";
import { Mqtt, Redis } from "./servers";
import { type Moment, StruckUpdate, strikes } from "./struckUpdate";

/** KILLS_ROUNDS=40 runs all of them; KILLS_SEED repeats a run. */
const rounds = Number(process.env.KILLS_ROUNDS ?? 8);
const seed = Number(process.env.KILLS_SEED ?? 1 + Math.floor(Math.random() * 1e6));
const random = randomOf(seed);

/** An update that ends before it is struck does not count as a round. */
const tries = 4;

describe("recovery: updates that are struck on their way", function () {
  this.timeout(400_000);
  const draw = deckOf(random);
  let cluster: TestCluster;
  let way: CutConnection;
  let program: EveryKind;
  let redis: Redis;
  let mqtt: Mqtt;
  let wanted: Wanted = atFirst;

  before(async function () {
    const target = needsCluster(this);
    console.log(`      ${rounds} rounds of seed ${seed}`);
    cluster = new TestCluster(target);
    await phase("servers", bringServers);
    [redis, mqtt] = await Promise.all([Redis.start(), Mqtt.start()]);
    way = await CutConnection.open(target);
    program = new EveryKind(way.target, { redis: redis.address, mqtt: mqtt.address });
    await cluster.namespace(namespace);
    await makeLogin(cluster, namespace);
    program.alone();
    await program.init();
    await program.up();
    program.image = (await program.outputs()).image;
  });

  after(async () => {
    await program?.remove();
    way?.close();
    redis?.stop();
    mqtt?.stop();
    await cluster?.removeNamespace(namespace);
  });

  for (let round = 0; round < rounds; round++)
    it(`round ${round + 1}: ${strikes[round % strikes.length]}`, async () => {
      const what = strikes[round % strikes.length] as (typeof strikes)[number];
      const update = await struck(what, round === 0);
      if (what === "engine") await endLeftByEngine(update);
      else update.endLeftovers();
      await converges();
    });

  it("a change that is taken back after a kill: Pulumi names what is left of it, and it goes once it was made again", async () => {
    const before = wanted;
    const changed = { ...wanted, more: true, file: wanted.file + 1, secret: wanted.secret + 1 };
    program.wants(changed);
    const update = new StruckUpdate(program);
    assert.ok(await update.strike("engine", { seen: /ConfigMap.* creating/ }, way));
    await endLeftByEngine(update);
    program.wants(before);
    const { written } = await unlockedUp(program);
    const { missing, orphaned } = await booksOf(cluster, program, namespace);
    console.log(`      left were ${orphaned.join(", ") || "none"}`);
    assert.deepEqual(missing, []);
    const named = program
      .pendingOperations()
      .filter(({ urn }) => written.includes(`* ${urn}, interrupted while creating`));
    const isNamed = (object: string) => named.some(({ id }) => object.endsWith(` ${id}`));
    assert.ok(orphaned.every(isNamed), written);
    for (const one of [changed, before]) {
      wanted = one;
      program.wants(wanted);
      await converges();
    }
  });

  it("a stack's first update that is killed at its Secret: the next one tells what it has left", async () => {
    const first = new EveryKind(way.target, { redis: "", mqtt: "" }, "kills-first");
    first.image = program.image;
    first.secretOnly();
    await first.init();
    const update = new StruckUpdate(first);
    assert.ok(await update.strike("engine", { seen: /Secret.* creating/ }, way));
    await endLeftByEngine(update);
    const run = await unlockedUp(first);
    await first.expectNoChanges();
    await clearPending(run, first);
    const { missing, orphaned } = await booksOf(cluster, first, namespace);
    const told = [...run.written.matchAll(/Secret (\S+) has the labels of this stack but is not in its state/g)];
    const names = new Set(told.map(([, name]) => `v1 Secret ${name}`));
    assert.deepEqual([missing, orphaned], [[], [...names]]);
    await first.remove();
  });

  /** An update that was struck; the first one creates everything. */
  async function struck(what: (typeof strikes)[number], isFirst: boolean): Promise<StruckUpdate> {
    for (let left = tries; left > 0; left--) {
      const changes = isFirst && left === tries ? [everything] : [draw(), draw()];
      for (const { next } of changes) wanted = { ...wanted, ...next(wanted) };
      program.wants(wanted);
      const when = momentIn(changes, left / tries);
      const update = new StruckUpdate(program);
      const isStruck = await update.strike(what, when, way, random);
      const how = isStruck ? `struck, ended with ${update.how}` : "over before";
      console.log(`      ${changes.map((change) => change.what).join(" and ")}, at ${said(when)}: ${how}`);
      if (isStruck) return update;
      assert.equal(update.how, "code 0", update.written.join("\n"));
    }
    throw new Error(`${tries} updates were over before they were struck`);
  }

  /** Half of them by time, half by the engine's output. */
  function momentIn(changes: Change[], share: number): Moment {
    const most = (of: "seconds" | "lines") => Math.max(...changes.map((change) => change[of])) * share;
    if (random() < 0.5) return { seconds: 0.3 + random() * most("seconds") };
    return { line: 1 + Math.floor(random() * most("lines")) };
  }

  async function converges(): Promise<void> {
    const run = await unlockedUp(program);
    await program.expectNoChanges();
    await clearPending(run, program);
    const { urls } = await program.outputs();
    for (const [name, answer] of Object.entries(program.answers(wanted)))
      await cluster.until(`${name} answers ${answer}`, 20, async () => (await cluster.answer(urls[name])) === answer);
    assert.deepEqual(await booksOf(cluster, program, namespace), { missing: [], orphaned: [] });
  }
});

const everything: Change = { what: "everything", seconds: 25, lines: 60, next: () => ({ words: 1 }) };

function said(when: Moment): string {
  if ("seconds" in when) return `${when.seconds.toFixed(1)} s`;
  return "line" in when ? `line ${when.line}` : `${when.seen}`;
}
