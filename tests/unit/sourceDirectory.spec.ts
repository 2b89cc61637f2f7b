// What is told about a Go directory before it is built.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sourceProblems } from "../../provider/src/builders/source";

const mod = "module example.com/hello\n";
const main = "package main\n\nfunc main() {}\n";
const notMain = (names: string) =>
  `expected package main (a program that serves HTTP on $PORT) or a package that exports Handle(http.ResponseWriter, *http.Request), or Handle with a CloudEvents signature such as Handle(context.Context, event.Event) (*event.Event, error); it is package ${names} without either`;
const noGo = "expected a directory with a Go package; it has no .go files";

/** The files of a tree, the directory in it that is named as the source, and the reason; none when it can be built. */
const cases: [string, Record<string, string>, string, string?][] = [
  ["a program", { "go.mod": mod, "main.go": main }, "."],
  ["a program below the module's root", { "go.mod": mod, "cmd/hello/main.go": main }, "cmd/hello"],
  [
    "a comment in front of the package",
    { "go.mod": mod, "main.go": `/*\npackage lib\n*/\n// package x\n${main}` },
    ".",
  ],
  ["no such directory", {}, "gone", "expected a directory; <directory> does not exist"],
  ["a file", { "main.go": main }, "main.go", "expected a directory; <directory> is a file"],
  [
    "no module",
    { "hello/main.go": main },
    "hello",
    "expected a directory in a Go module; no go.mod in it or above it: run go mod init there",
  ],
  ["no Go files", { "go.mod": mod, "main.js": "" }, ".", noGo],
  ["Go files only below", { "go.mod": mod, "cmd/main.go": main }, ".", noGo],
  ["only tests", { "go.mod": mod, "main_test.go": main }, ".", noGo],
  ["a library", { "go.mod": mod, "lib.go": "// Package lib.\npackage lib\n" }, ".", notMain("lib")],
  [
    "a library with a program that is not built",
    { "go.mod": mod, "lib.go": "package lib\n", "gen.go": `//go:build ignore\n\n${main}` },
    ".",
    notMain("lib"),
  ],
  [
    "a library with tests of package main",
    { "go.mod": mod, "lib.go": "package lib\n", "a_test.go": main },
    ".",
    notMain("lib"),
  ],
  ["a program in a file that go ignores", { "go.mod": mod, "_main.go": main, ".main.go": main }, ".", noGo],
];

describe("builds: source directory", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "source-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  for (const [title, files, source, reason] of cases) {
    it(title, () => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
      }
      const directory = join(root, source);
      const expected = reason && {
        propertyPath: "source.directory",
        reason: reason.includes("<directory>")
          ? reason.replace("<directory>", directory)
          : `${reason}, got ${JSON.stringify(directory)}`,
      };
      assert.deepEqual(sourceProblems({ directory }, "source"), expected ? [expected] : []);
    });
  }
});
