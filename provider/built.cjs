// Starts a program of dist; where the build is missing, as in a clone that was just made, a sentence says how to get it.
const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** `name` is a file of dist. */
exports.startBuilt = (name) => {
  const program = join(__dirname, "dist", name);
  if (existsSync(program)) return require(program);
  process.stderr.write(`knative-faas is not built yet: run \`npm ci\` in ${dirname(__dirname)} first\n`);
  process.exitCode = 1;
};
