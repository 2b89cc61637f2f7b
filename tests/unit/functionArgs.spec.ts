// Function's arguments: what each property refuses, with which message, and all mistakes at once.
import assert from "node:assert/strict";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

function problemsOf(args: object): Problem[] {
  try {
    validate("Function", functionArgs, args, functionRules);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems;
  }
}

const label = (longest: number, got: string) =>
  `expected a DNS label: lower-case letters, digits and "-", starting with a letter, at most ${longest} characters, got ${got}`;
const digest =
  "expected an image reference with a digest (name@sha256: and 64 hexadecimal digits), so that a deploy is repeatable, got";
const orTag = "add its digest, or set allowMutableTag";
const anyImage = 'expected an image reference, e.g. "ghcr.io/acme/proxy@sha256:..." or "ghcr.io/acme/proxy:v1", got';
const quantity = 'expected a Kubernetes quantity such as "250m", "1.5" or "128Mi", got';
const host = 'expected host and path without a scheme, e.g. "ghcr.io/acme", got';
const reservedEnv =
  "is set by Knative itself (PORT, K_SERVICE, K_CONFIGURATION, K_REVISION are reserved); choose another name";
const envName =
  'an environment variable\'s name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it';
const reservedPort = (port: number) =>
  `is used by Knative's queue-proxy (8008, 8012, 8013, 8022, 9090 and 9091 are reserved); choose another port, got ${port}`;
const all = Object.keys(functionArgs.shape).join(", ");

/** Arguments in addition to a valid image, and the only problem that they cause. */
const refused: [object, string, string][] = [
  [{ name: "Hello" }, "name", label(52, '"Hello"')],
  [{ name: "" }, "name", label(52, '""')],
  [{ name: "1st" }, "name", label(52, '"1st"')],
  [{ name: "a-" }, "name", label(52, '"a-"')],
  [{ name: "a".repeat(53) }, "name", label(52, `"${"a".repeat(53)}"`)],
  [{ name: 7 }, "name", "expected a string, got 7; quote it"],
  [{ namespace: "no_underscore" }, "namespace", label(63, '"no_underscore"')],
  [{ registry: "https://ghcr.io" }, "registry", `${host} "https://ghcr.io"`],
  [{ registry: "ghcr.io/acme/" }, "registry", `${host} "ghcr.io/acme/"`],
  [{ registry: "" }, "registry", `${host} ""`],
  [{ port: 0 }, "port", "expected at least 1, got 0"],
  [{ port: 65536 }, "port", "expected at most 65535, got 65536"],
  [{ port: 80.5 }, "port", "expected a whole number, got 80.5"],
  [{ port: "8080" }, "port", 'expected a number, got "8080"'],
  ...[8008, 8012, 8013, 8022, 9090, 9091].map((port): [object, string, string] => [
    { port },
    "port",
    reservedPort(port),
  ]),
  [{ env: "A=1" }, "env", 'expected a map, got "A=1"'],
  [{ env: { A: 1.1 } }, "env.A", "expected a string, got 1.1; quote it"],
  [{ env: { A: 2 ** 53 } }, "env.A", "expected a string, got 9007199254740992; quote it"],
  [{ env: { A: [1] } }, "env.A", "expected a string, got [1]"],
  [{ env: { A: null } }, "env.A", "expected a string, got null"],
  [{ env: { "1A": "x" } }, "env.1A", envName],
  [{ env: { "": "x" } }, "env.", envName],
  ...["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"].map((name): [object, string, string] => [
    { env: { [name]: "x" } },
    `env.${name}`,
    reservedEnv,
  ]),
  [{ secrets: { PORT: "x" } }, "secrets.PORT", reservedEnv],
  [{ secrets: { "A B": "x" } }, "secrets.A B", envName],
  [{ secrets: { TOKEN: 1.5 } }, "secrets.TOKEN", "expected a string, got a secret value that is not; quote it"],
  [{ resources: { cpu: "1" } }, "resources.cpu", "unknown property; expected one of requests, limits"],
  [{ resources: { requests: { cpu: "much" } } }, "resources.requests.cpu", `${quantity} "much"`],
  [{ resources: { requests: { cpu: "1e999" } } }, "resources.requests.cpu", `${quantity} "1e999"`],
  [{ resources: { requests: { cpu: 1 } } }, "resources.requests.cpu", "expected a string, got 1; quote it"],
  [{ resources: { limits: { memory: "-1Gi" } } }, "resources.limits.memory", `${quantity} "-1Gi"`],
  [{ resources: { limits: { memory: "1GiB" } } }, "resources.limits.memory", `${quantity} "1GiB"`],
  [
    { resources: { limits: { disk: "1" } } },
    "resources.limits.disk",
    "unknown property; expected one of cpu, memory, ephemeralStorage, extended",
  ],
  [{ concurrency: -1 }, "concurrency", "expected at least 0, got -1"],
  [{ timeouts: { requestSeconds: 0 } }, "timeouts.requestSeconds", "expected at least 1, got 0"],
  [{ timeouts: { readySeconds: 9 } }, "timeouts.readySeconds", "expected at least 10, got 9"],
  [{ timeouts: { readySeconds: 3601 } }, "timeouts.readySeconds", "expected at most 3600, got 3601"],
  [{ scale: 3 }, "scale", "expected an object, got 3"],
  [{ scale: { min: -1 } }, "scale.min", "expected at least 0, got -1"],
  [{ scale: { max: 1.5 } }, "scale.max", "expected a whole number, got 1.5"],
  [{ scale: { initial: -1 } }, "scale.initial", "expected at least 0, got -1"],
  [{ scale: { target: 0 } }, "scale.target", "expected at least 0.01, got 0"],
  [{ scale: { metric: "load" } }, "scale.metric", 'expected one of "concurrency", "rps", "cpu", "memory", got "load"'],
  [{ scale: { windowSeconds: 5 } }, "scale.windowSeconds", "expected at least 6, got 5"],
  [{ scale: { windowSeconds: 3601 } }, "scale.windowSeconds", "expected at most 3600, got 3601"],
  [{ scale: { retentionSeconds: -1 } }, "scale.retentionSeconds", "expected at least 0, got -1"],
  [{ visibility: "private" }, "visibility", 'expected one of "public", "cluster-local", got "private"'],
  [{ imgae: image }, "imgae", 'unknown property; did you mean "image"?'],
  [{ Timeout: {} }, "Timeout", 'unknown property; did you mean "timeouts"?'],
  [{ concurency: 1 }, "concurency", 'unknown property; did you mean "concurrency"?'],
  [{ constructor: 1 }, "constructor", `unknown property; expected one of ${all}`],
  [{ replicas: 1 }, "replicas", `unknown property; expected one of ${all}`],
  [{ scale: { mim: 1 } }, "scale.mim", 'unknown property; did you mean "min"?'],
];

