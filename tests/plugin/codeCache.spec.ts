// The code cache next to the bundles: written after a component was created, used by the next start, and never a reason for a start to fail.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlugin } from "./harness";

const provider = join(__dirname, "..", "..", "provider");
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

describe("plugin: its code cache", () => {
  let directory = "";
  const cache = () => join(directory, "dist", "plugin.js.cache");
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "plugin-"));
    const isCode = (path: string) => !path.endsWith(".cache");
    cpSync(join(provider, "dist"), join(directory, "dist"), { recursive: true, filter: isCode });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function constructOne(): Promise<void> {
    const plugin = await startPlugin({ directory });
    try {
      const { state } = await plugin.construct({
        type: "knative-faas:index:Function",
        name: "hello",
        inputs: { image },
      });
      assert.equal(state.image, image);
      assert.equal(plugin.stderr, "");
    } finally {
      await plugin.stop();
    }
  }

  it("is not written by a start that makes nothing", async () => {
    const plugin = await startPlugin({ directory });
    await plugin.getSchema();
    await plugin.stop();
    assert.equal(existsSync(cache()), false);
  });

  it("is written once, and used as it is from then on", async () => {
    await constructOne();
    const { mtimeMs, size } = statSync(cache());
    assert.ok(size > 500_000, `${size} bytes`);
    await constructOne();
    assert.equal(statSync(cache()).mtimeMs, mtimeMs);
  });

  /** What may be in the cache's place, and is replaced. */
  const damages: [string, (whole: Buffer) => Buffer][] = [
    ["is empty", () => Buffer.alloc(0)],
    ["was cut short", (whole) => whole.subarray(0, whole.length / 2)],
    [
      "has another byte in the middle",
      (whole) => whole.fill((whole[whole.length >> 1] ?? 0) ^ 1, whole.length >> 1, (whole.length >> 1) + 1),
    ],
  ];
  for (const [title, damage] of damages) {
    it(`is written anew when it ${title}`, async () => {
      await constructOne();
      const whole = readFileSync(cache());
      writeFileSync(cache(), damage(Buffer.from(whole)));
      await constructOne();
      assert.ok(readFileSync(cache()).length > whole.length / 2 + 1);
      assert.notDeepEqual(readFileSync(cache()), damage(Buffer.from(whole)));
    });
  }

  it("is written anew when the bundle is another one", async () => {
    await constructOne();
    const bundle = join(directory, "dist", "plugin.js");
    const before = readFileSync(cache());
    // Of the same length, which is all that V8 compares.
    writeFileSync(
      bundle,
      readFileSync(bundle, "utf8").replace("unknown resource type", "unknown component type".slice(0, 21)),
    );
    await constructOne();
    assert.notDeepEqual(readFileSync(cache()), before);
  });

  it("is left out where it can't be written", async () => {
    mkdirSync(cache());
    await constructOne();
  });
});
