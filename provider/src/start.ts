// Starts the plugin with V8's code cache: compiling the bundles takes half of the startup time.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

/** Bundles that were compiled without a cache, which is written once their functions have run. */
const uncached = new Map<string, { script: Script; source: string }>();

/**
 * Called when a component is created: everything that has run by then is compiled, and is cached for the next start. `loadAll` loads
 * the code of the other components, which a later process may create first.
 */
function keepCode(loadAll: () => void): void {
  if (uncached.size === 0) return;
  loadAll();
  for (const [file, { script, source }] of uncached) write(cacheOf(file), source, script.createCachedData());
  uncached.clear();
}

const cacheOf = (file: string) => `${file}.cache`;

const digestLength = 20;

/** V8 checks its own version and flags; that source and cache match and are complete must be checked here. */
function digest(source: string, code: Buffer): Buffer {
  return createHash("sha1").update(source).update(code).digest();
}

function read(file: string, source: string): Buffer | undefined {
  try {
    const kept = readFileSync(file);
    const code = kept.subarray(digestLength);
    return digest(source, code).equals(kept.subarray(0, digestLength)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Another process may read or write the same file. If writing fails, the next start compiles again. */
function write(file: string, source: string, code: Buffer): void {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, Buffer.concat([digest(source, code), code]));
    renameSync(own, file);
  } catch {
    rmSync(own, { force: true });
  }
}

/** Loads a CommonJS module as Node.js does, but with the cache. */
function load(module: Module, file: string): void {
  const source = readFileSync(file, "utf8");
  const cachedData = read(cacheOf(file), source);
  const script = new Script(Module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected) uncached.set(file, { script, source });
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, Module.createRequire(file), module, file, dirname(file));
}

const bundles = new Set(["plugin.js", "kubeconfig.js", "dispatch.js"].map((name) => join(__dirname, name)));

const extensions = (Module as typeof Module & { _extensions: Record<string, (module: Module, file: string) => void> })
  ._extensions;
const loadOther = extensions[".js"];
extensions[".js"] = (module, file) => (bundles.has(file) ? load(module, file) : loadOther?.(module, file));

require("./plugin").start(keepCode);
