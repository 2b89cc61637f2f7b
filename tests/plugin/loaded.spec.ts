// What the plugin's process loads: only its own bundles, and those of clients only when they are needed.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Plugin, startPlugin } from "./harness";

const dist = join(__dirname, "..", "..", "provider", "dist");
const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

/** Writes the path of each module that is loaded and is not one of Node.js. */
const recorder = (file: string) => `const Module = require("node:module");
const { appendFileSync } = require("node:fs");
const load = Module._load;
Module._load = function (request, parent, isMain) {
  const path = Module.isBuiltin(request) ? undefined : Module._resolveFilename(request, parent, isMain);
  if (path !== undefined) appendFileSync(${JSON.stringify(file)}, path + "\\n");
  return load.call(this, request, parent, isMain);
};
`;

describe("fast: what the plugin loads", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "loaded-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function loadedBy(work: (plugin: Plugin) => Promise<unknown>): Promise<string[]> {
    const [hook, file] = [join(directory, "hook.cjs"), join(directory, "loaded")];
    writeFileSync(hook, recorder(file));
    const env = { ...process.env, KUBECONFIG: join(directory, "none"), NODE_OPTIONS: `--require ${hook}` };
    const plugin = await startPlugin({ env });
    try {
      await work(plugin);
    } finally {
      await plugin.stop();
    }
    const paths = readFileSync(file, "utf8").trim().split("\n");
    return [...new Set(paths.map((path) => relative(dist, path)))]
      .filter((path) => path !== relative(dist, hook))
      .sort();
  }

  const make = (type: string, inputs: object) => (plugin: Plugin) =>
    plugin.construct({ type: `knative-faas:index:${type}`, name: "one", inputs: { ...inputs } });

  const triggers = { cron: { hourly: { schedule: "0 * * * *" } } };
  const own = ["plugin.js", "start.js"];
  /** The namespace of the context, and whose the existing objects are. */
  const cluster = ["kubeconfig.js", ...own];
  const cases: [string, (plugin: Plugin) => Promise<unknown>, string[]][] = [
    ["for its schema", (plugin) => plugin.getSchema(), own],
    ["for a function of an image", make("Function", { image }), cluster],
    ["for a function with a trigger", make("Function", { image, triggers }), cluster],
    ["for a broker", make("Broker", {}), cluster],
    ["for Knative", make("Knative", {}), cluster],
  ];
  for (const [what, work, expected] of cases) it(what, async () => assert.deepEqual(await loadedBy(work), expected));
});
