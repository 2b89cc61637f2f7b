// The Go programs that run in the cluster have tests of their own: they are run and vetted, and start the servers that they read from.
import assert from "node:assert/strict";
import { join } from "node:path";
import { attempt } from "../environment/command";
import { repository } from "../environment/home";
import { phase } from "../environment/progress";
import { bringServers, serverPath } from "../environment/tools/debian";

const cwd = join(repository, "provider", "extensions");

describe("releases and extensions: programs in the cluster", function () {
  this.timeout(600_000);

  before(() => phase("servers for tests", bringServers));

  it("their own tests hold", async () => {
    const { code, stdout, stderr } = await attempt("go", ["test", "./..."], {
      cwd,
      env: { ...process.env, PATH: serverPath },
    });
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^ok\s+knative-faas\.dev\/extensions\/internal\/rollout\s/m);
  });

  it("vet and gofmt have nothing to say, also about the program that tries sources", async () => {
    for (const module of [cwd, join(repository, "tests", "extensions")]) {
      const vetted = await attempt("go", ["vet", "./..."], { cwd: module });
      assert.equal(vetted.code, 0, vetted.stderr);
      const { stdout } = await attempt("gofmt", ["-l", "."], { cwd: module });
      assert.equal(stdout, "");
    }
  });
});
