// The suites of the cluster level as a whole: every example, a hundred changes, and runner tables that name existing files.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { examples } from "../cluster/examples";
import { elsewhere } from "../cluster/examplesElsewhere";
import { changes } from "../cluster/recordedChanges";
import { repository } from "../environment/home";
import { locks } from "../run/locks";
import { parts } from "../run/parts";

describe("structure: cases on the cluster", () => {
  it("each directory of examples/ has a test", () => {
    const entries = readdirSync(join(repository, "examples"), { withFileTypes: true });
    const directories = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    assert.deepEqual(
      directories.filter((name) => !(name in examples) && !(name in elsewhere)),
      [],
    );
    for (const [name, file] of Object.entries(elsewhere)) {
      const text = readFileSync(join(repository, file), "utf8");
      const isRun = [name, name.replace(/-.*/, "-$")].some((word) => text.includes(word));
      assert.ok(directories.includes(name) && isRun, `${file} runs ${name}`);
    }
  });

  it("a hundred changes are recorded with their plans, and each has a title of its own", () => {
    assert.equal(changes.filter(({ planned }) => planned).length, 100);
    const titles = changes.map(({ group, number, kind, what }) => [group, number, kind, what].join());
    assert.equal(new Set(titles).size, changes.length);
  });

  it("locks and parts are of spec files that exist", () => {
    const missing = [...Object.keys(locks), ...Object.keys(parts)].filter(
      (file) => !existsSync(join(repository, "tests", file)),
    );
    assert.deepEqual(missing, []);
  });
});
