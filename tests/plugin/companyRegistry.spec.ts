// A registry with a certificate of a company's own authority, behind its proxy, with immutable tags and expiring tokens: pushed to,
// queried and copied to as ko does.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompanyRegistry, companyRegistry, name, plainName } from "./companyRegistry";
import { addIndex, attach, contentOf } from "./copiedImage";
import { type Plugin, type Properties, startPlugin } from "./harness";
import { buildEnvironment } from "./ko";
import { type Registry, serveRegistry } from "./registry";
import { all, endingTokens, immutableTags } from "./registryRules";

const login = { username: "robot", password: "s3cret" };
const basic = `Basic ${Buffer.from("robot:s3cret").toString("base64")}`;

describe("builds: a registry of a company", function () {
  this.timeout(240_000);
  let root = "";
  let plain: Registry;
  let company: CompanyRegistry;
  let environment: NodeJS.ProcessEnv;
  let plugin: Plugin | undefined;
  const tokens = endingTokens(name, basic, 3);

  before(async function () {
    root = mkdtempSync(join(tmpdir(), "company-"));
    environment = { ...buildEnvironment(this, root), DOCKER_CONFIG: root };
    mkdirSync(join(root, "hello"));
    writeFileSync(join(root, "hello", "go.mod"), "module example.com/hello\n\ngo 1.24\n");
    plain = await serveRegistry();
    plain.intercept = all(tokens, immutableTags(plain));
    company = await companyRegistry(root, plain.host);
  });
  beforeEach(() => {
    for (const list of [plain.pushed, plain.requests, company.asked]) list.length = 0;
    write("Hello");
  });
  afterEach(() => plugin?.stop());
  after(() => {
    company?.close();
    plain?.close();
    rmSync(root, { recursive: true });
  });

  const write = (greeting: string) =>
    writeFileSync(join(root, "hello", "main.go"), `package main\n\nfunc main() { println("${greeting}") }\n`);
  const trusting = () => ({ HTTPS_PROXY: company.proxy, SSL_CERT_FILE: company.authority });
  const start = async (more: NodeJS.ProcessEnv = trusting()) => {
    plugin = await startPlugin({ cwd: root, env: { ...environment, ...more } });
    return plugin;
  };

  interface Asked {
    dryRun?: boolean;
    host?: string;
    config?: Record<string, string>;
  }

  async function constructed(from: Plugin, inputs: Properties, { dryRun = false, config = {} }: Asked) {
    const all = { ...inputs, registryLogin: login };
    const type = "knative-faas:index:Function";
    const { state } = await from.construct({ type, name: "hello", inputs: all, dryRun, config });
    return String(state.image);
  }

  const built = (from: Plugin, asked: Asked = {}) => {
    const { host = name } = asked;
    const source = { directory: "hello", baseImage: plain.base.replace(plain.host, host) };
    return constructed(from, { source, registry: `${host}/acme` }, asked);
  };

  const promoted = (from: Plugin, image: string, asked: Asked = {}) => {
    const digest = image.slice(image.indexOf("@") + 1);
    const about = { revision: "hello-1", templateHash: "0123456789", gates: [], served: true, settings: {} };
    return constructed(from, { release: { image, digest, ...about }, registry: `${asked.host ?? name}/prod` }, asked);
  };

  it("is pushed to by the proxy and with the authority that ko goes by, each image once, under a tag of its own", async () => {
    const running = await start();
    const foreseen = await built(running, { dryRun: true });
    assert.deepEqual(plain.pushed, []);
    const first = await built(running);
    assert.match(first, new RegExp(`^${name}/acme/hello@sha256:[0-9a-f]{64}$`));
    assert.equal(first, foreseen);
    write("Good day");
    const second = await built(running);
    await built(running);
    const [tagged, other = ""] = plain.pushed;
    assert.equal(tagged, `acme/hello:${first.slice(first.indexOf("@sha256:") + 8).slice(0, 16)}`);
    assert.deepEqual(plain.stored.get(other.replace(":", "/")), plain.stored.get(`acme/hello/${second.split("@")[1]}`));
    assert.equal(plain.pushed.length, 2);
    assert.deepEqual([...new Set(company.asked)], [`${name}:443`]);
  });

  it("an image is looked for in a preview and copied in an update, with tokens that end in between", async () => {
    const running = await start();
    const { index, amd64 } = addIndex(plain, "team/hello");
    for (const { digest } of [index, amd64]) attach(plain, "team/hello", digest, ".sbom");
    const auth = Buffer.from("robot:s3cret").toString("base64");
    writeFileSync(join(root, "config.json"), JSON.stringify({ auths: { [name]: { auth } } }));
    const from = `${name}/team/hello@${index.digest}`;
    const there = `${name}/prod/hello@${index.digest}`;
    assert.equal(await promoted(running, from, { dryRun: true }), there);
    assert.deepEqual(plain.pushed, []);
    const before = tokens.given;
    assert.equal(await promoted(running, from), there);
    assert.ok(tokens.given > before + 2, `${tokens.given - before} tokens`);
    assert.deepEqual(contentOf(plain, "prod/hello"), contentOf(plain, "team/hello"));
    plain.pushed.length = 0;
    assert.equal(await promoted(running, from), there);
    assert.deepEqual(plain.pushed, []);
    rmSync(join(root, "config.json"));
  });

  it("where it speaks plain HTTP, that is reported, and goes once the configuration says so", async () => {
    const running = await start({ ...trusting(), HTTP_PROXY: company.proxy });
    const told =
      /uses plain HTTP; if that is intended, run: pulumi config set knative-faas:insecureRegistries registry\.corp\.invalid:5000/;
    for (const dryRun of [true, false]) await assert.rejects(built(running, { host: plainName, dryRun }), told);
    const auths = { [plainName]: login };
    writeFileSync(join(root, "config.json"), JSON.stringify({ auths }));
    const digest = addIndex(plain, "team/hello").index.digest;
    const image = `${plainName}/team/hello@${digest}`;
    await assert.rejects(promoted(running, image, { host: plainName, dryRun: true }), told);
    const asked = { host: plainName, config: { "knative-faas:insecureRegistries": plainName } };
    const foreseen = await built(running, { ...asked, dryRun: true });
    assert.equal(await built(running, asked), foreseen);
    assert.equal(plain.pushed.length, 1);
    assert.equal(await promoted(running, image, asked), `${plainName}/prod/hello@${digest}`);
    rmSync(join(root, "config.json"));
  });

  it("an authority that nobody knows is reported, with where to name it", async () => {
    await assert.rejects(
      built(await start({ HTTPS_PROXY: company.proxy })),
      /its certificate was issued by an authority that this machine does not trust.*SSL_CERT_FILE/s,
    );
  });
});
