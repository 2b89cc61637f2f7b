// Starting the plugin and the command in a clone that is not built yet.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const provider = join(__dirname, "..", "..", "provider");
const programs = ["pulumi-resource-knative-faas", "bin/pulumi-resource-knative-faas", "bin/knative-faas"];

describe("plugin: a clone without a build", () => {
  let clone = "";
  before(() => {
    clone = realpathSync(mkdtempSync(join(tmpdir(), "unbuilt-")));
    for (const file of ["built.cjs", ...programs]) cpSync(join(provider, file), join(clone, "provider", file));
  });
  after(() => rmSync(clone, { recursive: true }));

  for (const program of programs)
    it(`${program} says in a sentence how to build it`, () => {
      const file = join(clone, "provider", program);
      const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
      const sentence = `knative-faas is not built yet: run \`npm ci\` in ${clone} first\n`;
      assert.deepEqual({ status, stdout, stderr }, { status: 1, stdout: "", stderr: sentence });
    });
});
