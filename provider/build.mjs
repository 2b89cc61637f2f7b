// Builds provider/dist: the plugin and the command as one file each that start quickly, the library as one with types.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { isUnused } from "./unused.cjs";

const here = dirname(fileURLToPath(import.meta.url));

const stubs = {
  name: "stubs",
  setup(context) {
    context.onResolve({ filter: /.*/ }, ({ path, importer }) =>
      isUnused(path, importer) ? { path, namespace: "stub" } : undefined,
    );
    context.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: "exports.install = () => undefined" }));
  },
};

/** The client of a cluster is a file of its own, which is read only when a cluster is asked: it is a third of all. */
const apart = {
  name: "apart",
  setup(context) {
    context.onResolve({ filter: /^\.\/kubeconfig$/ }, () => ({ path: "./kubeconfig.js", external: true }));
  },
};

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  logLevel: "warning",
};
const sources = (...names) => ({
  entryPoints: names.map((name) => join(here, "src", `${name}.ts`)),
  outdir: join(here, "dist"),
});

rmSync(join(here, "dist"), { recursive: true, force: true });
await build({ ...sources("plugin", "command"), ...shared, plugins: [stubs, apart] });
await build({ ...sources("start"), ...shared, external: ["./plugin"] });
await build({ ...shared, entryPoints: [join(here, "src", "core", "kubeconfig.ts")], outdir: join(here, "dist") });
// A program has its own SDK, which the library shares; all else comes along, as one file loads faster than three hundred.
await build({ ...sources("index"), ...shared, external: ["@pulumi/*", "typescript"], plugins: [apart] });
execFileSync("npx", ["tsc", "-p", join(here, "tsconfig.build.json")], { stdio: "inherit" });
