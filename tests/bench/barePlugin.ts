// The baseline for this package's plugin: an empty component provider with the same SDK, bundled in the same way.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { repository } from "../environment/home";

const source = `
import * as pulumi from "@pulumi/pulumi";

class Bare extends pulumi.ComponentResource {}

async function construct(name, type, inputs, options) {
  if (inputs.image === undefined) throw new pulumi.InputPropertyError({ propertyPath: "image", reason: "is required" });
  return { urn: new Bare(type, name, {}, options).urn, state: { image: inputs.image } };
}

pulumi.provider.main({ version: "0.1.0", schema: "{}", construct }, process.argv.slice(2));
`;

/** What build.mjs omits from this package's bundle, too. */
const unused = ["typescript", "ts-node", "@npmcli/arborist"];

/** A directory like this provider's; the caller removes it. */
export async function barePlugin(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "knative-faas-bare-"));
  mkdirSync(join(directory, "bin"));
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "PulumiPlugin.yaml"), "runtime: nodejs\n");
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "bare", main: "dist/plugin.js" }));
  const stub = join(directory, "stub.js");
  writeFileSync(stub, "module.exports = {}");
  await build({
    stdin: { contents: source, resolveDir: directory },
    outfile: join(directory, "dist", "plugin.js"),
    ...{ bundle: true, platform: "node", target: "node20", format: "cjs", minifySyntax: true, logLevel: "warning" },
    alias: Object.fromEntries(unused.map((name) => [name, stub])),
  });
  const executable = join(directory, "bin", "pulumi-resource-knative-faas");
  writeFileSync(executable, '#!/usr/bin/env node\nrequire("../dist/plugin.js");\n', { mode: 0o755 });
  return directory;
}
