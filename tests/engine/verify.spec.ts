// Everything generated from the schemas is committed unchanged: `npm run verify`.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt } from "../environment/command";
import { repository } from "../environment/home";
import { firstBuildMilliseconds } from "../levels";

describe("structure: npm run verify", function () {
  this.timeout(firstBuildMilliseconds);
  let copy: string;
  const verify = (directory: string) => attempt("npm", ["run", "--silent", "verify"], { cwd: directory });

  before(() => {
    copy = mkdtempSync(join(tmpdir(), "knative-faas-verify-"));
    for (const name of ["package.json", "tsconfig.json", "provider", "examples", "sdk", "tests/environment/modules"]) {
      const part = (path: string) => !/\/(node_modules|dist)$/.test(path);
      cpSync(join(repository, name), join(copy, name), { recursive: true, filter: part });
    }
    symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  });

  after(() => rmSync(copy, { recursive: true, force: true }));

  it("succeeds on the tree", async () => {
    const { code, stdout, stderr } = await verify(repository);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /generated files are up to date and valid/);
  });

  it("names the file of an SDK that was changed by hand, and one that nothing generates any more", async () => {
    const changed = join(copy, "sdk/python/pulumi_knative_faas/function.py");
    writeFileSync(changed, `${readFileSync(changed, "utf8")}# mine\n`);
    writeFileSync(join(copy, "sdk/nodejs/old.ts"), "");
    const { code, stderr } = await verify(copy);
    assert.equal(code, 1);
    assert.deepEqual(stderr.match(/^sdk\/\S+ does not match the schema/gm), [
      "sdk/python/pulumi_knative_faas/function.py does not match the schema",
      "sdk/nodejs/old.ts does not match the schema",
    ]);
  });

  it("names the file that was changed by hand", async () => {
    const file = join(copy, "provider", "schema.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("A function", "The function"));
    const { code, stderr } = await verify(copy);
    assert.equal(code, 1);
    assert.match(stderr, /schema\.json does not match what it is generated from: run npm run generate/);
  });
});
