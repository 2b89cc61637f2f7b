// Remembered digests of the ko builder: what each change costs, with the real Go and ko.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Build } from "../../provider/src/builders/builder";
import { lastTarget } from "../environment/stack";
import { goCache, quickKo } from "./ko";
import { type Registry, serveRegistry } from "./registry";

const files: Record<string, string> = {
  "go.mod": "module example.com/shop\n\ngo 1.24\n",
  "orders/main.go": 'package main\n\nimport "example.com/shop/common"\n\nfunc main() { println(common.Greeting()) }\n',
  "payments/main.go":
    'package main\n\nimport (\n\t_ "embed"\n)\n\n//go:embed words/greeting.txt\nvar greeting string\n\nfunc main() { println(greeting) }\n',
  "payments/words/greeting.txt": "Hello",
  "payments/kodata/index.html": "<p>",
  "common/common.go": 'package common\n\nfunc Greeting() string { return "Hello" }\n',
  "common/common_test.go": "package common\n",
  "README.md": "The shop\n",
};

describe("builds: remembered digests", function () {
  this.timeout(120_000);
  let root: string;
  let registry: Registry;
  let builds: string[];
  const before_ = { path: process.env.PATH, cache: process.env.XDG_CACHE_HOME, go: process.env.GOCACHE };

  const realKo = [lastTarget()?.tools.path, process.env.PATH].filter(Boolean).join(delimiter);

  before(async () => {
    registry = await serveRegistry();
    process.env.GOCACHE = goCache();
  });
  after(() => {
    registry?.close();
    process.env.PATH = before_.path;
    if (before_.cache === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before_.cache;
    if (before_.go === undefined) delete process.env.GOCACHE;
    else process.env.GOCACHE = before_.go;
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "remembered-"));
    process.env.XDG_CACHE_HOME = join(root, "cache");
    for (const [name, text] of Object.entries(files)) write(name, text);
    builds = [];
    mkdirSync(join(root, "bin"));
    writeFileSync(join(root, "bin", "ko"), quickKo, { mode: 0o755 });
    process.env.PATH = [join(root, "bin"), before_.path].join(delimiter);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, "shop", name)), { recursive: true });
    writeFileSync(join(root, "shop", name), text);
  };

  const buildOf = (name: string, changes: Partial<Build> = {}): Build => ({
    name,
    directory: join(root, "shop", name),
    package: ".",
    goFlags: [],
    ldflags: [],
    env: {},
    platforms: ["linux/amd64"],
    sbom: "none",
    repository: `${registry.host}/acme/${name}`,
    baseImage: registry.base,
    login: undefined,
    ...changes,
  });

  /** A process of its own each time: nothing is remembered but what lies in the cache. */
  async function resolve(...asked: Build[]): Promise<string[]> {
    for (const id of Object.keys(require.cache)) if (id.includes("/provider/src/")) delete require.cache[id];
    const { ko } = require("../../provider/src/builders/ko") as typeof import("../../provider/src/builders/ko");
    builds.length = 0;
    const say = (line: string) => void (line.startsWith("Building") && builds.push(line.split(" ")[1] as string));
    return Promise.all(asked.map((build) => ko.resolve(build, say)));
  }

  it("with the real ko, functions of one module are built by one ko, then not at all, then one alone", async () => {
    process.env.PATH = realKo;
    const both = [buildOf("orders"), buildOf("payments")];
    const first = await resolve(...both);
    assert.deepEqual(builds.sort(), ["example.com/shop/orders", "example.com/shop/payments"]);
    assert.deepEqual(
      first.map((reference) => reference.split("@")[0]),
      both.map(({ repository }) => repository),
    );
    assert.deepEqual([await resolve(...both), builds], [first, []]);
    write("orders/main.go", files["orders/main.go"]?.replace("println", "print") as string);
    const changed = await resolve(...both);
    assert.deepEqual(builds, ["example.com/shop/orders"]);
    assert.notEqual(changed[0], first[0]);
    assert.equal(changed[1], first[1]);
    write("orders/main.go", files["orders/main.go"] as string);
    assert.deepEqual([await resolve(...both), builds], [first, []]);
  });

  it("with the real ko, has the digest that ko gives when nothing is remembered, alone and together", async () => {
    process.env.PATH = realKo;
    const together = await resolve(buildOf("orders"), buildOf("payments"));
    rmSync(join(root, "cache"), { recursive: true });
    const alone = [...(await resolve(buildOf("orders"))), ...(await resolve(buildOf("payments")))];
    assert.deepEqual(alone, together);
  });

  it("two functions of one package have one digest, each in its own repository", async () => {
    const names = ["staging", "production"];
    const both = names.map((name) => buildOf(name, { directory: join(root, "shop", "orders") }));
    const first = await resolve(...both, buildOf("payments"));
    assert.deepEqual(builds.sort(), ["example.com/shop/orders", "example.com/shop/payments"]);
    assert.deepEqual(
      first.slice(0, 2).map((reference) => reference.split("@")[0]),
      both.map(({ repository }) => repository),
    );
    assert.deepEqual([await resolve(...both, buildOf("payments")), builds], [first, []]);
  });

  it("source that was there before is known again, beside what is built", async () => {
    const first = await resolve(buildOf("orders"), buildOf("payments"));
    write("orders/main.go", "package main\n\nfunc main() {}\n");
    await resolve(buildOf("orders"), buildOf("payments"));
    write("orders/main.go", files["orders/main.go"] as string);
    write("payments/words/greeting.txt", "Hi");
    const [orders] = await resolve(buildOf("orders"), buildOf("payments"));
    assert.deepEqual([orders, builds], [first[0], ["example.com/shop/payments"]]);
  });

  /** What is changed, and the functions that ko is asked for then. */
  const changes: [string, () => void, ("orders" | "payments")[]][] = [
    [
      "a package that is imported",
      () => write("common/common.go", 'package common\n\nfunc Greeting() string { return "Hi" }\n'),
      ["orders"],
    ],
    ["a new file of a package", () => write("common/more.go", "package common\n\nvar More = 1\n"), ["orders"]],
    ["an embedded file", () => write("payments/words/greeting.txt", "Hi"), ["payments"]],
    ["kodata", () => write("payments/kodata/index.html", "<b>"), ["payments"]],
    ["go.mod", () => write("go.mod", "module example.com/shop\n\ngo 1.25\n"), ["orders", "payments"]],
    ["go.sum", () => write("go.sum", "\n"), ["orders", "payments"]],
    ["a workspace", () => write("go.work", "go 1.25\n\nuse .\n"), ["orders", "payments"]],
    ["a test", () => write("common/common_test.go", "package common\n\nvar x = 1\n"), []],
    ["a file that is not built", () => write("README.md", "Our shop\n"), []],
    ["a package that is not imported", () => write("other/other.go", "package other\n"), []],
    ["the time of a file", () => utimesSync(join(root, "shop", "orders", "main.go"), new Date(), new Date()), []],
    [
      "a broken memory",
      () => cpSync(join(root, "shop", "README.md"), join(root, "cache", "knative-faas", "builds", "x.json")),
      [],
    ],
  ];
  for (const [title, change, expected] of changes) {
    it(`${title} builds ${expected.join(" and ") || "nothing"}`, async () => {
      await resolve(buildOf("orders"), buildOf("payments"));
      change();
      await resolve(buildOf("orders"), buildOf("payments"));
      assert.deepEqual(
        builds.sort(),
        expected.map((name) => `example.com/shop/${name}`),
      );
    });
  }

  const settings: [string, Partial<Build>][] = [
    ["goFlags", { goFlags: ["-tags=prod"] }],
    ["ldflags", { ldflags: ["-s -w", "-X main.version=1"] }],
    ["env", { env: { GOAMD64: "v2" } }],
    ["platforms", { platforms: ["linux/amd64", "linux/arm64"] }],
  ];
  for (const [title, setting] of settings) {
    it(`${title} is another build, each remembered beside the other`, async () => {
      const [plain] = await resolve(buildOf("orders"));
      await resolve(buildOf("orders", setting));
      assert.deepEqual(builds, ["example.com/shop/orders"]);
      assert.deepEqual([await resolve(buildOf("orders")), builds], [[plain], []]);
      await resolve(buildOf("orders", setting));
      assert.deepEqual(builds, []);
    });
  }

  it("another base image is another build", async () => {
    await resolve(buildOf("orders"));
    const other = `${registry.host}/other@${registry.base.split("@")[1]}`;
    await resolve(buildOf("orders", { baseImage: other }));
    assert.deepEqual(builds, ["example.com/shop/orders"]);
  });

  it("a base image whose digest nobody tells is never trusted", async () => {
    const untold = buildOf("orders", { baseImage: `${registry.host}/none:tag` });
    await resolve(untold);
    await resolve(untold);
    assert.deepEqual(builds, ["example.com/shop/orders"]);
  });

  it("ko's own configuration is never second-guessed", async () => {
    write("orders/.ko.yaml", "defaultLdflags: [-s]\n");
    await resolve(buildOf("orders"));
    await resolve(buildOf("orders"));
    assert.equal(builds.length, 1);
  });

  it("with the real ko, one that does not compile is told alone, with the compiler's words; the other is built", async () => {
    process.env.PATH = realKo;
    write("orders/main.go", "package main\n\nfunc main() { missing() }\n");
    for (const id of Object.keys(require.cache)) if (id.includes("/provider/src/")) delete require.cache[id];
    const { ko } = require("../../provider/src/builders/ko") as typeof import("../../provider/src/builders/ko");
    const [orders, payments] = await Promise.allSettled(
      ["orders", "payments"].map((name) => ko.resolve(buildOf(name), () => undefined)),
    );
    assert.match(
      String((orders as PromiseRejectedResult).reason),
      /function orders .* does not compile:[\s\S]*main.go:3:15: undefined: missing/,
    );
    assert.match((payments as PromiseFulfilledResult<string>).value, /payments@sha256:/);
  });

  it("builds none of 100 functions that did not change", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `f${index}`);
    for (const name of names) write(`${name}/main.go`, `package main\n\nfunc main() { println("${name}") }\n`);
    const all = names.map((name) => buildOf(name));
    await resolve(...all);
    await resolve(...all);
    assert.deepEqual(builds, []);
  });
});
