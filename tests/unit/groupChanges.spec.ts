// What a changed group, topic or initial offset means in numbers, if the running source can be asked.
import assert from "node:assert/strict";
import { groupChanges, type Outlook, type Reading } from "../../provider/src/events/groupChanges";

const before: Reading = { group: "orders", topics: ["orders"] };
const nothing: Outlook = { committed: 0, left: 0, fresh: 0, skipped: 0, ahead: 0 };
const stays =
  "group orders is read no more: Kafka keeps its offsets for offsets.retention.minutes (a week, unless the brokers say otherwise), then forgets it";

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
    [`group orders-2 goes on where it was, 1 entry is left to read; ${stays}`],
  ],
  "a group that has read a part": [
    { group: "orders-2" },
    half,
    [
      `group orders-2 goes on where it was, 7 entries are left to read; where it has committed nothing, it begins at the end, 12,345 entries will not be read; ${stays}`,
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
    ["topic returns: group orders goes on where it was, 1 entry is left to read"],
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

describe("sources: Kafka, a change in numbers", () => {
  for (const [title, [change, outlook, lines]] of Object.entries(cases)) {
    it(title, async () => {
      assert.deepEqual(await groupChanges(before, { ...before, ...change }, async () => outlook), lines);
    });
  }

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
