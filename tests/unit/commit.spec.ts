// The commit in a release: of the repository that contains the source, and whether the source differs from it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitOf } from "../../provider/src/build/commit";

describe("builds: the commit of a source", () => {
  let root: string;
  let source: string;

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: root })
      .toString()
      .trim();

  before(() => {
    root = mkdtempSync(join(tmpdir(), "commit-"));
    source = join(root, "hello");
    mkdirSync(source);
  });
  after(() => rmSync(root, { recursive: true }));

  it("there is none outside of a repository, nor before the first commit", async () => {
    assert.deepEqual(await commitOf(source), {});
    git("init", "-q");
    assert.deepEqual(await commitOf(source), {});
  });

  it("is the newest one; what is not committed below the source makes it dirty, elsewhere it does not", async () => {
    writeFileSync(join(source, "main.go"), "package main\n");
    git("add", ".");
    git("commit", "-q", "-m", "first");
    const commit = git("rev-parse", "HEAD");
    assert.deepEqual(await commitOf(source), { commit, dirty: false });
    writeFileSync(join(root, "notes.txt"), "elsewhere\n");
    assert.deepEqual(await commitOf(source), { commit, dirty: false });
    writeFileSync(join(source, "new.go"), "package main\n");
    assert.deepEqual(await commitOf(source), { commit, dirty: true });
  });
});
