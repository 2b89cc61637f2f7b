// The project's Go code passes `go vet` and gofmt, and each of its tests is a case of this level.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { attempt } from "../environment/command";
import { repository } from "../environment/home";
import { firstBuildMilliseconds } from "../levels";
import { goPackages, programs } from "./goTests";

describe("structure: Go code", function () {
  this.timeout(firstBuildMilliseconds);

  const modules = {
    "the programs in the cluster": programs,
    "the program that tries sources": join(repository, "tests", "chaos"),
  };

  for (const [title, cwd] of Object.entries(modules)) {
    it(`${title}: vet has nothing to say`, async () => {
      const { code, stderr } = await attempt("go", ["vet", "./..."], { cwd });
      assert.equal(code, 0, stderr);
    });

    it(`${title}: gofmt has nothing to say`, async () => {
      const { code, stdout, stderr } = await attempt("gofmt", ["-l", "."], { cwd });
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "", stderr: "" });
    });
  }

  it("each package with tests has a spec file", () => {
    const files = readdirSync(programs, { recursive: true, encoding: "utf8" });
    const packages = new Set(files.filter((file) => file.endsWith("_test.go")).map((file) => dirname(file)));
    assert.deepEqual(Object.values(goPackages).flat().sort(), [...packages].sort());
  });
});
