// A function from a Dockerfile over gRPC: the inputs of Docker's own resource, the use of its outputs, and refusals.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConstructError,
  type Constructed,
  type ConstructOptions,
  OutputValue,
  output,
  type Plugin,
  type Registration,
  Secret,
  secret,
  startPlugin,
  Unknown,
  unknown,
} from "./harness";

const type = {
  function: "knative-faas:index:Function",
  image: "docker:index/image:Image",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:serving.knative.dev/v1:Service",
  traffic: "kubernetes:serving.knative.dev/v1:ServicePatch",
};
const digest = `sha256:${"d".repeat(64)}`;
const repoDigest = `ghcr.io/acme/hello@${digest}`;
const registry = "ghcr.io/acme";
const other = "urn:pulumi:dev::project::random:index:RandomId::other";

/** What @pulumi/docker fills in. */
const filledIn = { buildOnPreview: false, skipPush: false };

const built: ConstructOptions["respond"] = ({ type: kind }) => {
  if (kind === type.image) return { repoDigest };
  if (kind === type.service) return { status: { conditions: [{ type: "ConfigurationsReady", status: "True" }] } };
  return kind === type.traffic ? { status: { url: "http://hello.default.example.com" } } : undefined;
};

/** Without the URNs that are sent with an Output. */
function plain(value: unknown): unknown {
  if (value instanceof OutputValue) return plain(value.value);
  if (value instanceof Secret) return secret(plain(value.value));
  if (value instanceof Unknown || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const child = ({ registrations }: { registrations: Registration[] }, kind: string) =>
  registrations.find((registration) => registration.type === kind) as Registration;

// biome-ignore lint/suspicious/noExplicitAny: inputs of any kind of object
const inputsOf = (object: Registration) => plain(object.inputs) as any;

/** The spec of the service's Pod. */
const podOf = (made: Constructed) => inputsOf(child(made, type.service)).spec.template.spec;

describe("builds: a Dockerfile over gRPC", () => {
  let plugin: Plugin;
  let program: string;
  let directory: string;

  before(async () => {
    program = mkdtempSync(join(tmpdir(), "dockerfile-"));
    directory = join(program, "app");
    for (const path of ["app/build", "empty"]) mkdirSync(join(program, path), { recursive: true });
    for (const file of ["Dockerfile", "build/Dockerfile.prod"]) writeFileSync(join(directory, file), "FROM scratch\n");
    plugin = await startPlugin({ cwd: program });
  });
  after(async () => {
    await plugin.stop();
    rmSync(program, { recursive: true });
  });

  const make = (inputs: ConstructOptions["inputs"], options: Partial<ConstructOptions> = {}) =>
    plugin.construct({
      type: type.function,
      name: "hello",
      inputs: { registry, ...inputs },
      respond: built,
      ...options,
    });

  async function failure(...given: Parameters<typeof make>): Promise<ConstructError> {
    const error = await make(...given).then(
      () => assert.fail("it was constructed"),
      (reason) => reason,
    );
    assert.ok(error instanceof ConstructError, String(error));
    return error;
  }

  it("Docker's own resource builds it below the function; its digest is what the service runs", async () => {
    const made = await make({ dockerfile: { directory } });
    const image = child(made, type.image);
    assert.deepEqual(plain(image.inputs), {
      imageName: "ghcr.io/acme/hello:latest",
      build: { context: directory, dockerfile: join(directory, "Dockerfile"), platform: "linux/amd64" },
      ...filledIn,
    });
    assert.equal(image.urn, `urn:pulumi:dev::project::${type.function}$${type.image}::hello-image`);
    assert.equal(image.version, require("@pulumi/docker/package.json").version);
    assert.equal(podOf(made).containers[0].image, repoDigest);
    assert.equal(podOf(made).imagePullSecrets, undefined);
    assert.deepEqual([plain(made.state.image), plain(made.state.digest)], [repoDigest, digest]);
    assert.ok(child(made, type.service).dependencies.includes(image.urn), "the service waits for the image");
  });

  for (const encoding of ["outputs", "plain"] as const) {
    it(`file, arguments, stage, platform and login are passed on, Outputs sent as ${encoding}`, async () => {
      const dependencies = encoding === "outputs" ? [other] : [];
      const dockerfile = {
        directory: "app",
        file: "build/Dockerfile.prod",
        args: { VERSION: output("1", { dependencies }) },
        target: "run",
        platform: output("linux/arm64"),
      };
      const registryLogin = { username: "robot", password: "s3cret" };
      const made = await make({ dockerfile, registryLogin }, { encoding });
      const image = child(made, type.image);
      assert.deepEqual(plain(image.inputs), {
        imageName: "ghcr.io/acme/hello:latest",
        build: {
          context: directory,
          dockerfile: join(directory, "build", "Dockerfile.prod"),
          args: { VERSION: "1" },
          target: "run",
          platform: "linux/arm64",
        },
        registry: { server: registry, username: "robot", password: secret("s3cret") },
        ...filledIn,
      });
      for (const urn of dependencies) assert.ok(image.dependencies.includes(urn), image.dependencies.join());
      const pull = inputsOf(child(made, type.secret));
      const auths = { "ghcr.io": { username: "robot", password: "s3cret", auth: btoa("robot:s3cret") } };
      assert.deepEqual(pull.data, secret({ ".dockerconfigjson": btoa(JSON.stringify({ auths })) }));
      assert.deepEqual(podOf(made).imagePullSecrets, [{ name: pull.metadata.name }]);
      assert.equal(podOf(made).containers[0].image, repoDigest);
    });
  }

  it("in a preview Docker has not built it: the service's image, the revision and the digest are unknown", async () => {
    const made = await make({ dockerfile: { directory } }, { dryRun: true });
    assert.deepEqual(
      [podOf(made).containers[0].image, plain(made.state.image), plain(made.state.digest), plain(made.state.revision)],
      [unknown(), unknown(), unknown(), unknown()],
    );
    assert.equal(child(made, type.image).inputs.imageName, "ghcr.io/acme/hello:latest");
  });

  it("a build that fails is reported, and no service is made of it", async () => {
    const respond = ({ type: kind }: Registration) => {
      if (kind === type.image) throw new Error("failed to solve: dockerfile parse error on line 1");
      return undefined;
    };
    const error = await failure({ dockerfile: { directory } }, { respond });
    assert.equal(error.message, "resource hello-image failed: failed to solve: dockerfile parse error on line 1");
    assert.equal(child(error, type.service), undefined);
  });

  const wrong: [string, () => ConstructOptions["inputs"], [string, RegExp][]][] = [
    [
      "a directory that is not there",
      () => ({ dockerfile: { directory: "none" } }),
      [
        [
          "dockerfile.directory",
          /^expected a directory; \/.*\/none is not one, got "none", relative to the program's directory$/,
        ],
      ],
    ],
    [
      "a file in place of a directory",
      () => ({ dockerfile: { directory: "app/Dockerfile" } }),
      [
        [
          "dockerfile.directory",
          /^expected a directory; .* is not one, got "app\/Dockerfile", relative to the program/,
        ],
      ],
    ],
    [
      "a directory without a Dockerfile",
      () => ({ dockerfile: { directory: "empty" } }),
      [["dockerfile.file", /^expected a file; \/.*\/empty\/Dockerfile does not exist, got "Dockerfile"$/]],
    ],
    [
      "a source too",
      () => ({ dockerfile: { directory }, source: { directory } }),
      [
        ["dockerfile", /^source and dockerfile are mutually exclusive; set only one$/],
        ["source.directory", /go\.mod/],
      ],
    ],
    [
      "no registry",
      () => ({ dockerfile: { directory }, registry: undefined }),
      [
        [
          "registry",
          /^is required with dockerfile: set it here, in the configuration knative-faas:registry, or in the variable KO_DOCKER_REPO$/,
        ],
      ],
    ],
    [
      "a build argument that is a secret",
      () => ({ dockerfile: { directory, args: { TOKEN: secret("t0ken") } } }),
      [["dockerfile.args.TOKEN", /^(?!.*t0ken)./]],
    ],
    [
      "several mistakes at once",
      () => ({
        dockerfile: { directory: output("app"), labels: "v1", platform: "linux" },
        registry: "https://ghcr.io",
      }),
      [
        ["registry", /without a scheme/],
        ["dockerfile.directory", /must be a plain value, not an Output/],
        ["dockerfile.platform", /expected .*got "linux"/],
        ["dockerfile.labels", /./],
      ],
    ],
  ];
  for (const dryRun of [true, false]) {
    for (const [title, inputs, expected] of wrong) {
      it(`${title} is refused before anything is made, in ${dryRun ? "a preview" : "an update"}`, async () => {
        const error = await failure(inputs(), { dryRun });
        assert.equal(error.code, "INVALID_ARGUMENT");
        const told = error.errors.map(({ propertyPath }) => propertyPath);
        assert.deepEqual(told.sort(), expected.map(([path]) => path).sort(), JSON.stringify(error.errors));
        for (const [path, reason] of expected)
          assert.match(error.errors.find(({ propertyPath }) => propertyPath === path)?.reason ?? "", reason);
        const made = error.registrations.map(({ type: kind }) => kind).filter((kind) => kind !== type.function);
        assert.deepEqual(made, []);
      });
    }
  }

  it("a platform that turns out bad in the update is refused before Docker builds", async () => {
    const error = await failure({ dockerfile: { directory, platform: output("windows", { dependencies: [other] }) } });
    assert.deepEqual(
      error.errors.map(({ propertyPath }) => propertyPath),
      ["dockerfile.platform"],
    );
    assert.equal(child(error, type.image), undefined);
  });
});
