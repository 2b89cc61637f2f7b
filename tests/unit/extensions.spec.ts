// The Go programs that run in the cluster have tests of their own: they are run, vetted, and need nothing but Go itself.
import assert from "node:assert/strict";
import { join } from "node:path";
import { attempt } from "../environment/command";
import { repository } from "../environment/home";

const cwd = join(repository, "provider", "extensions");

describe("releases: programs in the cluster", function () {
  this.timeout(300_000);

  it("their own tests hold", async () => {
    const { code, stdout, stderr } = await attempt("go", ["test", "./..."], { cwd });
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^ok\s+knative-faas\.dev\/extensions\/internal\/rollout\s/m);
  });

  it("vet and gofmt have nothing to say", async () => {
    const vetted = await attempt("go", ["vet", "./..."], { cwd });
    assert.equal(vetted.code, 0, vetted.stderr);
    const { stdout } = await attempt("gofmt", ["-l", "."], { cwd });
    assert.equal(stdout, "");
  });
});
