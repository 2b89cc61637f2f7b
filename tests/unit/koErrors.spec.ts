// A failed build explained in the user's terms, from recorded output of ko 0.19, and which ko versions are accepted.
import assert from "node:assert/strict";
import { explainKo } from "../../provider/src/build/ko/koErrors";
import { isNewEnough } from "../../provider/src/build/ko/koProgram";
import { Failure } from "../../provider/src/input/problems";
import { Away } from "../../provider/src/registry/away";
import { MissingRepository } from "../../provider/src/registry/distribution";
import { failureOf } from "../../provider/src/registry/pushErrors";

const build = {
  name: "hello",
  directory: "/src/hello",
  repository: "ghcr.io/acme/hello",
  baseImage: undefined,
  login: undefined,
  package: ".",
  goFlags: [],
  ldflags: [],
  env: {},
  platforms: ["linux/amd64"],
  sbom: "none" as const,
};
const where = "function hello (/src/hello)";

/** ko's output before it compiles. */
const building = `2026/01/02 03:04:05 Using base 127.0.0.1:5000/base@sha256:78d125fa for example.com/hello
2026/01/02 03:04:05 current folder is not a git repository. Git info will not be available
2026/01/02 03:04:05 Building example.com/hello for linux/amd64
`;
const published = `${building}2026/01/02 03:04:06 Publishing ghcr.io/acme/hello:latest\n`;
const failed = "Error: failed to publish images: error building";

const table: [string, string, string][] = [
  [
    "a type error",
    `${building}${failed} "ko://example.com/hello": build: go build: exit status 1: # example.com/hello
./main.go:6:17: cannot use "8080" (untyped string constant) as int value in variable declaration
./main.go:7:22: undefined: undefinedName

`,
    `${where} does not compile:
# example.com/hello
./main.go:6:17: cannot use "8080" (untyped string constant) as int value in variable declaration
./main.go:7:22: undefined: undefinedName`,
  ],
  [
    "a credential helper that prints something else than JSON",
    `${failed} "ko://example.com/hello": fetching base image: pulling 127.0.0.1:5000/base@sha256:78d125fa: invalid character 'W' looking for beginning of value
`,
    `${where}: a login could not be read: credsStore or credHelpers in Docker's configuration (~/.docker/config.json, or DOCKER_CONFIG) names a docker-credential-... program that prints something other than JSON; run it with "get" to see its output, or set registryLogin. ko reported: fetching base image: pulling 127.0.0.1:5000/base@sha256:78d125fa: invalid character 'W' looking for beginning of value`,
  ],
  [
    "a full disk",
    `${building}${failed} "ko://example.com/hello": build: go build: exit status 1: # example.com/hello
write /tmp/go-build123/b001/importcfg: no space left on device

`,
    `${where} can't be built: write /tmp/go-build123/b001/importcfg: no space left on device; free some space; TMPDIR sets another directory for temporary files, GOCACHE one for Go's cache`,
  ],
  [
    "a compiler that the system ends",
    `${building}${failed} "ko://example.com/hello": build: go build: exit status 1: example.com/hello: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed

`,
    `${where} can't be built: example.com/hello: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed; the machine has too little memory for the compiler`,
  ],
  [
    "a module that is not required",
    `${building}${failed} "ko://example.com/hello": build: go build: exit status 1: main.go:3:8: no required module provides package example.com/dep; to add it:
	go get example.com/dep

`,
    `${where} can't be built: go.mod lacks modules of its imports; run go mod tidy in /src/hello. Go reports for the first: main.go:3:8: no required module provides package example.com/dep`,
  ],
  [
    "a checksum that is missing",
    `${building}${failed} "ko://example.com/hello": build: go build: exit status 1: main.go:3:8: missing go.sum entry for module providing package example.com/dep; to add:
	go get example.com/hello

`,
    `${where} can't be built: go.sum lacks modules of its imports; run go mod tidy in /src/hello. Go reports for the first: main.go:3:8: missing go.sum entry for module providing package example.com/dep`,
  ],
  [
    "a go.mod for a newer Go",
    `Error: failed to publish images: qualifying local import : err: exit status 1: stderr: go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)

`,
    `${where} can't be built: go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)`,
  ],
  [
    "a go.mod that is no go.mod",
    `Error: failed to publish images: qualifying local import : err: exit status 1: stderr: go: errors parsing go.mod:
go.mod:4: unknown directive: garbage

`,
    `${where} can't be built: go: errors parsing go.mod:\ngo.mod:4: unknown directive: garbage`,
  ],
  [
    "a registry that refuses connections",
    `${published}Error: failed to publish images: error publishing ko://example.com/hello: Get "https://127.0.0.1:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused; Get "http://127.0.0.1:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused
`,
    `${where}: registry 127.0.0.1:5999 does not answer (connection refused); check registry and baseImage`,
  ],
  [
    "a registry whose name is not known",
    `${published}Error: failed to publish images: error publishing ko://example.com/hello: Get "https://images.invalid/v2/": dial tcp: lookup images.invalid on 10.0.0.53:53: no such host
`,
    `${where}: registry images.invalid does not answer (no such host); check registry and baseImage`,
  ],
  [
    "a registry that wants other credentials",
    `${published}Error: failed to publish images: error publishing ko://example.com/hello: HEAD https://ghcr.io/v2/acme/hello/manifests/latest: unexpected status code 401 Unauthorized (HEAD responses have no body, use GET for details)
`,
    `${where}: the registry refuses the credentials for ghcr.io/acme/hello; log in with docker login or ko login. It reported: failed to publish images: error publishing ko://example.com/hello: HEAD https://ghcr.io/v2/acme/hello/manifests/latest: unexpected status code 401 Unauthorized (HEAD responses have no body, use GET for details)`,
  ],
  [
    "a base image that wants credentials",
    `2026/01/02 03:04:05 cache.get("ghcr.io/acme/base") failed with GET https://ghcr.io/v2/acme/base/manifests/latest: UNAUTHORIZED: authentication required
${failed} "ko://example.com/hello": fetching base image: pulling ghcr.io/acme/base: GET https://ghcr.io/v2/acme/base/manifests/latest: UNAUTHORIZED: authentication required
`,
    `${where}: the registry refuses the credentials for ghcr.io/acme/base; log in with docker login or ko login. It reported: failed to publish images: error building "ko://example.com/hello": fetching base image: pulling ghcr.io/acme/base: GET https://ghcr.io/v2/acme/base/manifests/latest: UNAUTHORIZED: authentication required`,
  ],
  [
    "a base image that is no reference",
    `Error: error creating builder: 'defaultBaseImage': error parsing "UPPER/Base" as image reference: could not parse reference: UPPER/Base
`,
    `${where} can't be built: error creating builder: 'defaultBaseImage': error parsing "UPPER/Base" as image reference: could not parse reference: UPPER/Base`,
  ],
  [
    "a tag that is taken",
    `${published}Error: failed to publish images: error publishing ko://example.com/hello: PUT https://ghcr.io/v2/acme/hello/manifests/0f17aa: TAG_INVALID: The image tag already exists and cannot be overwritten because the repository is immutable.
`,
    `${where} was built but can't be pushed to ghcr.io/acme/hello: PUT https://ghcr.io/v2/acme/hello/manifests/0f17aa: TAG_INVALID: The image tag already exists and cannot be overwritten because the repository is immutable.`,
  ],
  [
    "a registry that speaks plain HTTP",
    `${published}Error: failed to publish images: error publishing ko://example.com/hello: Get "https://vm:5000/v2/": http: server gave HTTP response to HTTPS client
`,
    `${where}: registry vm:5000 can't be reached over TLS: it uses plain HTTP; if that is intended, run: pulumi config set knative-faas:insecureRegistries vm:5000`,
  ],
  [
    "a base image's registry that speaks plain HTTP",
    `${failed} "ko://example.com/hello": fetching base image: pulling vm:5000/base: Get "https://vm:5000/v2/": http: server gave HTTP response to HTTPS client
`,
    `${where}: registry vm:5000 can't be reached over TLS: it uses plain HTTP; if that is intended, run: pulumi config set knative-faas:insecureRegistries vm:5000`,
  ],
  [
    "a certificate of an authority that nobody knows",
    `${failed} "ko://example.com/hello": fetching base image: pulling vm:5443/base: Get "https://vm:5443/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority
`,
    `${where}: registry vm:5443 can't be reached over TLS: its certificate was issued by an authority that this machine does not trust; add it to the machine's authorities, or set SSL_CERT_FILE to a file that contains it`,
  ],
  ["no words but lines", "one\ntwo\n", `${where} can't be built: one\ntwo`],
];

