// Registries that want to know who asks: Basic and token, with the login of the arguments and of Docker's configuration.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { presence } from "../../provider/src/builders/registry";

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
      request: IncomingMessage,
      host: string,
    ) => { status: number; headers?: Record<string, string>; body?: string },
  ) => {
    const server = createServer((request, response) => {
      const { status, headers = {}, body } = answer(request, `127.0.0.1:${(server.address() as AddressInfo).port}`);
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
});
