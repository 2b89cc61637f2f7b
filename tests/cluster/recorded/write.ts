// Writes a group's program as YAML or for Node.js: its resources, and as outputs what its functions have deployed.
import type { Program } from "../../engine/program";
import type { Resource } from "./change";

const outputs = ["revision", "digest", "release"];

const functionsIn = (resources: Record<string, Resource>) =>
  Object.keys(resources).filter((name) => resources[name]?.type === "knative-faas:Function");

export function writeYaml(program: Program, resources: Record<string, Resource>): void {
  const all = functionsIn(resources).map((name) => [
    name,
    Object.fromEntries(outputs.map((output) => [output, `\${${name}.${output}}`])),
  ]);
  program.writeYaml(resources, Object.fromEntries(all));
}

/** Without an SDK; later resources can use a resource's outputs, with the expressions of YAML. */
const runner = `const pulumi = require("@pulumi/pulumi");
const { resources, functions, outputs } = require("./resources.json");
const made = {};

function filled(value) {
  const [, name, output] = (typeof value === "string" && /^\\$\\{(\\w+)\\.(\\w+)\\}$/.exec(value)) || [];
  if (name !== undefined) return made[name][output];
  if (Array.isArray(value)) return value.map(filled);
  if (value === null || typeof value !== "object") return value;
  if ("fn::secret" in value) return pulumi.secret(value["fn::secret"]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
}

for (const [name, { type, properties, options }] of Object.entries(resources)) {
  const later = Object.fromEntries(["name", ...outputs].map((output) => [output, undefined]));
  const token = type.replace(":", ":index:");
  made[name] = new pulumi.ComponentResource(token, name, { ...later, ...filled(properties) }, options, true);
}
for (const name of functions)
  exports[name] = Object.fromEntries(outputs.map((output) => [output, made[name][output]]));
`;

export function writeNode(program: Program, resources: Record<string, Resource>): void {
  const runtime = { name: "nodejs", options: { typescript: false } };
  program.write("Pulumi.yaml", JSON.stringify({ name: program.name, runtime }));
  program.write("package.json", JSON.stringify({ name: program.name, private: true, main: "index.js" }));
  program.write("index.js", runner);
  program.write("resources.json", JSON.stringify({ resources, functions: functionsIn(resources), outputs }));
}
