// Builds provider/dist: the plugin and the command as one bundle each, for a quick start, and the library as one bundle with types.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
/** Of the console's map: as large as a client, and only the console needs it. */
const layout = "commands/console/mapLayout";
/** What builds functions and images, for the commands that run one on this machine. */
const local = "commands/local/builders";

const apart = {
  name: "apart",
  setup(context) {
    context.onResolve({ filter: /^\.\/(kubeconfig|dispatch|clusterClient|builders|mapLayout)$/ }, ({ path }) => ({
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
await writeConsole();
for (const client of [...clients, layout]) await build({ ...sources(client), ...shared });
// A program has its own SDK, which the library shares; everything else is bundled, because one file loads faster than three hundred.
await build({ ...sources("index"), ...shared, external: ["@pulumi/*", "typescript"], plugins: [apart] });
if (isForDevelopment())
  execFileSync("npx", ["tsc", "-p", join(here, "tsconfig.build.json")], { cwd: here, stdio: "inherit" });

/** One page that loads nothing, so that it can also be kept as a file. */
async function writeConsole() {
  const page = join(here, "page");
  const { outputFiles } = await build({
    ...{ entryPoints: [join(page, "main.tsx"), join(page, "style.css")], outdir: page, write: false },
    ...{ bundle: true, minify: true, target: "es2022", format: "iife", jsx: "automatic", jsxImportSource: "preact" },
  });
  const textOf = (end) => outputFiles.find(({ path }) => path.endsWith(end)).text;
  const script = textOf(".js").replaceAll("</script", "<\\/script");
  const html = readFileSync(join(page, "console.html"), "utf8")
    .replace("/* style */", () => textOf(".css").trim())
    .replace("/* script */", () => script.trim());
  writeFileSync(join(here, "dist", "console.html"), html);
}

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
