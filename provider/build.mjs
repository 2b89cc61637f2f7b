// Builds provider/dist: the plugin and the command as one file each that start quickly, the library as one with types.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
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

/** Clients that are read only when a cluster, or a registry far away, is asked: they are files of their own, as large as the rest. */
const clients = ["cluster/kubeconfig", "registry/dispatch"];

const apart = {
  name: "apart",
  setup(context) {
    context.onResolve({ filter: /^\.\/(kubeconfig|dispatch)$/ }, ({ path }) => ({
      path: `${path}.js`,
      external: true,
    }));
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
for (const client of clients) await build({ ...sources(client), ...shared });
// A program has its own SDK, which the library shares; all else comes along, as one file loads faster than three hundred.
await build({ ...sources("index"), ...shared, external: ["@pulumi/*", "typescript"], plugins: [apart] });
if (isForDevelopment())
  execFileSync("npx", ["tsc", "-p", join(here, "tsconfig.build.json")], { cwd: here, stdio: "inherit" });

/** `pulumi package add` of the Git address installs nothing that is for development alone; there no program reads declarations. */
function isForDevelopment() {
  try {
    createRequire(import.meta.url).resolve("tsx/package.json");
    return true;
  } catch {
    return false;
  }
}
