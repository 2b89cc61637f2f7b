// Obstacles to a build: damaged cache entries, and pipes among the imported packages.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { treeOf } from "./tree";

const program = (name: string) => `package main\n\nimport _ "example.com/shop/${name}"\n\nfunc main() {}\n`;
const files: Record<string, string> = {
  "go.mod": "module example.com/shop\n\ngo 1.24\n",
  "orders/main.go": program("common"),
  "common/common.go": "package common\n",
  "payments/main.go": program("money"),
  "money/money.go": "package money\n",
};

// biome-ignore lint/suspicious/noExplicitAny: an entry with any damage
type Entry = any;

/** What happens to an entry; a string is written as it is. */
const damages: [string, (entry: Entry) => unknown][] = [
  ["cut off", (entry) => JSON.stringify(entry).slice(0, -10)],
  ["empty", () => ""],
  ["null", () => null],
  ["a list", () => []],
  ["a text", () => '"x"'],
  ["binary", () => "\0\x01\x02"],
  ["no digests", ({ listed }) => ({ listed })],
  ["digests: null", (entry) => ({ ...entry, digests: null })],
  ["digests: a list", (entry) => ({ ...entry, digests: ["x"] })],
  ["found: null", (entry) => ({ ...entry, found: null })],
  [
    "found: a handler of no form",
    (entry) => ({ ...entry, found: { kind: "handler", handler: { entry: "New", form: "func(int)" } } }),
  ],
  [
    "embedding above",
    ({ listed, ...entry }) => ({
      ...entry,
      listed: { ...listed, embedding: [{ directory: listed.directory, pattern: "../.." }] },
    }),
  ],
  ["listed: null", (entry) => ({ ...entry, listed: null })],
  ...["nonsense with spaces", 5, null, { a: 1 }, "sha256:abc", `sha256:${"A".repeat(64)}`].map(
    (digest): [string, (entry: Entry) => unknown] => [
      `a digest that is ${JSON.stringify(digest).slice(0, 30)}`,
      (entry) => ({ ...entry, digests: mapped(entry.digests, digest) }),
    ],
  ),
  ...["directories", "embedding", "modules"].flatMap((name) =>
    [[1, null], [["/x"]], [{}], ["/proc/self"], ["/"], ["relative"], "text", null].map(
      (value): [string, (entry: Entry) => unknown] => [
        `${name}: ${JSON.stringify(value)}`,
        (entry) => ({ ...entry, listed: { ...entry.listed, [name]: value } }),
      ],
    ),
  ),
];

const mapped = (digests: object, value: unknown) => Object.fromEntries(Object.keys(digests).map((key) => [key, value]));

describe("builds: what is damaged", () => {
  const tree = treeOf(files);
  const { builds } = tree;

  const resolve = (...names: string[]) => tree.ask("resolve", ...names.map((name) => tree.buildOf(name)));

  it(`a memory in ${damages.length} ways costs one build each, and is whole again`, async () => {
    const first = await resolve("orders");
    const directory = join(process.env.XDG_CACHE_HOME as string, "knative-faas", "builds");
    const [name = ""] = readdirSync(directory);
    const whole = readFileSync(join(directory, name), "utf8");
    const built = ["example.com/shop/orders"];
    for (const [title, damage] of damages) {
      const damaged = damage(JSON.parse(whole));
      writeFileSync(join(directory, name), typeof damaged === "string" ? damaged : JSON.stringify(damaged));
      assert.deepEqual([await resolve("orders"), builds], [first, built], title);
      assert.equal(readFileSync(join(directory, name), "utf8"), whole, title);
    }
    truncateSync(join(directory, name), 3 * 2 ** 30);
    assert.deepEqual([await resolve("orders"), builds], [first, built], "larger than any text may be");
    assert.deepEqual([await resolve("orders"), builds], [first, []]);
  });

  for (const name of ["x.go", "x_test.go"])
    it(`${name} of an imported package that is a pipe is reported by the one that imports it`, async () => {
      const pipe = join(tree.root, "common", name);
      execFileSync("mkfifo", [pipe]);
      const began = Date.now();
      const [orders, payments] = await resolve("orders", "payments");
      assert.ok(orders instanceof Error);
      const where = `function orders (${join(tree.root, "orders")})`;
      assert.equal(orders.message, `${where} can't be built: ${pipe} is a pipe; remove it`);
      assert.match(String(payments), /payments@sha256:/);
      assert.ok(Date.now() - began < 60_000);
    });

  it("a pipe that comes to what is remembered is reported, too", async () => {
    await resolve("orders");
    const pipe = join(tree.root, "common", "x.go");
    execFileSync("mkfifo", [pipe]);
    const [orders] = await resolve("orders");
    assert.match(String(orders), /common\/x\.go is a pipe; remove it$/);
    rmSync(pipe);
    assert.match(String(await resolve("orders")), /^\S+orders@sha256:\S+$/);
    assert.deepEqual(builds, []);
  });
});
