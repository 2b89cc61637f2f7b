// The package by its Git address, on a clean machine: what Pulumi installs builds the plugin, what npm installs is the library.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { rootCertificates } from "node:tls";
import { load } from "js-yaml";
import { version } from "../../provider/package.json";
import { TestCluster } from "../cluster/cluster";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { address, type GitServer, serveGit } from "./gitServer";
import { helloImage } from "./hello";
import { NodeProgram, providerDirectory, quickNpm } from "./node";
import { Program } from "./program";

describe("languages: the package from Git", function () {
  this.timeout(firstBuildMilliseconds);
  let directory: string;
  let server: GitServer;
  let program: Program;

  before(async function () {
    const target = needsCluster(this);
    directory = mkdtempSync(join(tmpdir(), "knative-faas-git-"));
    server = await serveGit(directory, `v${version}`).catch((error) => {
      if (error.code !== "EACCES") throw error;
      console.log("    left out: only root may listen on the port of HTTPS");
      return this.skip();
    });
    program = new Program(target, "from-git", { pluginOnPath: false });
    // Pulumi trusts the server; npm continues to use its usual registry.
    const trusted = join(directory, "trusted.pem");
    writeFileSync(trusted, [...rootCertificates, readFileSync(server.certificate, "utf8")].join("\n"));
    const home = join(directory, "pulumi");
    mkdirSync(home);
    Object.assign(program.environment, quickNpm, { PULUMI_HOME: home, SSL_CERT_FILE: trusted });
    program.environment.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION = "false";
    program.writeYaml({});
  });

  after(() => {
    program?.discard();
    server?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is added by its address, and the plugin that was built from it returns its schema", async () => {
    const { seconds } = await program.must(["package", "add", `${address}/provider`]);
    console.log(`      package add ${seconds} s`);
    const { packages } = load(program.read("Pulumi.yaml")) as { packages: object };
    assert.deepEqual(packages, { "knative-faas": `${address}/provider@${version}` });
    const installed = readdirSync(join(directory, "pulumi", "plugins")).filter((name) => !name.endsWith(".lock"));
    assert.deepEqual(installed, [`resource-127.97.0.1_acme_knative-faas.git-v${version}`]);
  });

  describe("by npm", () => {
    let library: NodeProgram;

    before(() => {
      library = new NodeProgram(program.target, "npm-from-git", {});
      library.environment.GIT_SSL_CAINFO = server.certificate;
    });

    after(() => library?.discard());

    it("is installed under its own name with all that it publishes", async () => {
      const began = Date.now();
      await library.npm("install", `git+${address}`);
      console.log(`      npm install ${((Date.now() - began) / 1000).toFixed(1)} s`);
      const [packed] = JSON.parse(
        await library.npm("pack", providerDirectory, "--dry-run", "--json", "--ignore-scripts"),
      );
      const published = packed.files.map(({ path }: { path: string }) => path);
      // The root has these two.
      const below = published.filter((path: string) => !["README.md", "LICENSE"].includes(path));
      const installed = join(library.directory, "node_modules", "knative-faas");
      assert.deepEqual(filesBelow(join(installed, "provider")), below.sort());
      assert.deepEqual(readdirSync(installed).sort(), ["LICENSE", "README.md", "package.json", "provider"]);
      for (const name of ["knative-faas", "pulumi-resource-knative-faas"])
        assert.ok(existsSync(join(library.directory, "node_modules", ".bin", name)), name);
      assert.ok(!existsSync(join(library.directory, "node_modules", "esbuild")), "nothing of the build");
    });

    it("is imported by a typed program, which is previewed", async () => {
      const image = await helloImage(new TestCluster(library.target));
      library.write(
        "index.ts",
        `import * as faas from "knative-faas";
// @ts-expect-error: not an argument
const _wrong: faas.FunctionArgs = { scael: { min: 1 } };
export const { url } = new faas.Function("npm-from-git", { image: ${JSON.stringify(image)} });
`,
      );
      await library.init();
      const steps = await library.preview();
      assert.ok(
        steps.some(({ op, urn }) => op === "create" && urn.endsWith("knative-faas:index:Function::npm-from-git")),
      );
    });
  });
});

/** As npm lists them. */
function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}
