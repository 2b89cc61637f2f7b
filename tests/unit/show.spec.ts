// How a value is quoted in an error: on one line, and without an address's credentials.
import assert from "node:assert/strict";
import { show } from "../../provider/src/input/problems";

const digest = `sha256:${"a".repeat(64)}`;

describe("errors: a value that is quoted", () => {
  const cases: [unknown, string][] = [
    ["mqtt://u:s3cret@h:1883", '"mqtt://...@h:1883"'],
    ["redis://:s3cret@h:1", '"redis://...@h:1"'],
    ["robot:s3cret@registry.example.com/a", '"...@registry.example.com/a"'],
    [["http://u:s3cret@h/", "http://v:s3cret@h/"], '["http://...@h/","http://...@h/"]'],
    [`hello:1@${digest.slice(0, 20)}`, `"hello:1@${digest.slice(0, 20)}"`],
    [`127.0.0.1:5000/hello:1@${digest.slice(0, 20)}`, `"127.0.0.1:5000/hello:1@${digest.slice(0, 20)}"`],
    ["https://s3cret@example.com/x", '"https://...@example.com/x"'],
    ["somebody@example.com", '"somebody@example.com"'],
    ["http://h:80/a@b", '"http://h:80/a@b"'],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NaN, "not a number"],
  ];
  for (const [value, expected] of cases) it(expected, () => assert.equal(show(value), expected));
});
