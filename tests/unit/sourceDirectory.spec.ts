// The checks of a Go directory before it is built.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sourceProblems } from "../../provider/src/build/go/goDirectory";
import { reasonOf } from "../../provider/src/build/go/goMistakes";

const mod = "module example.com/hello\n";
const main = "package main\n\nfunc main() {}\n";
const notMain = (names: string) =>
  `expected package main (a program that serves HTTP on $PORT) or a package that exports Handle(http.ResponseWriter, *http.Request), or Handle with a CloudEvents signature such as Handle(context.Context, event.Event) (*event.Event, error); it is package ${names} without either`;
const noGo = "expected a directory with a Go package; it has no .go files";

/** The files of a tree, the source's directory in it, and the reason; none if it can be built. */
const cases: [string, Record<string, string>, string, string?][] = [
  ["a program", { "go.mod": mod, "main.go": main }, "."],
  ["a program below the module's root", { "go.mod": mod, "cmd/hello/main.go": main }, "cmd/hello"],
  [
    "a comment in front of the package",
    { "go.mod": mod, "main.go": `/*\npackage lib\n*/\n// package x\n${main}` },
    ".",
  ],
  ["no such directory", {}, "gone", "expected a directory; <directory> does not exist"],
  [
    "a character that no path has",
    {},
    "a\0b",
    "expected a directory; <directory> contains a NUL character, which no path can have",
  ],
  [
    "a name with a mistake in it",
    { "hello/main.go": main, "orders/main.go": main },
    "helo",
    "expected a directory; <directory> does not exist (hello exists next to it)",
  ],
  ["a file", { "main.go": main }, "main.go", "expected a directory; <directory> is a file"],
  [
    "no module",
    { "hello/main.go": main },
    "hello",
    "expected a directory in a Go module; no go.mod in it or above it; run go mod init example.com/hello and go mod tidy there",
  ],
  [
    "packages from before modules, which import each other by the path of their tree",
    {
      "tree/orders/api/main.go": `package main

import (
	"github.com/gorilla/mux"
	model "github.com/acme/shop/orders/model" // beside it
)

func main() {}
`,
      "tree/orders/model/model.go": "package model\n",
    },
    "tree/orders/api",
    "expected a directory in a Go module; no go.mod in it or above it; run go mod init github.com/acme/shop and go mod tidy in <root>/tree",
  ],
  [
    "an import that has the name of a directory by chance",
    {
      "hello/main.go": `package main\n\nimport "github.com/gorilla/mux"\n\nfunc main() {}\n`,
      "mux/mux.go": "package mux\n",
    },
    "hello",
    "expected a directory in a Go module; no go.mod in it or above it; run go mod init example.com/hello and go mod tidy there",
  ],
  [
    "no module but below",
    { "hello/main.go": main, "hello/go.mod": mod },
    ".",
    "expected a directory in a Go module; no go.mod in it or above it; set one that has it, ./hello below it",
  ],
  ["no Go files", { "go.mod": mod, "main.js": "" }, ".", noGo],
  ["a program below", { "go.mod": mod, "cmd/a/main.go": main }, ".", `${noGo}; set package: "./cmd/a"`],
  [
    "programs below, and what Go passes over",
    { "go.mod": mod, "cmd/main.go": main, "cmd/a/main.go": main, "vendor/x/main.go": main, "_old/main.go": main },
    ".",
    `${noGo}; set package to one of ./cmd, ./cmd/a`,
  ],
  ["a library below", { "go.mod": mod, "lib/lib.go": "package lib\n" }, ".", noGo],
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
  [
    "an HTTP handler of another name",
    { "go.mod": mod, "lib.go": `package lib\n\nfunc greet(w http.ResponseWriter, r *http.Request) {\n}\n` },
    ".",
    `${notMain("lib")}: to serve greet, write var Handle = greet beside it`,
  ],
  [
    "several handlers of other names, and what is none",
    {
      "go.mod": mod,
      "lib.go": `package lib

import cloudevents "github.com/cloudevents/sdk-go/v2"

func onOrder(ctx context.Context, e cloudevents.Event) (*cloudevents.Event, error) { return nil, nil }
func OnStart(cloudevents.Event) {}
func fails(w http.ResponseWriter, r *http.Request) error { return nil }
func (t) method(w http.ResponseWriter, r *http.Request) {}
func counts(e cloudevents.Event) int { return 0 }
// func old(w http.ResponseWriter, r *http.Request) {}
`,
      "other.go":
        "package lib\n\nfunc onTick(ctx context.Context, w http.ResponseWriter,\n\tr *http.Request,\n) {\n}\n",
      "events.go": "package lib\n\nfunc onForeign(e calendar.Event) {}\n",
    },
    ".",
    `${notMain("lib")}: to serve one of OnStart, onOrder, onTick, write var Handle = OnStart beside it`,
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
          : `${reason.replace("<root>", root)}, got ${JSON.stringify(directory)}`,
      };
      assert.deepEqual(sourceProblems({ directory }, "source"), expected ? [expected] : []);
    });
  }
});

describe("builds: why Go leaves a file out", () => {
  const cases: [string, string, string][] = [
    ["a tag", "//go:build extra", 'is for extra; set goFlags: ["-tags=extra"]'],
    ["a tag as Go before 1.17 had it", "// +build extra", 'is for extra; set goFlags: ["-tags=extra"]'],
    ["several, each in a line", "// +build a\n// +build b,c", 'is for a && b && c; set goFlags: ["-tags=a,b,c"]'],
    ["one of several", "// +build a b", "is for a || b"],
    ["a platform", "// +build windows", "is for windows"],
    ["neither", "", "is for another platform, according to its name"],
  ];
  for (const [title, head, expected] of cases)
    it(title, () => {
      const directory = mkdtempSync(join(tmpdir(), "left-out-"));
      writeFileSync(join(directory, "x.go"), `${head}\n\npackage main\n`);
      assert.equal(reasonOf(directory, "x.go"), `x.go ${expected}`);
      rmSync(directory, { recursive: true });
    });
});