/** Rules on several properties, with all arguments. */
const ruled: [string, object, Problem[]][] = [
  [
    "nothing to run",
    {},
    [
      {
        propertyPath: "source",
        reason:
          "is required: set source (a Go directory to build), dockerfile (a directory with a Dockerfile), image (a reference with a digest) or release (what another stack deployed)",
      },
    ],
  ],
  [
    "source and image",
    { image, source: { directory: "examples/quickstart/hello" }, registry: "ghcr.io/acme" },
    [{ propertyPath: "image", reason: "source and image are mutually exclusive; set only one" }],
  ],
  [
    "source without a registry",
    { source: { directory: "examples/quickstart/hello" } },
    [
      {
        propertyPath: "registry",
        reason:
          "is required with source: set it here, in the configuration knative-faas:registry, or in the variable KO_DOCKER_REPO",
      },
    ],
  ],
  [
    "a source without a directory",
    { source: {}, registry: "ghcr.io/acme" },
    [{ propertyPath: "source.directory", reason: "is required: expected a string" }],
  ],
  [
    "a relative directory that is not there, as of a component in a package",
    { source: { directory: "./functions/cart" }, registry: "ghcr.io/acme" },
    [
      {
        propertyPath: "source.directory",
        reason: `expected a directory; ${process.cwd()}/functions/cart does not exist, got "./functions/cart", relative to the program's directory`,
      },
    ],
  ],
  [
    "a directory that is not there",
    { source: { directory: "/nowhere" }, registry: "ghcr.io/acme" },
    [
      {
        propertyPath: "source.directory",
        reason: "expected a directory; /nowhere does not exist",
      },
    ],
  ],
  ["an image by tag", { image: "hello:v1" }, [{ propertyPath: "image", reason: `${digest} "hello:v1"; ${orTag}` }]],
  [
    "an image of a short digest",
    { image: "hello@sha256:12" },
    [{ propertyPath: "image", reason: `${anyImage} "hello@sha256:12"` }],
  ],
  [
    "min over max",
    { image, scale: { min: 3, max: 2 } },
    [{ propertyPath: "scale.min", reason: "expected at most scale.max (2), got 3; lower min or raise max" }],
  ],
  ["min without a bound", { image, scale: { min: 3, max: 0 } }, []],
  ["min equal to max", { image, scale: { min: 2, max: 2 } }, []],
  [
    "initial over max",
    { image, scale: { initial: 3, max: 2 } },
    [{ propertyPath: "scale.initial", reason: "expected at most scale.max (2), got 3; lower initial or raise max" }],
  ],
  [
    "a name in env and secrets",
    { image, env: { A: "1", B: "2" }, secrets: { A: "1" } },
    [{ propertyPath: "secrets.A", reason: 'is also set in env; keep "A" in only one of them' }],
  ],
  [
    "requests over limits",
    { image, resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "250m", memory: "512Mi" } } },
    [
      { propertyPath: "resources.requests.cpu", reason: "expected at most the limit (250m), got 1" },
      { propertyPath: "resources.requests.memory", reason: "expected at most the limit (512Mi), got 1Gi" },
    ],
  ],
  [
    "requests equal to limits in other units",
    { image, resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1000m", memory: "1024Mi" } } },
    [],
  ],
];

