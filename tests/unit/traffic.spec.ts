// Traffic tables: what the arguments mean, the steps between two tables, which revisions serve, and the addresses of tags.

import assert from "node:assert/strict";
import type { FunctionTrafficArgs } from "../../provider/src/function/functionArgs.gen";
import {
  mainRevision,
  partialShift,
  type Share,
  sameTraffic,
  shareOf,
  tableOf,
  tagUrl,
  trafficShares,
} from "../../provider/src/function/traffic/trafficTable";
import { randomOf } from "../random";
import { table } from "./previous";

describe("traffic: a function's table", () => {
  const release = { revision: "hello-old" } as never;
  const cases: [string, FunctionTrafficArgs[] | undefined, Share[]][] = [
    ["nothing given", undefined, table("hello-new 100")],
    ["latest", [{ latest: true, percent: 100 }], table("hello-new 100")],
    ["a share without percent has none", [{ latest: true }], table("hello-new 0")],
    [
      "revisions, releases and tags",
      [
        { revision: "hello-1", percent: 60 },
        { release, percent: 30, tag: "old" },
        { latest: true, percent: 10, tag: "canary" },
        { latest: true, tag: "next" },
      ],
      table("hello-1 60", "hello-old 30 old", "hello-new 10 canary", "hello-new 0 next"),
    ],
    [
      "what goes to one revision is one share",
      [
        { revision: "hello-new", percent: 50 },
        { latest: true, percent: 20 },
        { latest: true, percent: 30, tag: "now" },
      ],
      table("hello-new 70", "hello-new 30 now"),
    ],
  ];
  for (const [title, args, expected] of cases)
    it(title, () => assert.deepEqual(trafficShares(args, "hello-new"), expected));

  it("as outputs give it", () =>
    assert.deepEqual(
      tableOf([
        { revision: "a", percent: 90 },
        { revision: "b", percent: 10, tag: "canary", url: "http://canary-hello.example.com" },
      ]),
      table("a 90", "b 10 canary"),
    ));

  it("a revision's share is that of all its entries", () =>
    assert.deepEqual(
      ["a", "b", "c"].map((name) => shareOf(name, table("a 50", "b 20", "a 30 tag"))),
      [80, 20, 0],
    ));
});

describe("traffic: part of the way", () => {
  const cases: [string, Share[], number, Share[], Share[]][] = [
    ["from one to another", table("a 100"), 25, table("b 100"), table("b 25", "a 75")],
    ["all the way", table("a 100"), 100, table("b 100"), table("b 100")],
    ["to a canary only", table("a 100"), 50, table("a 90", "b 10"), table("a 95", "b 5")],
    ["from a canary", table("a 90", "b 10 canary"), 50, table("b 100"), table("b 55", "a 45")],
    ["tags are those of the other", table("a 100 old"), 10, table("b 100 new"), table("b 10 new", "a 90")],
    ["a tag without traffic stays", table("a 100"), 10, table("b 100", "a 0 old"), table("b 10", "a 90 old")],
    ["a tag of a third one", table("a 100"), 10, table("b 100", "c 0 old"), table("b 10", "a 90", "c 0 old")],
    ["one twice", table("a 100"), 50, table("b 60", "b 40 canary"), table("b 30", "b 20 canary", "a 50")],
    ["one twice before", table("a 60", "a 40 old"), 50, table("b 100"), table("b 50", "a 50")],
    ["nothing changes", table("a 100"), 5, table("a 100"), table("a 100")],
    ["thirds", table("a 34", "b 33", "c 33"), 10, table("d 100"), table("d 10", "a 30", "b 30", "c 30")],
    ["too little for a whole percent", table("a 100"), 1, table("a 99", "b 1"), table("a 100")],
  ];
  // The order of revisions has no meaning.
  const sorted = (all: Share[]) =>
    [...all].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  for (const [title, from, percent, to, expected] of cases)
    it(title, () => assert.deepEqual(sorted(partialShift(from, to, percent)), sorted(expected)));

  it("changes neither table", () => {
    const [from, to] = [table("a 50", "b 50"), table("b 30", "c 70 canary")];
    partialShift(from, to, 33);
    assert.deepEqual([from, to], [table("a 50", "b 50"), table("b 30", "c 70 canary")]);
  });

  it("of 5,000 random tables sums up to 100 and is never a whole percent off, and no tag is lost", () => {
    const random = randomOf(20261124);
    for (let run = 0; run < 5000; run++) {
      const [from, to] = [randomTable(random), randomTable(random)];
      const percent = 1 + Math.floor(random() * 100);
      const part = partialShift(from, to, percent);
      const context = JSON.stringify({ from, to, percent, part });
      assert.equal(
        part.reduce((sum, share) => sum + share.percent, 0),
        100,
        context,
      );
      assert.deepEqual(
        part.flatMap(({ tag }) => tag ?? []),
        to.flatMap(({ tag }) => tag ?? []),
        context,
      );
      assert.ok(
        part.every((share) => Number.isInteger(share.percent) && share.percent >= 0),
        context,
      );
      for (const name of ["a", "b", "c", "d"]) {
        const exact = (shareOf(name, from) * (100 - percent) + shareOf(name, to) * percent) / 100;
        // Each of its entries may be rounded up.
        const entries = to.filter(({ revisionName }) => revisionName === name).length + 1;
        assert.ok(Math.abs(shareOf(name, part) - exact) < entries, `${name} ${exact}: ${context}`);
      }
    }
  });
});

