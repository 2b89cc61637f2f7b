// The built plugin as a process: it starts in every supported way, and serves the same schema. The bench `plugin` measures how soon.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import schema from "../../provider/schema.json";
import { serveEngine } from "./engine";
import { type ConstructError, type Plugin, type PluginOptions, startPlugin } from "./harness";

const bundle = join(__dirname, "..", "..", "provider", "dist", "start.js");
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

describe("plugin: as a process", () => {
  let plugin: Plugin | undefined;
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "program-"));
  });
  afterEach(async () => {
    await plugin?.stop();
    plugin = undefined;
    rmSync(directory, { recursive: true });
  });

  async function start(options: PluginOptions): Promise<Plugin> {
    plugin = await startPlugin(options);
    return plugin;
  }

  for (const via of ["bundle", "path", "package", "runner"] as const) {
    it(`by ${via} serves provider/schema.json`, async () => {
      assert.deepEqual(await (await start({ via })).getSchema(), schema);
    });
  }

  for (const via of ["bundle", "path", "package"] as const) {
    it(`by ${via} constructs a function`, async () => {
      const running = await start({ via });
      const { state } = await running.construct({
        type: "knative-faas:index:Function",
        name: "hello",
        inputs: { image },
      });
      assert.equal(state.image, image);
    });
  }

  /** Contents of a tsconfig.json that Pulumi's runner of a Node.js plugin reads in the user's directory. */
  const settings: [string, string][] = [
    ["for another target", '{ "compilerOptions": { "target": "es2022", "module": "esnext" } }'],
    ["for a bundler", '{ "compilerOptions": { "module": "preserve", "moduleResolution": "bundler", "noEmit": true } }'],
    ["with types that are not there", '{ "compilerOptions": { "types": ["nothing"], "lib": ["es5"] }, "files": [] }'],
    ["that can't be read", "{ this is no JSON"],
  ];
  for (const [title, text] of settings) {
    it(`is not disturbed by a tsconfig.json ${title} next to the user's program`, async () => {
      writeFileSync(join(directory, "tsconfig.json"), text);
      const running = await start({ via: "runner", cwd: directory });
      const { state } = await running.construct({
        type: "knative-faas:index:Function",
        name: "hello",
        inputs: { image },
        dryRun: true,
      });
      assert.equal(state.image, image);
    });
  }

  async function ends(pid: string): Promise<void> {
    for (let round = 0; round < 50 && existsSync(`/proc/${pid}`); round++) await sleep(100);
    if (!existsSync(`/proc/${pid}`)) return;
    process.kill(Number(pid), "SIGKILL");
    assert.fail(`process ${pid} is still there`);
  }

  it("ends when the engine that started it is gone", async () => {
    const logger = await serveEngine([]);
    // The shell replaces the engine: it starts the plugin, and is killed.
    const engine = spawn("sh", ["-c", `node ${bundle} ${logger.address} & echo $!; wait`]);
    const lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
    const pid = (await lines.next()).value;
    assert.match((await lines.next()).value, /^\d+$/, "the port that the plugin listens on");
    assert.ok(existsSync(`/proc/${pid}`));
    engine.kill("SIGKILL");
    await ends(pid).finally(() => logger.close());
  });

  it("ends when the engine that started it was gone before it had begun", async () => {
    const logger = await serveEngine([]);
    logger.close();
    // Never a child of the process that is its engine.
    const engine = spawn("sh", ["-c", `(sleep 0.3; exec node ${bundle} ${logger.address}) & echo $!`]);
    const [pid] = (await once(createInterface({ input: engine.stdout }), "line")) as [string];
    await ends(pid);
  });

  it("refuses a type that it does not have", async () => {
    const unknown = (await start({})).construct({ type: "knative-faas:index:Lambda", name: "hello" });
    await assert.rejects(unknown, { message: /unknown resource type knative-faas:index:Lambda/ });
  });

  const outOfRange = 'Pulumi CLI version 3.216.0 does not satisfy the version range ">=3.223.0"';
  const refusals: [string, object, RegExp][] = [
    [
      "that knows its version",
      { code: status.FAILED_PRECONDITION, message: outOfRange },
      /Pulumi CLI version 3\.216\.0/,
    ],
    ["that can't say it", { code: status.UNIMPLEMENTED, message: "unknown method" }, /does not support/],
  ];
  for (const [title, refusal, words] of refusals) {
    it(`refuses an older CLI ${title}, and registers nothing`, async () => {
      const refuse = () => {
        throw refusal;
      };
      const made = (await start({ refuse })).construct({
        type: "knative-faas:index:Function",
        name: "hello",
        inputs: { image },
      });
      const error: ConstructError = await made.then(
        () => assert.fail(),
        (thrown) => thrown,
      );
      assert.match(
        error.message,
        /knative-faas needs the Pulumi CLI 3\.223\.0 or newer: an older one does not pass aliases/,
      );
      assert.match(error.message, words);
      assert.deepEqual(error.registrations, []);
    });
  }
});