describe("function: arguments", () => {
  for (const [args, propertyPath, reason] of refused) {
    it(`refuses ${JSON.stringify(args).slice(0, 70)}`, () => {
      assert.deepEqual(problemsOf({ image, ...args }), [{ propertyPath, reason }]);
    });
  }

  for (const [title, args, problems] of ruled) it(title, () => assert.deepEqual(problemsOf(args), problems));

  it("takes everything at its bounds", () => {
    const everything = {
      image,
      name: "a".repeat(52),
      namespace: "n".repeat(63),
      registry: "localhost:5000/a_b/c",
      port: 65535,
      env: { _A: "", "a.b-c": "1" },
      secrets: { TOKEN: "" },
      resources: { requests: { cpu: "0.1", memory: "1e6" }, limits: { cpu: "2", memory: "1G" } },
      concurrency: 1000,
      timeouts: { requestSeconds: 600, readySeconds: 10 },
      scale: { min: 0, max: 0, initial: 0, target: 0.01, metric: "rps", windowSeconds: 6, retentionSeconds: 3600 },
      visibility: "cluster-local",
    };
    assert.deepEqual(problemsOf(everything), []);
  });

  it("takes whole numbers and booleans in maps of texts, as YAML has them without quotes", () => {
    const given = {
      image,
      env: { NUM: 5, FLAG: true, OFF: false, ZERO: 0, MINUS: -1, TEXT: "1.10" },
      secrets: { PIN: 1234 },
      pod: { sidecars: [{ name: "proxy", image, env: { DEBUG: true } }] },
      annotations: { "example.com/on": true },
      port: 8080,
      source: undefined,
    };
    const taken = validate("Function", functionArgs, given, functionRules);
    assert.deepEqual(taken, {
      image,
      env: { NUM: "5", FLAG: "true", OFF: "false", ZERO: "0", MINUS: "-1", TEXT: "1.10" },
      secrets: { PIN: "1234" },
      pod: { sidecars: [{ name: "proxy", image, env: { DEBUG: "true" } }] },
      annotations: { "example.com/on": "true" },
      port: 8080,
    });
  });

  it("reports all mistakes at once, those of the rules too, each path once", () => {
    const paths = problemsOf({
      image: "hello",
      name: "Hello",
      port: 8012,
      env: { K_SERVICE: "x", A: "1" },
      secrets: { A: "2", B: 3.5 },
      resources: { requests: { cpu: "much", memory: "1Gi" }, limits: { cpu: "1", memory: "1Mi" } },
      scale: { min: 3, max: 2, metric: "cpu", windows: 6 },
      visibilty: "public",
    }).map((problem) => problem.propertyPath);
    assert.deepEqual(paths.sort(), [
      "env.K_SERVICE",
      "image",
      "name",
      "port",
      "resources.requests.cpu",
      "resources.requests.memory",
      "scale.metric",
      "scale.min",
      "scale.windows",
      "secrets.A",
      "secrets.B",
      "visibilty",
    ]);
  });

  it("is one error whose message has every path, without a stack", () => {
    const args = { name: "Hello", image: "hello" };
    assert.throws(
      () => validate("Function", functionArgs, args, functionRules),
      (error: Error) => {
        const expected = `invalid Function\n  name: ${label(52, '"Hello"')}\n  image: ${digest} "hello"; ${orTag}`;
        assert.equal(error.message, expected);
        assert.equal(error.stack, expected);
        return true;
      },
    );
  });

  it("shows a long value shortened", () => {
    const [problem] = problemsOf({ image, visibility: "v".repeat(200) });
    assert.equal(problem?.reason, `expected one of "public", "cluster-local", got "${"v".repeat(76)}...`);
  });
});
