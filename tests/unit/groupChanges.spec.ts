// What a changed group, topic or initial offset means in numbers, if the running source can be asked.
import assert from "node:assert/strict";
import { groupChanges, type Outlook, type Reading } from "../../provider/src/events/groupChanges";

const before: Reading = { group: "orders", topics: ["orders"] };
const nothing: Outlook = { committed: 0, left: 0, fresh: 0, skipped: 0, ahead: 0 };
const keeps =
  "Kafka keeps its offsets for offsets.retention.minutes (a week, unless the brokers say otherwise), then forgets it";
const stays = `group orders is read no more: ${keeps}`;
const unread = (count: string) =>
  `group orders is read no more, with ${count} left to read: ${keeps}; a source with group orders would go on there`;

const fresh = { ...nothing, fresh: 4, skipped: 12345, ahead: 1 };
const exists = { ...nothing, committed: 4, left: 1 };
const half = { ...fresh, committed: 2, left: 7 };

/** The change, what the source answers, and the lines. */
const cases: Record<string, [Partial<Reading>, Outlook | undefined, string[]]> = {
  "a new group at the end": [
    { group: "orders-2" },
    fresh,
    [`group orders-2 is new: it begins at the end, 12,345 entries will not be read; ${stays}`],
  ],
  "a new group at the oldest entries": [
    { group: "orders-2", initialOffset: "earliest" },
    { ...fresh, ahead: 1234567 },
    [`group orders-2 is new: it begins at the oldest entries, 1,234,567 entries will be read; ${stays}`],
  ],
  "a new group at a time": [
    { group: "orders-2", initialOffset: "2026-01-31T12:00:00Z" },
    fresh,
    [
      `group orders-2 is new: it begins at 2026-01-31T12:00:00Z, 12,345 entries will not be read and 1 entry will be read; ${stays}`,
    ],
  ],
  "a group that exists": [
    { group: "orders-2" },
    exists,
    [`group orders-2 goes on where it was, with 1 entry left to read; ${stays}`],
  ],
  "a group that has read a part": [
    { group: "orders-2" },
    half,
    [
      `group orders-2 goes on where it was, with 7 entries left to read; where it has committed nothing, it begins at the end, 12,345 entries will not be read; ${stays}`,
    ],
  ],
  "nobody to ask": [
    { group: "orders-2" },
    undefined,
    [`group orders-2 is new: it begins at the end; entries produced before are not read; ${stays}`],
  ],
  "a topic more": [
    { topics: ["orders", "returns"] },
    fresh,
    [
      "topic returns: where group orders has committed nothing yet, it begins at the end, 12,345 entries will not be read",
    ],
  ],
  "a topic that it has read before": [
    { topics: ["orders", "returns"] },
    exists,
    ["topic returns: group orders goes on where it was, with 1 entry left to read"],
  ],
  "topics that do not exist": [
    { group: "orders-2", topics: ["later"] },
    nothing,
    [`group orders-2 is new: no such topic exists; it is waited for, and then read from its first entry; ${stays}`],
  ],
  "a topic more that does not exist": [
    { topics: ["orders", "later"] },
    nothing,
    ["topic later: no such topic exists; it is waited for, and then read from its first entry"],
  ],
  "a new group of which nothing is skipped": [
    { group: "orders-2" },
    { ...fresh, skipped: 0 },
    [`group orders-2 is new: it begins at the end; ${stays}`],
  ],
  "a pattern in place of a topic that it matches": [
    { topics: undefined, pattern: "o.*" },
    { ...exists, left: 0 },
    ["topics o.*: group orders goes on where it was, with nothing left to read"],
  ],
  "a pattern in place of a topic that it does not match": [
    { topics: undefined, pattern: "r.*" },
    undefined,
    [
      "topics r.*: where group orders has committed nothing yet, it begins at the end; entries produced before are not read",
      "topic orders: read no more; group orders keeps its offsets there",
    ],
  ],
  "another Kafka cluster": [
    { kafka: { bootstrapServers: ["other:9092"] } },
    undefined,
    [
      "bootstrapServers: if this is another Kafka cluster, group orders is new there: it begins at the end; entries produced before are not read",
    ],
  ],
  "another offset": [
    { initialOffset: "earliest" },
    { ...half, fresh: 1 },
    [
      "initialOffset earliest: only for partitions of which group orders has committed nothing; the others go on where they are; in 1 partition it begins at the oldest entries, 1 entry will be read",
    ],
  ],
  "another offset that changes nothing": [
    { initialOffset: "earliest" },
    exists,
    [
      "initialOffset earliest: only for partitions of which group orders has committed nothing; the others go on where they are; at present there are none",
    ],
  ],
};

/** What is left of the group before is asked, too. */
const answers = (outlook: Outlook | undefined, left: Outlook | undefined) => async (of: Reading) =>
  of.group === before.group && of.topics === before.topics ? left : outlook;

describe("sources: Kafka, a change in numbers", () => {
  for (const [title, [change, outlook, lines]] of Object.entries(cases)) {
    it(title, async () => {
      const foresee = change.group === undefined ? async () => outlook : answers(outlook, undefined);
      assert.deepEqual(await groupChanges(before, { ...before, ...change }, foresee), lines);
    });
  }

  it("a group that is left with entries says how many, and how to go on", async () => {
    const after = { ...before, group: "orders-2" };
    const begins = "group orders-2 is new: it begins at the end, 12,345 entries will not be read";
    assert.deepEqual(await groupChanges(before, after, answers(fresh, { ...exists, left: 3 })), [
      `${begins}; ${unread("3 entries")}`,
    ]);
    assert.deepEqual(await groupChanges(before, undefined, async () => exists), [unread("1 entry")]);
    assert.deepEqual(await groupChanges({ ...before, deleteGroup: true }, undefined, async () => exists), [
      "group orders is read no more, with 1 entry left to read: it is deleted with its source (deleteGroup), so nothing knows any more where it was",
    ]);
  });

  it("a source that is new says where it begins", async () => {
    const of = (after: Reading, outlook?: Outlook) => groupChanges(undefined, after, async () => outlook);
    assert.deepEqual(await of(before), [
      "group orders goes on where it was if Kafka knows it; otherwise it begins at the end; entries produced before are not read",
    ]);
    assert.deepEqual(await of({ ...before, initialOffset: "earliest" }), [
      "group orders goes on where it was if Kafka knows it; otherwise it begins at the oldest entries; everything that Kafka retains is read",
    ]);
    assert.deepEqual(await of(before, { ...fresh, skipped: 3 }), [
      "group orders is new: it begins at the end, 3 entries will not be read",
    ]);
    assert.deepEqual(await groupChanges(undefined, undefined, async () => exists), []);
  });

  it("asks about what is new only", async () => {
    const asked: Reading[] = [];
    const foresee = async (of: Reading) => {
      asked.push(of);
      return undefined;
    };
    await groupChanges(before, { ...before, topics: ["orders", "returns", "prices"] }, foresee);
    await groupChanges(before, before, foresee);
    await groupChanges(before, { group: "orders", pattern: "o.*" }, foresee);
    assert.deepEqual(asked, [
      { group: "orders", topics: ["returns"] },
      { group: "orders", topics: ["prices"] },
      { group: "orders", pattern: "o.*" },
    ]);
  });
});
