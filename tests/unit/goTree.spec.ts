// Pure parts of building a Go tree: patterns of embedded files, flags with the source's version, settings of a func.yaml, settings of Go.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { unreadSettings } from "../../provider/src/build/funcYaml";
import { embeddedFiles } from "../../provider/src/build/go/goFiles";
import { compilerOf, movesFiles, profileOf } from "../../provider/src/build/go/goSettings";
import { isFillable, withSourceVersion } from "../../provider/src/build/go/sourceVersion";

describe("builds: Go trees without Go", () => {
  let root: string;
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "go-tree-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** A pattern of `//go:embed`, and what it embeds of the files below. */
  const patterns: [string, string[]][] = [
    ["a.txt", ["a.txt"]],
    ["*.txt", [".hidden.txt", "a.txt", "b.txt"]],
    ["?.txt", ["a.txt", "b.txt"]],
    ["[^a].txt", ["b.txt"]],
    ["\\a.txt", ["a.txt"]],
    ["static", ["static/c.css", "static/deep/d.css"]],
    ["all:static", ["static/.e", "static/_f", "static/c.css", "static/deep/d.css"]],
    ["static/*", ["static/.e", "static/_f", "static/c.css", "static/deep/d.css"]],
    ["st*c/deep/*.css", ["static/deep/d.css"]],
    ["module", []],
    ["nothing", []],
  ];
  it("a pattern embeds what Go embeds", () => {
    const files = ["a.txt", "b.txt", ".hidden.txt", "static/c.css", "static/.e", "static/_f", "static/deep/d.css"];
    for (const name of [...files, "static/other/go.mod", "static/other/x", "static/.git/x"]) write(name, name);
    symlinkSync("..", join(root, "static", "again"));
    for (const [pattern, expected] of patterns) {
      const found = embeddedFiles({ directory: root, pattern }).map((path) => relative(root, path));
      assert.deepEqual(found.sort(), expected, pattern);
    }
  });

  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: root,
      env: { ...process.env, GIT_COMMITTER_DATE: "2026-01-02T03:04:05+02:00" },
    })
      .toString()
      .trim();

  it("flags are filled in with commit, tag and time of the source, in ko's words", async () => {
    write("main.go", "package main\n");
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "first");
    const words = [
      "FullCommit",
      "ShortCommit",
      "CommitDate",
      "CommitTimestamp",
      "Tag",
      "Branch",
      "TreeState",
      "IsDirty",
    ];
    const flags = ["-s", ...words.map((word) => `-X main.v={{.Git.${word}}}`)];
    const values = async () =>
      (await withSourceVersion(flags, root)).slice(1).map((flag) => flag.replace("-X main.v=", ""));
    const commit = git("rev-parse", "HEAD");
    const same = [commit, git("rev-parse", "--short", "HEAD"), "2026-01-02T01:04:05Z", "1767315845"];
    assert.deepEqual(await values(), [...same, "v0.0.0", "main", "clean", "false"]);
    git("tag", "v1.2.0");
    write("new.go", "package main\n");
    assert.deepEqual(await values(), [...same, "v1.2.0", "main", "dirty", "true"]);
    assert.deepEqual(await withSourceVersion(["-X a={{.Git.Tag}}-{{ .Git.IsClean }}"], root), ["-X a=v1.2.0-false"]);
  });

  it("without a commit the flags that ask for one are reported, and others are left as they are", async () => {
    assert.deepEqual(await withSourceVersion(["-s"], root), ["-s"]);
    const message = `ldflags use the commit of ${root}, which is not in a Git repository with a commit`;
    for (const word of ["FullCommit", "Tag", "TreeState"])
      await assert.rejects(withSourceVersion([`-X a={{.Git.${word}}}`], root), { message });
  });

  it("the time of a build, and words that nobody knows, can't be filled in", () => {
    const flags = [
      "-s",
      "-X a={{.Git.Tag}} -X b={{ .Git.Branch }}",
      "-X a={{.Git.Version}}",
      "-X a={{.Date}}",
      "-X a={{}}",
    ];
    assert.deepEqual(flags.map(isFillable), [true, true, false, false, false]);
  });

  it("what a func.yaml sets is reported with its property; one as func writes it is not", () => {
    const fresh =
      'specVersion: 0.36.0\nname: hello\nruntime: go\ncreated: 2026-01-02T03:04:05Z\ndeploy:\n  namespace: ""\n';
    write("func.yaml", fresh);
    assert.equal(unreadSettings(root), undefined);
    write("func.yaml", `${fresh}  options:\n    scale:\n      min: 1\nrun:\n  envs:\n    - name: A\n      value: b\n`);
    assert.equal(
      unreadSettings(root),
      `${join(root, "func.yaml")} is not read: run.envs is the property env, deploy.options.scale is the property scale`,
    );
    for (const text of ["- a\n", ": : :\n\t", "", "run: text\n"]) {
      write("func.yaml", text);
      assert.equal(unreadSettings(root), undefined, text);
    }
  });

  it("of Go's settings all count but those of places, origins and platforms", () => {
    const given = { GOVERSION: "go1.26.8", GOAMD64: "v1", GONEW: "1", GOPROXY: "off", GOCACHE: "/c", GOARCH: "arm64" };
    assert.deepEqual(compilerOf(given), [
      ["GOAMD64", "v1"],
      ["GONEW", "1"],
      ["GOVERSION", "go1.26.8"],
    ]);
    const profiles = ["", "-pgo=off", "-v '-pgo=a.pgo'", "-pgo=a --pgo=b"].map((GOFLAGS) => profileOf({ GOFLAGS }));
    assert.deepEqual(profiles, ["auto", "off", "a.pgo", "b"]);
    const moving = ["", "-tags=overlay=x", "-overlay=x", "-v '-modfile=x'", "-toolexec=x"];
    assert.deepEqual(
      moving.map((GOFLAGS) => movesFiles({ GOFLAGS })),
      [false, false, true, true, true],
    );
  });
});
