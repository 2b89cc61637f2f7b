// Go trees beyond plain packages: links, data of handlers, workspaces, platforms, profiles; and what changes a digest.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Build } from "../../provider/src/build/builder";
import { treeOf, withRealKo } from "./tree";

const main = "package main\n\nfunc main() {}\n";
const handler = 'package site\n\nimport "net/http"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {}\n';

describe("builds: Go trees", () => {
  const tree = treeOf({
    "go.mod": "module example.com/shop\n\ngo 1.24\n",
    "other.mod": "module example.com/shop\n\ngo 1.24\n",
    "orders/main.go": main,
    "pages/main.go":
      'package main\n\nimport "embed"\n\n//go:embed *.html all:more\nvar pages embed.FS\n\nfunc main() {}\n',
    "pages/a.html": "a",
    "pages/more/_b": "b",
    "pages/pgdata/changes": "all the time",
    "money/main.go": main,
    "money/money_arm64.go": 'package main\n\nimport _ "example.com/shop/arm"\n',
    "arm/arm.go": 'package arm\n\nimport _ "embed"\n\n//go:embed text\nvar Text string\n',
    "arm/text": "text",
    "site/handle.go": handler,
    "site/kodata/page.html": "<p>",
    "work/cart/go.mod": "module example.com/cart\n\ngo 1.24\n",
    "work/cart/main.go": main,
    "work/tools/go.mod": "module example.com/tools\n\ngo 1.24\n",
    "work/lib/go.mod": "module example.com/lib\n\ngo 1.24\n",
    "work/go.work": "go 1.24\n\nuse ./cart\nuse ./tools\n\nreplace example.com/lib => ./lib\n",
  });

  const digestsOf = async (...builds: Build[]) =>
    (await tree.ask("resolve", ...builds)).map((found) => String(found).split("@")[1] ?? String(found));

  it("kodata of a handler is in the image, and in its digest", async () => {
    withRealKo();
    const [pushed] = await tree.ask("push", tree.buildOf("site"));
    assert.match(String(pushed), /site@sha256:[0-9a-f]{64}$/);
    assert.deepEqual(
      namesIn(String(pushed).split("@")[1] as string).filter((name) => name.includes("run/ko/")),
      ["/var/run/ko/page.html"],
    );
    assert.deepEqual(await tree.ask("resolve", tree.buildOf("site")), [pushed]);
    assert.deepEqual(tree.builds, []);
    tree.write("site/kodata/page.html", "<b>");
    assert.notDeepEqual(await tree.ask("resolve", tree.buildOf("site")), [pushed]);
  });

  /** All files in the layers of a pushed image. */
  function namesIn(digest: string): string[] {
    const stored = (name: string) => tree.registry.stored.get(`acme/site/${name}`)?.content as Buffer;
    const { layers } = JSON.parse(stored(digest).toString()) as { layers: { digest: string }[] };
    return layers.flatMap((layer) => filesIn(gunzipSync(stored(layer.digest))));
  }

  it("a directory below a link is where the link leads: a program and a handler, with the same digests", async () => {
    withRealKo();
    symlinkSync(tree.root, join(dirname(tree.root), "current"));
    const linked = (name: string) => tree.buildOf(name, { directory: join(dirname(tree.root), "current", name) });
    const real = await digestsOf(tree.buildOf("orders"), tree.buildOf("site"));
    assert.deepEqual([await digestsOf(linked("orders"), linked("site")), tree.builds], [real, []]);
  });

  type Change = [string, () => Build, () => void, boolean];

  const environment = (setting: string, again: boolean): Change => {
    const [name, value] = setting.split(/=(.*)/);
    const set = () => void Object.assign(process.env, { [name as string]: value });
    return [setting, () => tree.buildOf("orders"), set, again];
  };

  /** What is built first, what changes, and whether ko is run again. */
  const changes: Change[] = [
    [
      "a file that a pattern does not embed",
      () => tree.buildOf("pages"),
      () => tree.write("pages/pgdata/changes", "x"),
      false,
    ],
    ["a file that comes to a pattern", () => tree.buildOf("pages"), () => tree.write("pages/c.html", "c"), true],
    ["a hidden file of a pattern with all:", () => tree.buildOf("pages"), () => tree.write("pages/more/.c", "c"), true],
    [
      "an embedded file of another platform's package",
      () => tree.buildOf("money"),
      () => tree.write("arm/text", "x"),
      false,
    ],
    [
      "an embedded file of the platform's package",
      () => tree.buildOf("money", { platforms: ["linux/amd64", "linux/arm64"] }),
      () => tree.write("arm/text", "x"),
      true,
    ],
    ["a profile beside the program", () => tree.buildOf("orders"), () => tree.write("orders/default.pgo", "x"), true],
    [
      "an empty directory of kodata",
      () => tree.buildOf("site"),
      () => mkdirSync(join(tree.root, "site/kodata/d")),
      true,
    ],
    [
      "kodata of a package that is not built",
      () => tree.buildOf("orders"),
      () => tree.write("site/kodata/x", "x"),
      false,
    ],
    ["the handler's form", () => tree.buildOf("site"), () => tree.write("site/handle.go", withContext), true],
    [
      "a member of the workspace",
      () => tree.buildOf("cart", { directory: join(tree.root, "work/cart") }),
      () => tree.write("work/tools/go.mod", "module example.com/tools // of all\n\ngo 1.24\n"),
      true,
    ],
    [
      "a module that replaces another",
      () => tree.buildOf("cart", { directory: join(tree.root, "work/cart") }),
      () => tree.write("work/lib/go.mod", "module example.com/lib\n\ngo 1.24.1\n"),
      true,
    ],
    ...[
      "KO_DATA_DATE_EPOCH=1",
      "GOAMD64=v3",
      "GODEBUG=madvdontneed=1",
      "GOFLAGS=-pgo=off",
      "GOEXPERIMENT=greenteagc",
    ].map((setting) => environment(setting, true)),
    ...["GOARM=7", "SOURCE_DATE_EPOCH=1", "GOPRIVATE=example.com", "GOTMPDIR=/tmp"].map((setting) =>
      environment(setting, false),
    ),
    [
      "flags that put files in the place of others",
      () => tree.buildOf("orders", { goFlags: ["-modfile=other.mod"] }),
      () => undefined,
      true,
    ],
  ];
  const withContext = handler
    .replace("w http", "ctx context.Context, w http")
    .replace('"net/http"', '(\n"context"\n"net/http"\n)');
  for (const [title, build, change, again] of changes)
    it(`${title} ${again ? "is another build" : "changes nothing"}`, async () => {
      const [first] = await tree.ask("resolve", build());
      assert.match(String(first), /@sha256:/);
      change();
      await tree.ask("resolve", build());
      assert.equal(tree.builds.length > 0, again);
    });

  it("a program with C needs a base image that has the library", async () => {
    tree.write("orders/c.go", 'package main\n\nimport "C"\n');
    const build = tree.buildOf("orders", { env: { CGO_ENABLED: "1" }, baseImage: "registry.example.com/static:1" });
    const [refused] = await tree.ask("resolve", build);
    assert.match(
      String(refused),
      /can't be built: CGO_ENABLED is on and the program links the C library of this machine, which the base image registry\.example\.com\/static:1 does not have: set a baseImage that has it/,
    );
    const [linked] = await tree.ask("resolve", { ...build, ldflags: ["-extldflags=-static"] });
    assert.match(String(linked), /@sha256:/);
  });
});

/** Names of the files in a tar archive. */
function filesIn(tar: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, to: number) => tar.toString("latin1", at + from, at + to).split("\0")[0] as string;
    const size = Number.parseInt(text(124, 136), 8);
    if (text(156, 157) === "0") names.push(text(0, 100));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return names;
}
