// Entry point of `npm run up|down|status|test`: ensures Node.js, Go and node_modules, then starts the TypeScript code.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");
const [command = "", ...rest] = process.argv.slice(2);

checkNode();
const works = command === "up" || command === "test";
if (works) checkGo();
// A shell takes what this prints for commands.
if (command !== "env") bringNodeModules();
else if (!existsSync(join(repository, "node_modules"))) fail("there is no cluster yet: npm run up brings one");
if (works) bringPlugin();
start();

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20)
    fail(`Node.js 20 or newer is needed, this is ${process.versions.node}: install it, then run it again`);
}

function checkGo() {
  const answer = spawnSync("go", ["env", "GOVERSION"], { cwd: repository, encoding: "utf8" });
  if (answer.error !== undefined)
    fail("Go 1.26 or newer is needed, and there is no go on PATH: install it, then run it again");
  const version = answer.stdout.trim();
  const [, major = 0, minor = 0] = (version.match(/^go(\d+)\.(\d+)/) ?? []).map(Number);
  if (major * 1000 + minor < 1026)
    fail(`Go 1.26 or newer is needed, this is ${version || answer.stderr.trim()}: install it, then run it again`);
}

function bringNodeModules() {
  const installed = changed(join(repository, "node_modules", ".package-lock.json"));
  if (installed < changed(join(repository, "package-lock.json"))) npm("the packages of package-lock.json", ["ci"]);
}

/** `npm ci` builds the plugin too (the script prepare), so mostly there is nothing to do. */
function bringPlugin() {
  const built = changed(join(repository, "provider/dist/plugin.js"));
  if (built < newest(join(repository, "provider/src")))
    npm("provider/dist is older than provider/src", ["run", "build"]);
}

function npm(why, args) {
  console.log(`npm ${args.join(" ")}: ${why}`);
  const began = Date.now();
  const result = spawnSync("npm", [...args, "--no-fund", "--no-audit"], {
    cwd: repository,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.status !== 0) fail(`npm ${args.join(" ")} failed: see above, mend it, then run it again`);
  console.log(`  done  npm ${args.join(" ")}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function changed(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function newest(directory) {
  return Math.max(0, ...readdirSync(directory, { recursive: true }).map((name) => changed(join(directory, name))));
}

/** The child gets Ctrl-C from the terminal itself; what only this process gets is passed on, and its exit code is ours. */
function start() {
  const program = command === "test" ? [join(here, "..", "run", "main.ts")] : [join(here, "main.ts"), command];
  const child = spawn(process.execPath, ["--import", "tsx", ...program, ...rest], {
    cwd: repository,
    stdio: "inherit",
  });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
