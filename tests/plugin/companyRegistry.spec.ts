// A registry with a certificate of the company's own authority, behind the company's proxy: built for and asked as ko does.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompanyRegistry, companyRegistry, name } from "./companyRegistry";
import { type Plugin, startPlugin } from "./harness";
import { buildEnvironment } from "./ko";
import { type Registry, serveRegistry } from "./registry";

describe("builds: a registry of a company", function () {
  this.timeout(240_000);
  let root = "";
  let plain: Registry;
  let company: CompanyRegistry;
  let environment: NodeJS.ProcessEnv;
  let plugin: Plugin | undefined;

  before(async function () {
    root = mkdtempSync(join(tmpdir(), "company-"));
    environment = buildEnvironment(this, root);
    mkdirSync(join(root, "hello"));
    writeFileSync(join(root, "hello", "go.mod"), "module example.com/hello\n\ngo 1.24\n");
    writeFileSync(join(root, "hello", "main.go"), "package main\n\nfunc main() { println() }\n");
    plain = await serveRegistry();
    company = await companyRegistry(root, plain.host);
  });
  afterEach(() => plugin?.stop());
  after(() => {
    company?.close();
    plain?.close();
    rmSync(root, { recursive: true });
  });

  async function construct(more: NodeJS.ProcessEnv, dryRun = false) {
    plugin = await startPlugin({ cwd: root, env: { ...environment, ...more } });
    const source = { directory: "hello", baseImage: plain.base.replace(plain.host, name) };
    const inputs = { source, registry: `${name}/acme` };
    return await plugin.construct({ type: "knative-faas:index:Function", name: "hello", inputs, dryRun });
  }

  const trusting = () => ({ HTTPS_PROXY: company.proxy, SSL_CERT_FILE: company.authority });

  it("is pushed to by the proxy and with the authority that ko goes by, once", async () => {
    const { state } = await construct(trusting());
    assert.match(String(state.image), new RegExp(`^${name}/acme/hello@sha256:[0-9a-f]{64}$`));
    assert.deepEqual(plain.pushed, ["acme/hello:latest"]);
    await plugin?.stop();
    company.asked.length = 0;
    await construct(trusting());
    assert.deepEqual(plain.pushed, ["acme/hello:latest"]);
    assert.deepEqual([...new Set(company.asked)], [`${name}:443`]);
  });

  it("an authority that nobody knows is told, with where to name it", async () => {
    await assert.rejects(
      construct({ HTTPS_PROXY: company.proxy }),
      /its certificate is of an authority that this machine does not trust.*SSL_CERT_FILE/s,
    );
  });
});