/** One to five shares of four revisions that sum up to 100, some of them with a tag. */
function randomTable(random: () => number): Share[] {
  const shares: Share[] = [];
  const count = 1 + Math.floor(random() * 5);
  for (let left = 100, index = 0; index < count; index++) {
    const percent = index === count - 1 ? left : Math.floor(random() * (left + 1));
    left -= percent;
    const tag = random() < 0.3 ? { tag: `t${index}` } : {};
    shares.push({ revisionName: "abcd"[Math.floor(random() * 4)] as string, percent, ...tag });
  }
  return shares;
}

describe("traffic: what serves, and what is the same", () => {
  const most: [Share[], string | undefined][] = [
    [[], undefined],
    [table("a 100"), "a"],
    [table("a 40", "b 60"), "b"],
    [table("a 40", "b 30", "a 10", "b 20"), "a"],
    [table("b 50", "a 50"), "b"],
    [table("a 40", "b 30", "b 30"), "b"],
  ];
  for (const [shares, expected] of most)
    it(`${JSON.stringify(shares)} is served by ${expected}`, () => assert.equal(mainRevision(shares), expected));

  const pairs: [string, Share[], Share[], boolean][] = [
    ["equal", table("a 90", "b 10 canary"), table("a 90", "b 10 canary"), true],
    ["in another order", table("a 90", "b 10"), table("b 10", "a 90"), true],
    ["another share", table("a 90", "b 10"), table("a 80", "b 20"), false],
    ["another revision", table("a 100"), table("b 100"), false],
    ["another tag", table("a 100 x"), table("a 100 y"), false],
    ["a tag more", table("a 100"), table("a 100 x"), false],
    ["a share more", table("a 100"), table("a 100", "b 0 x"), false],
    ["none yet", [], table("a 100"), false],
  ];
  for (const [title, one, other, expected] of pairs)
    it(title, () => assert.deepEqual([sameTraffic(one, other), sameTraffic(other, one)], [expected, expected]));
});

describe("traffic: address of a tag", () => {
  const urls: [string | undefined, string | undefined][] = [
    ["http://hello.shop.example.com", "http://canary-hello.shop.example.com"],
    ["https://hello.shop.example.com", "https://canary-hello.shop.example.com"],
    ["http://hello.shop.svc.cluster.local", "http://canary-hello.shop.svc.cluster.local"],
    ["http://shop-hello.example.com", undefined],
    ["http://hello-two.shop.example.com", undefined],
    ["", undefined],
    [undefined, undefined],
  ];
  for (const [url, expected] of urls)
    it(`of ${url} is ${expected}`, () => assert.equal(tagUrl(url, "hello", "canary"), expected));
});
