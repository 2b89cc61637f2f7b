// Which handlers the Go toolchain finds in packages, and the messages for packages without one, with the real Go.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Build } from "../../provider/src/build/builder";
import { type Listed, listed } from "../../provider/src/build/go/goModule";
import { type Kind, kindOf } from "../../provider/src/build/handler/handlerCheck";

const http = "func(http.ResponseWriter, *http.Request)";
const file = (code: string, ...imports: string[]) =>
  `package fn\n\n${imports.map((path) => `import ${path.includes('"') ? path : `"${path}"`}\n`).join("")}\n${code}\n`;

const events = "github.com/cloudevents/sdk-go/v2/event";
const results = "github.com/cloudevents/sdk-go/v2/protocol";
const root = 'cloudevents "github.com/cloudevents/sdk-go/v2"';
const handles = file("func Handle(w http.ResponseWriter, r *http.Request) {}", "net/http");
const program = "package main\n\nfunc main() {}\n";

/** Files, what is found, and the tags; a string is the reason if nothing is found. */
const cases: Record<string, [Record<string, string> | string, [string, string] | "program" | string, string?]> = {
  plain: [handles, ["Handle", http]],
  renamedImport: [file("func Handle(w nh.ResponseWriter, r *nh.Request) {}", 'nh "net/http"'), ["Handle", http]],
  alias: [
    file("type Writer = http.ResponseWriter\nfunc Handle(Writer, *http.Request) {}", "net/http"),
    ["Handle", http],
  ],
  variable: [file("var Handle http.HandlerFunc", "net/http"), ["Handle", http]],
  withContext: [
    file("func Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) {}", "context", "net/http"),
    ["Handle", "func(context.Context, http.ResponseWriter, *http.Request)"],
  ],
  newPointer: [
    file(
      "type F struct{}\nfunc New() *F { return nil }\nfunc (*F) Handle(http.ResponseWriter, *http.Request) {}",
      "net/http",
    ),
    ["New", http],
  ],
  newFails: [
    file(
      "type F struct{}\nfunc New() (*F, error) { return nil, nil }\nfunc (*F) Handle(http.ResponseWriter, *http.Request) {}",
      "net/http",
    ),
    ["New with error", http],
  ],
  newGeneric: [
    file(
      "type F[T any] struct{}\nfunc New() *F[int] { return nil }\nfunc (*F[T]) Handle(http.ResponseWriter, *http.Request) {}",
      "net/http",
    ),
    ["New", http],
  ],
  newEmbedded: [
    file(
      "type base struct{}\nfunc (base) Handle(http.ResponseWriter, *http.Request) {}\ntype F struct{ base }\nfunc New() F { return F{} }",
      "net/http",
    ),
    ["New", http],
  ],
  newOptions: [
    file(
      "type F interface{ Handle(http.ResponseWriter, *http.Request) }\nfunc New(names ...string) F { return nil }",
      "net/http",
    ),
    ["New", http],
  ],
  otherNew: [
    file(
      "type Cart struct{}\nfunc New() *Cart { return nil }\nfunc Handle(http.ResponseWriter, *http.Request) {}",
      "net/http",
    ),
    ["Handle", http],
  ],
  result: [
    file("func Handle(context.Context, cloudevents.Event) cloudevents.Result { return nil }", "context", root),
    ["Handle", "func(context.Context, event.Event) protocol.Result"],
  ],
  reply: [
    file(
      "func Handle(context.Context, e.Event) (*e.Event, protocol.Result) { return nil, nil }",
      "context",
      `e "${events}"`,
      results,
    ),
    ["Handle", "func(context.Context, event.Event) (*event.Event, protocol.Result)"],
  ],
  tool: [{ "handle.go": handles, "magefile.go": `//go:build mage\n\n${program}` }, ["Handle", http]],
  ignoredOrNot: [{ "handle.go": handles, "gen.go": `//go:build ignore || x\n\n${program}` }, ["Handle", http]],
  tagged: [
    {
      "handle.go": `//go:build !dev\n\n${handles}`,
      "handle_dev.go": `//go:build dev\n\n${file("func Handle(e event.Event) error { return nil }", events)}`,
    },
    ["Handle", "func(event.Event) error"],
    "dev",
  ],
  program: [program, "program"],
  withoutTests: [{ "handle.go": handles, "a_test.go": "package fn\n" }, ["Handle", http]],
  otherSignature: [
    file("func Handle(name string) int { return 0 }"),
    "expected Handle(http.ResponseWriter, *http.Request), or Handle with a CloudEvents signature such as Handle(context.Context, event.Event) (*event.Event, error); package fn has Handle(name string) int; CloudEvents signatures are those of github.com/cloudevents/sdk-go/v2, which it does not import",
  ],
  otherMethod: [
    file("type F struct{}\nfunc New() *F { return nil }\nfunc (*F) Handle(r *http.Request) {}", "net/http"),
    "package fn has New() *fn.F with the method Handle(r *http.Request)",
  ],
  withoutMethod: [
    file("func New() http.Handler { return nil }", "net/http"),
    "package fn has New() http.Handler without a method Handle",
  ],
  newTakes: [
    file(
      "type F struct{}\nfunc New(name string) *F { return nil }\nfunc (*F) Handle(http.ResponseWriter, *http.Request) {}",
      "net/http",
    ),
    "package fn has New(name string) *fn.F, which has parameters",
  ],
  neither: [file("func Handler() {}\nvar New = 1"), "package fn has New of type int"],
  nothing: [file("type t struct{}\nfunc (t) Handle() {}"), "it is package fn without either"],
  behindTag: [
    { "a.go": "package fn\n", "handle.go": `//go:build http\n\n${handles}` },
    'it is package fn without either; handle.go is for http; set goFlags: ["-tags=http"]',
  ],
  allBehindTag: [
    { "main.go": `//go:build grpcping\n\n${program}` },
    'for linux/amd64: main.go is for grpcping; set goFlags: ["-tags=grpcping"]',
  ],
  otherPlatform: [
    { "main_windows.go": program, "more.go": `//go:build darwin && x\n\n${program}` },
    "main_windows.go is for another platform, according to its name; more.go is for darwin && x",
  ],
  cgo: [
    { "main.go": 'package main\n\nimport "C"\n\nfunc main() {}\n' },
    'main.go uses cgo, which is off: set CGO_ENABLED to "1" in env, and a baseImage with libc',
  ],
  twoNames: [{ "handle.go": handles, "main.go": program }, "found packages fn (handle.go) and main (main.go)"],
  broken: [
    file("func Handle(w http.ResponseWriter, r *http.Request) { undefined() }", "net/http"),
    "broken/broken.go:5:55: undefined: undefined",
  ],
  notThere: [
    file("func Handle() {}\nvar _ = dep.X", "example.com/dep"),
    "go.mod lacks modules of its imports; run go mod tidy in",
  ],
  byAnotherName: [
    file("type t struct{}\nfunc (t) Handle() {}\nfunc greet(w http.ResponseWriter, r *http.Request) {}", "net/http"),
    "it is package fn without either: to serve greet, write var Handle = greet beside it",
  ],
  besideNew: [
    file("func New() int { return 0 }\nfunc greet(w http.ResponseWriter, r *http.Request) {}", "net/http"),
    "package fn has New() int without a method Handle: to serve greet, write var Handle = greet beside it",
  ],
};

