// Builds provider/dist: the plugin and the command as one file each that start quickly, the library as one with types.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** What @pulumi/pulumi loads at start but a component never uses; they take half a second. */
const stubs = {
  name: "stubs",
  setup(context) {
    context.onResolve({ filter: /^(typescript|ts-node|@npmcli\/arborist)$/ }, ({ path }) => ({
      path,
      namespace: "stub",
    }));
    context.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: "module.exports = {}" }));
  },
};

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  logLevel: "warning",
};
const sources = (...names) => ({
  entryPoints: names.map((name) => join(here, "src", `${name}.ts`)),
  outdir: join(here, "dist"),
});

rmSync(join(here, "dist"), { recursive: true, force: true });
await build({ ...sources("plugin", "command"), ...shared, plugins: [stubs] });
// A program has its own SDK, which the library shares; all else comes along, as one file loads faster than three hundred.
await build({ ...sources("index"), ...shared, external: ["@pulumi/*", "typescript"] });
execFileSync("npx", ["tsc", "-p", join(here, "tsconfig.build.json")], { stdio: "inherit" });
