// The package by its Git address, on a clean machine: what Pulumi installs builds the plugin.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { load } from "js-yaml";
import { version } from "../../provider/package.json";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { address, type GitServer, serveGit } from "./gitServer";
import { quickNpm } from "./node";
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
});