describe("builds: kinds of Go packages", () => {
  let directory: string;
  const asked = new Map<string, Promise<Map<string, Listed | Error>>>();

  before(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), "kinds-")));
    write("go.mod", "module example.com/kinds\n\ngo 1.24\n\nrequire github.com/cloudevents/sdk-go/v2 v2.16.1\n");
    write("sdk.go", `package kinds\n\nimport _ "github.com/cloudevents/sdk-go/v2"\n`);
    execFileSync("go", ["mod", "tidy"], {
      cwd: directory,
      stdio: "pipe",
      env: { ...process.env, GOFLAGS: "-mod=mod" },
    });
    for (const [name, [files]] of Object.entries(cases))
      for (const [path, text] of Object.entries(typeof files === "string" ? { [`${name}.go`]: files } : files))
        write(join(name, path), text);
  });
  after(() => rmSync(directory, { recursive: true }));

  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };

  const buildOf = (name: string, tag: string | undefined): Build => ({
    name,
    directory,
    package: `./${name}`,
    goFlags: tag === undefined ? [] : [`-tags=${tag}`],
    ldflags: [],
    env: {},
    platforms: ["linux/amd64"],
    sbom: "none",
    repository: "registry.example.com/kinds",
    baseImage: undefined,
    login: undefined,
  });

  /** All packages with the same tags are listed by one go command, like the functions of a module. */
  async function found(name: string, tag: string | undefined): Promise<Kind | Error> {
    const build = buildOf(name, tag);
    const packages = Object.keys(cases).filter((one) => cases[one]?.[2] === tag);
    const listing =
      asked.get(tag ?? "") ??
      listed(
        build,
        packages.map((one) => `./${one}`),
      );
    asked.set(tag ?? "", listing);
    const one = (await listing).get(build.package) as Listed | Error;
    return one instanceof Error ? one : kindOf(build, one).catch((error) => error);
  }

  for (const [name, [, expected, tag]] of Object.entries(cases))
    it(
      name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      async () => {
        const kind = await found(name, tag);
        if (expected === "program") return assert.deepEqual(kind, { kind: "program" });
        if (typeof expected !== "string") {
          const [entry, form] = expected;
          return assert.deepEqual(kind, { kind: "handler", handler: { entry, form } });
        }
        assert.ok(kind instanceof Error, JSON.stringify(kind));
        assert.match(kind.message, new RegExp(expected.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
      },
    );

  it("a module without the sums of what it requires", async () => {
    write("old/go.mod", "module example.com/old\n\ngo 1.14\n\nrequire github.com/cloudevents/sdk-go/v2 v2.16.1\n");
    write("old/handle.go", handles);
    const place = join(directory, "old");
    const listing = listed({ ...buildOf("old", undefined), directory: place, package: "." }, ["."]);
    await assert.rejects(listing, {
      message: `function old (${place}) can't be built: go.sum lacks modules of its imports; run go mod tidy in ${place}. Go reports for the first: go: github.com/cloudevents/sdk-go/v2@v2.16.1: missing go.sum entry for go.mod file`,
    });
  });
});