describe("builds: one that fails", () => {
  for (const [title, written, expected] of table) it(title, () => assert.equal(explainKo(build, written), expected));

  it("for a kind cluster where there is none", () => {
    const said =
      "failed to list nodes: command \"docker ps -a --filter label=io.x-k8s.kind.cluster=kind --format '{{.Names}}'\" failed with error: exit status 1";
    assert.equal(
      explainKo(
        { ...build, repository: "kind.local/hello" },
        `${building}Error: failed to publish images: error publishing ko://example.com/hello: ${said}\n`,
      ),
      `${where} was built, but kind.local is for a kind cluster on this machine, named kind or KIND_CLUSTER_NAME; for any other cluster set a registry: pulumi config set knative-faas:registry ghcr.io/acme. ko reported: ${said}`,
    );
  });

  const kinds: [string, unknown][] = [
    ['Get "https://images.invalid/v2/": dial tcp: lookup images.invalid on 10.0.0.53:53: no such host', Away],
    ["HEAD https://ghcr.io/v2/acme/hello/manifests/a: unexpected status code 503 Service Unavailable (HEAD", Away],
    ["POST https://ghcr.io/v2/acme/hello/blobs/uploads/: NAME_UNKNOWN: The repository with name", MissingRepository],
    ["PUT https://ghcr.io/v2/acme/hello/manifests/a: TAG_INVALID: The image tag already exists", Failure],
  ];
  for (const [written, kind] of kinds)
    it(`${(kind as { name: string }).name} by "${written.slice(0, 40)}"`, () =>
      assert.equal(failureOf("told", written).constructor, kind));
});

describe("builds: which ko is taken from PATH", () => {
  const versions: [string, boolean][] = [
    ["", false],
    ["0.15.4", false],
    ["v0.19.0", false],
    ["0.19.1", true],
    ["v0.19.1", true],
    ["0.20.0", true],
    ["1.0.0", true],
    ["v0.19.2-0.20260101000000-0123456789ab", true],
    ["(devel)", true],
  ];
  for (const [version, expected] of versions) it(`"${version}"`, () => assert.equal(isNewEnough(version), expected));
});
