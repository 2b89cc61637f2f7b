// What others left in the way of a build: damaged entries of the memory, and pipes among the packages that are imported.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Build } from "../../provider/src/builders/builder";
import { goCache, quickKo } from "./ko";
import { type Registry, serveRegistry } from "./registry";

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

/** What becomes of an entry; a text is written as it is. */
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

describe("builds: what is damaged", function () {
  this.timeout(120_000);
  let root: string;
  let registry: Registry;
  let builds: string[] = [];
  const saved = { ...process.env };

  before(async () => {
    registry = await serveRegistry();
  });
  after(() => registry?.close());

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "damaged-"));
    for (const [name, text] of Object.entries(files)) write(name, text);
    mkdirSync(join(root, "bin"));
    writeFileSync(join(root, "bin", "ko"), quickKo, { mode: 0o755 });
    Object.assign(process.env, {
      GOCACHE: goCache(),
      XDG_CACHE_HOME: join(root, "cache"),
      PATH: [join(root, "bin"), process.env.PATH].join(delimiter),
    });
  });
  afterEach(() => {
    process.env = { ...saved };
    rmSync(root, { recursive: true });
  });

  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, "shop", name)), { recursive: true });
    writeFileSync(join(root, "shop", name), text);
  };

  const buildOf = (name: string): Build => ({
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
  });

  /** As a new process would: nothing is remembered but what lies in the cache. */
  async function resolve(...names: string[]): Promise<(string | Error)[]> {
    for (const id of Object.keys(require.cache)) if (id.includes("/provider/src/")) delete require.cache[id];
    const { ko } = require("../../provider/src/builders/ko") as typeof import("../../provider/src/builders/ko");
    builds = [];
    const say = (line: string) => void (line.startsWith("Building") && builds.push(line.split(" ")[1] as string));
    return Promise.all(names.map((name) => ko.resolve(buildOf(name), say).catch((error: Error) => error)));
  }

  it(`a memory in ${damages.length} ways costs one build each, and is whole again`, async () => {
    const first = await resolve("orders");
    const directory = join(root, "cache", "knative-faas", "builds");
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
    it(`${name} of an imported package that is a pipe is told by the one that imports it`, async () => {
      const pipe = join(root, "shop", "common", name);
      execFileSync("mkfifo", [pipe]);
      const began = Date.now();
      const [orders, payments] = await resolve("orders", "payments");
      assert.ok(orders instanceof Error);
      const where = `function orders (${join(root, "shop", "orders")})`;
      assert.equal(orders.message, `${where} can't be built: ${pipe} is a pipe: take it away`);
      assert.match(String(payments), /payments@sha256:/);
      assert.ok(Date.now() - began < 60_000);
    });

  it("a pipe that comes to what is remembered is told, too", async () => {
    await resolve("orders");
    const pipe = join(root, "shop", "common", "x.go");
    execFileSync("mkfifo", [pipe]);
    const [orders] = await resolve("orders");
    assert.match(String(orders), /common\/x\.go is a pipe: take it away$/);
    rmSync(pipe);
    assert.match(String(await resolve("orders")), /^\S+orders@sha256:\S+$/);
    assert.deepEqual(builds, []);
  });
});
