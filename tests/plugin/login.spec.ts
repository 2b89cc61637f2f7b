// Registries that require authentication: basic and token, with the login of the arguments and of Docker's configuration.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { presence } from "../../provider/src/registry/presence";
import { savedLogin } from "../../provider/src/registry/savedLogin";

const login = { username: "robot", password: "s3cret" };
const basic = `Basic ${Buffer.from("robot:s3cret").toString("base64")}`;
const digest = `sha256:${"a".repeat(64)}`;

describe("builds: registries with a login", () => {
  const servers: Server[] = [];
  const before_ = { config: process.env.DOCKER_CONFIG, path: process.env.PATH };
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "login-"));
    process.env.DOCKER_CONFIG = directory;
  });
  after(() => {
    for (const server of servers) server.close();
    rmSync(directory, { recursive: true });
    if (before_.config === undefined) delete process.env.DOCKER_CONFIG;
    else process.env.DOCKER_CONFIG = before_.config;
    process.env.PATH = before_.path;
  });
  beforeEach(() => writeFileSync(join(directory, "config.json"), "{}"));

  const serve = async (
    answer: (
      request: IncomingMessage & { body: string },
      host: string,
    ) => { status: number; headers?: Record<string, string>; body?: string },
  ) => {
    const server = createServer(async (request, response) => {
      const asked = Object.assign(request, { body: await text(request) });
      const { status, headers = {}, body } = answer(asked, `127.0.0.1:${(server.address() as AddressInfo).port}`);
      response.writeHead(status, headers).end(body);
    });
    servers.push(server);
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const withPassword = () =>
    serve(({ headers }) =>
      headers.authorization === basic
        ? { status: 200 }
        : { status: 401, headers: { "WWW-Authenticate": 'Basic realm="registry"' } },
    );

  const withTokens = () =>
    serve(({ headers, url = "" }, host) => {
      if (url.startsWith("/token")) {
        const asked = new URL(url, "http://registry").searchParams;
        const isKnown =
          headers.authorization === basic &&
          asked.get("service") === "reg" &&
          asked.get("scope") === "repository:acme/hello:pull";
        return isKnown ? { status: 200, body: JSON.stringify({ token: "t0ken" }) } : { status: 401 };
      }
      if (headers.authorization === "Bearer t0ken") return { status: 200 };
      const challenge = `Bearer realm="http://${host}/token",service="reg",scope="repository:acme/hello:pull"`;
      return { status: 401, headers: { "WWW-Authenticate": challenge } };
    });

  for (const [kind, start] of [
    ["a password", withPassword],
    ["a token", withTokens],
  ] as const) {
    it(`${kind}: the login of the arguments`, async () => {
      const host = await start();
      assert.equal(await presence(`${host}/acme/hello@${digest}`, login), "present");
      assert.equal(await presence(`${host}/acme/hello@${digest}`, { ...login, password: "other" }), "unknown");
      assert.equal(await presence(`${host}/acme/hello@${digest}`), "unknown");
    });

    it(`${kind}: the login of Docker's configuration`, async () => {
      const host = await start();
      const auth = Buffer.from("robot:s3cret").toString("base64");
      writeFileSync(join(directory, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
      assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
    });
  }

  it("a credential helper is asked for its registry", async () => {
    const host = await withPassword();
    const helper = `#!/bin/sh\nread registry\n[ "$registry" = "${host}" ] && echo '{"Username":"robot","Secret":"s3cret"}'\n`;
    writeFileSync(join(directory, "docker-credential-test"), helper, { mode: 0o755 });
    writeFileSync(join(directory, "config.json"), JSON.stringify({ credHelpers: { [host]: "test" } }));
    process.env.PATH = `${directory}:${before_.path}`;
    assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
  });

  /** A token server that accepts only an identity token, with OAuth 2. */
  const withIdentityTokens = () =>
    serve(({ headers, url = "", body }, host) => {
      if (url.startsWith("/token")) {
        const given = Object.fromEntries(new URLSearchParams(body));
        const isKnown = given.grant_type === "refresh_token" && given.refresh_token === "1dentity";
        return isKnown && given.scope === "repository:acme/hello:pull"
          ? { status: 200, body: JSON.stringify({ access_token: "t0ken" }) }
          : { status: 401 };
      }
      if (headers.authorization === "Bearer t0ken") return { status: 200 };
      const challenge = `Bearer realm="http://${host}/token",service="reg",scope="repository:acme/hello:pull"`;
      return { status: 401, headers: { "WWW-Authenticate": challenge } };
    });

  const helperThat = (name: string, script: string) => {
    writeFileSync(join(directory, `docker-credential-${name}`), `#!/bin/sh\ncat >/dev/null\n${script}\n`, {
      mode: 0o755,
    });
    process.env.PATH = `${directory}:${before_.path}`;
  };
  const configured = (configuration: object) =>
    writeFileSync(join(directory, "config.json"), JSON.stringify(configuration));

  it("an identity token of Docker's configuration is changed for another", async () => {
    const host = await withIdentityTokens();
    const auth = Buffer.from("00000000-0000-0000-0000-000000000000:").toString("base64");
    configured({ auths: { [host]: { auth, identitytoken: "1dentity" } } });
    assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
  });

  it("an identity token of a credential helper is changed for another", async () => {
    const host = await withIdentityTokens();
    helperThat("token", `echo '{"Username":"<token>","Secret":"1dentity"}'`);
    configured({ credsStore: "token" });
    assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
  });

  it("a token of the registry's own is sent as it is", async () => {
    const host = await serve(({ headers }) =>
      headers.authorization === "Bearer 0wn" ? { status: 200 } : { status: 401 },
    );
    configured({ auths: { [host]: { registrytoken: "0wn" } } });
    assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
  });

  const auth = Buffer.from("robot:s3cret").toString("base64");
  for (const [title, key] of [
    ["with a scheme and a path", (host: string) => `http://${host}/v2/`],
    ["of one repository", (host: string) => `${host}/acme/hello`],
  ] as const)
    it(`a key ${title} is found`, async () => {
      const host = await withPassword();
      configured({ auths: { [key(host)]: { auth } } });
      assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
    });

  it("Podman's login is taken where Docker has no configuration", async () => {
    const host = await withPassword();
    const file = join(directory, "podman.json");
    writeFileSync(file, JSON.stringify({ auths: { [host]: { auth } } }));
    rmSync(join(directory, "config.json"));
    process.env.REGISTRY_AUTH_FILE = file;
    try {
      assert.equal(await presence(`${host}/acme/hello@${digest}`), "present");
    } finally {
      delete process.env.REGISTRY_AUTH_FILE;
    }
  });

  for (const [title, script] of [
    ["something else than JSON", "echo 'WARNING: an update is available'; echo '{}'"],
    ["nothing", "true"],
    ["an object without a name", "echo '{}'"],
    ["a failure", "exit 1"],
  ] as const)
    it(`a credential helper that answers with ${title} is as none`, async () => {
      const host = await withPassword();
      helperThat("odd", script);
      configured({ credsStore: "odd" });
      assert.equal(await presence(`${host}/acme/hello@${digest}`), "unknown");
    });

  it("a credential helper that answers with something else than JSON is reported", async () => {
    helperThat("odd", "echo 'WARNING: s3cret'");
    configured({ credsStore: "odd" });
    const told: string[] = [];
    assert.equal(await savedLogin("ghcr.io/acme/hello", (message) => told.push(message)), undefined);
    assert.deepEqual(told, [
      "docker-credential-odd does not return JSON with Username and Secret for ghcr.io, so no login is used there",
    ]);
  });
});
