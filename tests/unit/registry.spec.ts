// Which URL a registry is queried at for an image, and what its answers mean.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { Away } from "../../provider/src/registry/away";
import { configured } from "../../provider/src/registry/plainHttp";
import { presence } from "../../provider/src/registry/presence";
import { contentTag, manifestUrl } from "../../provider/src/registry/reference";
import { repositoryProblems } from "../../provider/src/registry/repositoryProblems";
import { unreachable } from "../../provider/src/registry/unanswered";

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

  describe("those that the configuration says speak plain HTTP", () => {
    const key = "knative-faas:insecureRegistries";
    after(() => pulumi.runtime.setAllConfig({}));

    for (const [given, hosts] of [
      ["vm:5000", ["vm:5000"]],
      ["vm:5000, images.example.com", ["vm:5000", "images.example.com"]],
      ['["vm:5000","images.example.com"]', ["vm:5000", "images.example.com"]],
    ] as [string, string[]][])
      it(given, () => assert.deepEqual(configured(given), hosts));

    for (const [given, shown] of [
      ["http://vm:5000", '"http://vm:5000"'],
      ["vm:5000/acme", '"vm:5000/acme"'],
      ["", '""'],
      ["[1]", "1"],
      ["[vm]", '"[vm]"'],
    ] as [string, string][])
      it(`is not ${given || "empty"}`, () => {
        const message = `configuration ${key}: expected hosts as in image references, e.g. registry.example.com:5000, got ${shown}`;
        assert.throws(() => configured(given), { message });
      });

    it("are asked so, and no others", () => {
      pulumi.runtime.setAllConfig({ [key]: "vm:5000" });
      const urlOf = (repository: string) => manifestUrl(`${repository}:v1`).url;
      assert.equal(urlOf("vm:5000/acme/hello"), "http://vm:5000/v2/acme/hello/manifests/v1");
      assert.equal(urlOf("vm:5001/acme/hello"), "https://vm:5001/v2/acme/hello/manifests/v1");
    });
  });

  describe("why nobody answered", () => {
    const told = (code: string, message = "") =>
      unreachable("vm:5000", { message: "fetch failed", cause: { code, message } });
    const ofTls = "registry vm:5000 can't be reached over TLS: ";
    const plain = `${ofTls}it uses plain HTTP; if that is intended, run: pulumi config set knative-faas:insecureRegistries vm:5000`;
    const untrusted =
      "its certificate was issued by an authority that this machine does not trust; add it to the machine's authorities, or set SSL_CERT_FILE to a file that contains it";

    for (const [code, message, expected] of [
      ["ERR_SSL_WRONG_VERSION_NUMBER", "80EC:error:0A00010B:SSL routines:wrong version number", plain],
      ["ERR_SSL_PACKET_LENGTH_TOO_LONG", "packet length too long", plain],
      ["EPROTO", "write EPROTO 80EC:error:SSL routines:ssl3_get_record:wrong version number", plain],
      ["SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate", `${ofTls}self-signed certificate; ${untrusted}`],
      ["CERT_HAS_EXPIRED", "certificate has expired", `${ofTls}certificate has expired`],
    ] as [string, string, string][])
      it(code, () => {
        const failure = told(code, message);
        assert.deepEqual([failure.message, failure instanceof Away], [expected, false]);
      });

    it("one that is away", () => {
      const failure = told("ECONNREFUSED", "connect ECONNREFUSED");
      const message = "registry vm:5000 does not answer: connect ECONNREFUSED; check its name, or start it";
      assert.deepEqual([failure.message, failure instanceof Away], [message, true]);
    });
  });

  describe("what can't be pushed to", () => {
    const ofRegistry = (expected: string, got: string) => [
      { propertyPath: "registry", reason: `expected host and path, e.g. "${expected}", got "${got}"` },
    ];
    for (const [registry, name, expected] of [
      ["ghcr.io", "hello", ofRegistry("ghcr.io/OWNER", "ghcr.io")],
      ["docker.io", "hello", ofRegistry("docker.io/USER", "docker.io")],
      [
        "registry.gitlab.com/acme",
        "hello",
        ofRegistry("registry.gitlab.com/GROUP/PROJECT", "registry.gitlab.com/acme"),
      ],
      [
        "europe-docker.pkg.dev/acme",
        undefined,
        ofRegistry("REGION-docker.pkg.dev/PROJECT/REPOSITORY", "europe-docker.pkg.dev/acme"),
      ],
      [
        "ghcr.io/Acme",
        "hello",
        [
          {
            propertyPath: "registry",
            reason: 'a repository name must be in lower case, got "ghcr.io/Acme"; write acme',
          },
        ],
      ],
      [
        "127.0.0.1:5000",
        "f",
        [
          {
            propertyPath: "name",
            reason:
              'a repository name has at least 2 characters, and 127.0.0.1:5000 has no path before it, got "f"; use a longer name, or a registry with a path, e.g. 127.0.0.1:5000/functions',
          },
        ],
      ],
      ["127.0.0.1:5000/a", "f", []],
      ["127.0.0.1:5000", "fn", []],
      ["127.0.0.1:5000", undefined, []],
      ["acme", "f", []],
      ["ghcr.io/acme", "f", []],
      ["kind.local", "hello", []],
      ["registry.gitlab.com/acme/shop", "hello", []],
    ] as [string, string | undefined, object[]][])
      it(`${registry}${name === undefined ? "" : ` for ${name}`}`, () =>
        assert.deepEqual(repositoryProblems(registry, name, "registry"), expected));
  });

  it("an image is pushed under a tag of its digest, which is none that says what refers to it", () =>
    assert.equal(contentTag(digest), "a".repeat(16)));

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

    it("a registry that does not exist is reported immediately, with what to look at", async () => {
      const closed = createServer();
      await new Promise<void>((listening) => closed.listen(0, "127.0.0.1", listening));
      const { port } = closed.address() as AddressInfo;
      await new Promise((done) => closed.close(done));
      await assert.rejects(presence(`127.0.0.1:${port}/hello@${digest}`), {
        message: `registry 127.0.0.1:${port} does not answer: connect ECONNREFUSED 127.0.0.1:${port}; check its name, or start it`,
      });
    });
  });
});
