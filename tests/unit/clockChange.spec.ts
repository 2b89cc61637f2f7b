// The effect of daylight saving on a schedule is described once, and only if there is one.
import assert from "node:assert/strict";
import { clockWarning } from "../../provider/src/events/clockChange";

const now = Date.UTC(2026, 10, 30, 1, 27);

/** Schedule, zone, and the message about them; consistent with Knative's own scheduler. */
const cases: [string, string | undefined, string | undefined][] = [
  ["0 2 * * *", "Europe/Berlin", "02:00 does not occur on 2027-03-28, and 02:00 occurs twice on 2027-10-31"],
  ["30 15 2 * * 1-6", "Europe/Berlin", undefined],
  ["30 15 2 * * 0", "Europe/Berlin", "02:15 does not occur on 2027-03-28, and 02:15 occurs twice on 2027-10-31"],
  ["30 */2 * * *", "Europe/Berlin", "02:30 does not occur on 2027-03-28, and 02:30 occurs twice on 2027-10-31"],
  ["0 2 28 3 *", "Europe/Berlin", "02:00 does not occur on 2027-03-28"],
  ["0 2 27 3 *", "Europe/Berlin", undefined],
  ["0 2 27 3 0", "Europe/Berlin", "02:00 does not occur on 2027-03-28"],
  ["0 3 * * *", "Europe/Berlin", undefined],
  ["*/5 * * * *", "Europe/Berlin", undefined],
  ["*/5 0-6 * * *", "Europe/Berlin", undefined],
  ["@hourly", "Europe/Berlin", undefined],
  ["@daily", "Europe/Berlin", undefined],
  ["@daily", "Africa/Cairo", "00:00 does not occur on 2027-04-30"],
  ["30 2 * * *", "America/New_York", "02:30 does not occur on 2027-03-14"],
  ["30 1 * * *", "America/New_York", "01:30 occurs twice on 2027-11-07"],
  ["45 1 * * *", "Australia/Lord_Howe", "01:45 occurs twice on 2027-04-04"],
  ["15 2 * * *", "Australia/Lord_Howe", "02:15 does not occur on 2027-10-03"],
  ["0 2 * * *", "UTC", undefined],
  ["0 2 * * *", "Asia/Tokyo", undefined],
  ["0 2 * * *", undefined, undefined],
];

describe("events: schedules when clocks change", () => {
  for (const [schedule, zone, told] of cases)
    it(`${schedule} in ${zone ?? "no zone"}: ${told ?? "nothing"}`, () => {
      const expected =
        told &&
        `when the clocks of ${zone} change, ${told}; choose another hour if that matters, or leave timeZone out for UTC`;
      assert.equal(clockWarning(schedule, zone, now), expected);
    });
});
