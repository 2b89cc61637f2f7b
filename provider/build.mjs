// Builds provider/dist: the plugin and the command as one bundle each, for a quick start, and the library as one bundle with types.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
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

/** Clients that are loaded only when a cluster or a remote registry is queried: separate files, because they are as large as everything else. */
const clients = ["cluster/kubeconfig", "registry/dispatch", "commands/clusterClient"];
/** What builds functions and images, for the commands that run one on this machine. */
const local = "commands/local/builders";

const apart = {
  name: "apart",
  setup(context) {
    context.onResolve({ filter: /^\.\/(kubeconfig|dispatch|clusterClient|builders)$/ }, ({ path }) => ({
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

removeStale();
await build({ ...sources("plugin", "command"), ...shared, plugins: [stubs, apart] });
await build({ ...sources(local), ...shared, plugins: [stubs, apart] });
await build({ ...sources("start"), ...shared, external: ["./plugin"] });
for (const client of clients) await build({ ...sources(client), ...shared });
// A program has its own SDK, which the library shares; everything else is bundled, because one file loads faster than three hundred.
await build({ ...sources("index"), ...shared, external: ["@pulumi/*", "typescript"], plugins: [apart] });
if (isForDevelopment())
  execFileSync("npx", ["tsc", "-p", join(here, "tsconfig.build.json")], { cwd: here, stdio: "inherit" });

/** Declarations stay: the compiler writes only those that changed since its last run, which is much faster. */
function removeStale() {
  const dist = join(here, "dist");
  mkdirSync(dist, { recursive: true });
  for (const file of readdirSync(dist, { recursive: true })) {
    const isCurrent = file.endsWith(".d.ts") && existsSync(join(here, "src", file.replace(/\.d\.ts$/, ".ts")));
    if (/\.(js|d\.ts)$/.test(file) && !isCurrent) rmSync(join(dist, file));
  }
}

/** `pulumi package add` of the Git address installs none of the root's development dependencies; programs there read no declarations. */
function isForDevelopment() {
  try {
    createRequire(import.meta.url).resolve("tsx/package.json");
    return true;
  } catch {
    return false;
  }
}
