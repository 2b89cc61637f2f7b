// Remembered digests of the ko builder: the cost of each change, with the real Go and ko.
import assert from "node:assert/strict";
import { cpSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Build } from "../../provider/src/build/builder";
import { serveRegistry } from "./registry";
import { treeOf, withRealKo } from "./tree";

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

describe("builds: remembered digests", () => {
  const tree = treeOf(files);
  const { builds, buildOf, write } = tree;

  async function resolve(...asked: Build[]): Promise<string[]> {
    const found = await tree.ask("resolve", ...asked);
    for (const one of found) if (one instanceof Error) throw one;
    return found as string[];
  }

  it("with the real ko, functions of one module are built by one ko, then not at all, then one alone", async () => {
    withRealKo();
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
    withRealKo();
    const together = await resolve(buildOf("orders"), buildOf("payments"));
    rmSync(process.env.XDG_CACHE_HOME as string, { recursive: true });
    const alone = [...(await resolve(buildOf("orders"))), ...(await resolve(buildOf("payments")))];
    assert.deepEqual(alone, together);
  });

  it("two functions of one package have one digest, each in its own repository", async () => {
    const names = ["staging", "production"];
    const both = names.map((name) => buildOf(name, { directory: join(tree.root, "orders") }));
    const first = await resolve(...both, buildOf("payments"));
    assert.deepEqual(builds.sort(), ["example.com/shop/orders", "example.com/shop/payments"]);
    assert.deepEqual(
      first.slice(0, 2).map((reference) => reference.split("@")[0]),
      both.map(({ repository }) => repository),
    );
    assert.deepEqual([await resolve(...both, buildOf("payments")), builds], [first, []]);
  });

  it("source that was there before is known again, next to what is built", async () => {
    const first = await resolve(buildOf("orders"), buildOf("payments"));
    write("orders/main.go", "package main\n\nfunc main() {}\n");
    await resolve(buildOf("orders"), buildOf("payments"));
    write("orders/main.go", files["orders/main.go"] as string);
    write("payments/words/greeting.txt", "Hi");
    const [orders] = await resolve(buildOf("orders"), buildOf("payments"));
    assert.deepEqual([orders, builds], [first[0], ["example.com/shop/payments"]]);
  });

  it("a base image by a tag is what it was last while its registry is away", async () => {
    const away = await serveRegistry();
    const manifest = away.stored.get(away.base.slice(away.host.length + 1).replace("@", "/"));
    away.stored.set("base/v1", manifest as NonNullable<typeof manifest>);
    const asked = buildOf("orders", { baseImage: `${away.host}/base:v1` });
    const [first] = await resolve(asked);
    away.close();
    assert.deepEqual([await resolve(asked), builds], [[first], []]);
  });

  /** What is changed, and the functions that ko is run for then. */
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
    ["the time of a file", () => utimesSync(join(tree.root, "orders", "main.go"), new Date(), new Date()), []],
    [
      "a broken memory",
      () =>
        cpSync(
          join(tree.root, "README.md"),
          join(process.env.XDG_CACHE_HOME as string, "knative-faas", "builds", "x.json"),
        ),
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
    it(`${title} is another build, each remembered next to the other`, async () => {
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
    const other = `${tree.registry.host}/other@${tree.registry.base.split("@")[1]}`;
    await resolve(buildOf("orders", { baseImage: other }));
    assert.deepEqual(builds, ["example.com/shop/orders"]);
  });

  it("a base image whose digest nobody tells is never trusted", async () => {
    const untold = buildOf("orders", { baseImage: `${tree.registry.host}/none:tag` });
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

  it("with the real ko, one that does not compile is reported alone, with the compiler's words; the other is built", async () => {
    withRealKo();
    write("orders/main.go", "package main\n\nfunc main() { missing() }\n");
    const [orders, payments] = await tree.ask("resolve", buildOf("orders"), buildOf("payments"));
    assert.match(String(orders), /function orders .* does not compile:[\s\S]*main.go:3:15: undefined: missing/);
    assert.match(String(payments), /payments@sha256:/);
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
