// Starts a program of dist; if the build is missing, as in a fresh clone, prints how to build it.
const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** `name` is a file of dist. */
exports.startBuilt = (name) => {
  const program = join(__dirname, "dist", name);
  if (existsSync(program)) return require(program);
  process.stderr.write(`knative-faas is not built yet: run \`npm ci\` in ${dirname(__dirname)} first\n`);
  process.exitCode = 1;
};
