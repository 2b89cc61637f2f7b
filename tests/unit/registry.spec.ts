// Where a registry is asked for an image, and what its answers mean.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { manifestUrl, presence } from "../../provider/src/builders/registry";

const digest = `sha256:${"a".repeat(64)}`;

const urls: [string, string, string][] = [
  ["acme/hello", "docker.io", "https://registry-1.docker.io/v2/acme/hello"],
  ["docker.io/acme/hello", "docker.io", "https://registry-1.docker.io/v2/acme/hello"],
  ["index.docker.io/acme/hello", "index.docker.io", "https://registry-1.docker.io/v2/acme/hello"],
  ["ghcr.io/acme/team/hello", "ghcr.io", "https://ghcr.io/v2/acme/team/hello"],
  ["images.example.com:8443/hello", "images.example.com:8443", "https://images.example.com:8443/v2/hello"],
  ["localhost/hello", "localhost", "http://localhost/v2/hello"],
  ["localhost:5000/hello", "localhost:5000", "http://localhost:5000/v2/hello"],
  ["127.0.0.1:5000/a/b", "127.0.0.1:5000", "http://127.0.0.1:5000/v2/a/b"],
  ["10.1.2.3/hello", "10.1.2.3", "http://10.1.2.3/v2/hello"],
  ["172.16.0.1:80/hello", "172.16.0.1:80", "http://172.16.0.1:80/v2/hello"],
  ["172.31.0.1/hello", "172.31.0.1", "http://172.31.0.1/v2/hello"],
  ["172.32.0.1/hello", "172.32.0.1", "https://172.32.0.1/v2/hello"],
  ["192.168.1.1/hello", "192.168.1.1", "http://192.168.1.1/v2/hello"],
  ["192.169.1.1/hello", "192.169.1.1", "https://192.169.1.1/v2/hello"],
  ["10.example.com/hello", "10.example.com", "https://10.example.com/v2/hello"],
  ["images.local/hello", "images.local", "http://images.local/v2/hello"],
  ["kind.localhost:5000/hello", "kind.localhost:5000", "http://kind.localhost:5000/v2/hello"],
];

describe("builds: registry", () => {
  describe("where a manifest is", () => {
    for (const [repository, host, url] of urls) {
      it(repository, () =>
        assert.deepEqual(manifestUrl(`${repository}@${digest}`), { host, url: `${url}/manifests/${digest}` }),
      );
    }
  });

  describe("whether an image is there", () => {
    const asked: string[] = [];
    let server: Server;
    let host = "";

    before(async () => {
      server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url} ${request.headers.accept?.includes("oci.image.index")}`);
        response.statusCode = Number(request.url?.split("/")[2]);
        response.end();
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());

    for (const [status, expected] of [
      [200, "present"],
      [404, "absent"],
      [401, "unknown"],
      [403, "unknown"],
      [500, "unknown"],
    ] as const) {
      it(`${status} is ${expected}`, async () => {
        assert.equal(await presence(`${host}/${status}@${digest}`), expected);
        assert.equal(asked.pop(), `HEAD /v2/${status}/manifests/${digest} true`);
      });
    }

    for (const local of ["ko.local", "kind.local"]) {
      it(`${local} is no host`, async () => assert.equal(await presence(`${local}/hello@${digest}`), "unknown"));
    }

    it("a registry that is not there is told at once, with what to look at", async () => {
      const closed = createServer();
      await new Promise<void>((listening) => closed.listen(0, "127.0.0.1", listening));
      const { port } = closed.address() as AddressInfo;
      await new Promise((done) => closed.close(done));
      await assert.rejects(presence(`127.0.0.1:${port}/hello@${digest}`), {
        message: `registry 127.0.0.1:${port} does not answer: connect ECONNREFUSED 127.0.0.1:${port}; check the property registry, or start it`,
      });
    });
  });
});
