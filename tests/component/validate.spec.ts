// Arguments that are Outputs: checked as soon as they are known, and secret values stay hidden.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { Broker, Function, type FunctionArgs } from "../../provider/src/index";
import { unknownKeys } from "../../provider/src/input/configuration";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { type LogMessage, render } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const { output, secret } = pulumi;
const aPlain =
  "must be a plain value, not an Output, a secret or a whole resource: it decides which resources exist or what is built";

/** Validates inside a program, as Outputs fail there; the problems of the first error, or none. */
async function problemsOf(args: object, preview = false): Promise<Problem[]> {
  const program = () => void validate("Function", functionArgs, { image, ...args }, functionRules);
  try {
    await render(program, { preview });
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems;
  }
}

const soon = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 20));

/** Values that become known later, and the problems that they cause. */
const late: [string, object, Problem[]][] = [
  ["a good value", { port: output(3000), env: { A: output("x") }, secrets: { T: secret("t") } }, []],
  ["a whole map", { env: output({ A: "x" }), secrets: secret({ T: "t" }) }, []],
  ["nothing", { port: output(undefined), env: output(undefined) }, []],
  ["a bad number", { port: output(8012) }, [{ propertyPath: "port", reason: reserved(8012) }]],
  ["a bad promise", { port: soon(8012) }, [{ propertyPath: "port", reason: reserved(8012) }]],
  [
    "a bad value in a group",
    { scale: { windowSeconds: output(5) } },
    [{ propertyPath: "scale.windowSeconds", reason: "expected at least 6, got 5" }],
  ],
  [
    "a bad value in a map",
    { env: output({ A: 1.5 }) },
    [{ propertyPath: "env.A", reason: "expected a string, got 1.5; quote it" }],
  ],
  ["numbers and booleans in maps of texts", { env: output({ A: 1 }), secrets: { B: secret(true), C: soon(7) } }, []],
  [
    "a rule over a value that came late",
    { scale: { min: output(3), max: 2 } },
    [{ propertyPath: "scale.min", reason: "expected at most scale.max (2), got 3; lower min or raise max" }],
  ],
];

const spread = { topologyKey: "zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" };
const spreadPath = "pod.topologySpreadConstraints[0]";

const inClear =
  "is secret but would be stored in plain text in the cluster; pass it through secrets or secretFiles, or unsecret it if anyone may read it";
/** Where no Secret can replace it. */
const onlyInClear = inClear.replace("pass it through secrets or secretFiles, or ", "");

late.push(
  ["a secret in env", { env: { A: secret("hunter2"), B: "b" } }, [{ propertyPath: "env.A", reason: inClear }]],
  ["a secret map as env", { env: secret({ A: "hunter2" }) }, [{ propertyPath: "env", reason: inClear }]],
  [
    "a secret whose content is wrong, too",
    {
      source: { directory: "examples/quickstart/hello", goFlags: [secret("hunter2")] },
      image: undefined,
      registry: "example.com/a",
    },
    [{ propertyPath: "source.goFlags[0]", reason: onlyInClear }],
  ],
  [
    "a secret list whose content is wrong, too",
    {
      source: { directory: "examples/quickstart/hello", goFlags: secret(["hunter2"]) },
      image: undefined,
      registry: "example.com/a",
    },
    [{ propertyPath: "source.goFlags", reason: onlyInClear }],
  ],
  [
    "a secret map whose content is wrong, too",
    { labels: secret({ a: "hunter 2" }) },
    [{ propertyPath: "labels", reason: onlyInClear }],
  ],
  [
    "a secret list of objects, which can't be one",
    { envFrom: secret([{ secretRef: { name: "hunter 2" } }, {}]) },
    [{ propertyPath: "envFrom", reason: aPlain }],
  ],
  [
    "a secret in a list that is wrong as a whole",
    { pod: { topologySpreadConstraints: [{ ...spread, matchLabelKeys: [secret("hunter2"), "team"] }] } },
    [
      { propertyPath: `${spreadPath}.matchLabelKeys[0]`, reason: onlyInClear },
      {
        propertyPath: `${spreadPath}.matchLabelKeys`,
        reason: 'requires labelSelector; set labelSelector, or leave it out, got ["[secret]","team"]',
      },
    ],
  ],
);

function reserved(port: number): string {
  return `is used by Knative's queue-proxy (8008, 8012, 8013, 8022, 9090 and 9091 are reserved); choose another port, got ${port}`;
}

/** Values that are secret; a message may contain everything but the value. */
const hidden: [string, object, string[]][] = [
  ["a secret in a map", { secrets: { A: secret({ hunter2: 1 }) } }, ["secrets.A"]],
  ["a secret map", { secrets: secret({ A: { hunter2: 1 } }) }, ["secrets.A"]],
  ["a map whose values are secret by schema", { secrets: { A: output({ hunter2: 1 }) } }, ["secrets.A"]],
  ["the same in clear", { secrets: { A: { hunter2: 1 } } }, ["secrets.A"]],
];

describe("errors: arguments that are Outputs", () => {
  for (const [title, args, problems] of late) {
    it(title, async () => assert.deepEqual(await problemsOf(args), problems));
  }

  for (const [title, args, paths] of hidden) {
    it(`${title} is not shown`, async () => {
      const problems = await problemsOf(args);
      assert.deepEqual(
        problems.map(({ propertyPath }) => propertyPath),
        paths,
      );
      assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
      assert.match(problems[0]?.reason ?? "", /got a secret value that is not$/);
    });
  }

  it("a resource where one of its outputs is expected is named", async () => {
    const problems: Problem[][] = [];
    for (const wrap of [(value: unknown) => value, output, soon])
      await render(async () => {
        const broker = wrap(new Broker("events", {}));
        const triggers = { event: { created: { broker } } } as unknown as FunctionArgs["triggers"];
        validate("Function", functionArgs, { image, triggers }, functionRules);
      }).catch((error: InvalidArgs) => problems.push(error.problems));
    const reason =
      "expected a value, got the resource events (knative-faas:index:Broker); pass one of its outputs, such as its name";
    const one = [{ propertyPath: "triggers.event.created.broker", reason }];
    assert.deepEqual(problems, [one, one, one]);
  });

  it("a rule does not see a secret, so it can't show it", async () => {
    const refused = [{ propertyPath: "scale.min", reason: onlyInClear }];
    assert.deepEqual(await problemsOf({ scale: { min: secret(31337), max: 2 } }), refused);
  });

  for (const key of ["constructor", "toString", "hasOwnProperty", "valueOf"])
    it(`a property ${key}, which every object inherits, unknown property`, async () => {
      const [problem] = await problemsOf({ [key]: 1 });
      assert.equal(problem?.propertyPath, key);
      assert.match(problem?.reason ?? "", /^unknown property/);
      assert.deepEqual(await problemsOf({ env: { [key]: "1" }, secrets: { A: "1" } }), []);
    });

  it("arguments that are nested without end are reported at their path", async () => {
    let filter: object = { exact: { type: "a" } };
    for (let level = 0; level < 10_000; level++) filter = { not: filter };
    const triggers = { event: { paid: { broker: "orders", filters: [filter] } } };
    assert.deepEqual(await problemsOf({ triggers }), [
      { propertyPath: "triggers.event.paid.filters", reason: "is nested more than 64 levels deep; reduce the nesting" },
    ]);
  });

  it("a name in env and secrets is reported immediately, whatever the values will be", () => {
    const args = { image, env: { A: soon("1") }, secrets: { A: secret("2") } };
    assert.throws(
      () => validate("Function", functionArgs, args, functionRules),
      /secrets\.A: is also set in env; keep "A" in only one of them/,
    );
  });

  for (const [title, args, propertyPath] of [
    ["a group", { scale: output({ min: 1 }) }, "scale"],
    ["a group in a group", { resources: { limits: output({ cpu: "1" }) } }, "resources.limits"],
  ] as const) {
    it(`${title} is reported immediately`, async () =>
      assert.deepEqual(await problemsOf(args), [{ propertyPath, reason: aPlain }]));
  }

  it("a directory is reported immediately", () => {
    const args = { source: { directory: output("examples/quickstart/hello") }, registry: output("ghcr.io/acme") };
    assert.throws(() => validate("Function", functionArgs, args, functionRules), {
      message: `invalid Function\n  source.directory: ${aPlain}`,
    });
  });

  it("mistakes that are known are reported without waiting for the others", () => {
    const args = { image, port: output(8012), name: "Hello", env: { A: output("x"), "1B": output("y") } };
    const paths = [/name: /, /env\.1B: /];
    assert.throws(
      () => validate("Function", functionArgs, args, functionRules),
      (error: Error) => paths.every((path) => path.test(error.message)) && !/port/.test(error.message),
    );
  });

  it("a value that is never known in a preview is no mistake", async () => {
    const unknown = output(pulumi.unknown as unknown as number);
    assert.deepEqual(
      await problemsOf({ port: unknown, scale: { min: unknown, max: 2 }, env: { A: unknown } }, true),
      [],
    );
  });

  it("an unknown without an Output around it is none either", async () =>
    assert.deepEqual(await problemsOf({ port: pulumi.unknown, env: { A: pulumi.unknown } }, true), []));

  it("what is of a log-in is not shown, whatever it is", () => {
    const args = { image, registryLogin: { username: "robot", password: "hush", pull: { password: "hush" } } };
    const wrong = [
      args,
      { image, registryLogin: "hush" },
      { image, registryLogin: { username: ["hush"], password: 1 } },
    ];
    for (const one of wrong)
      assert.throws(
        () => validate("Function", functionArgs, one as never, functionRules),
        (error: Error) => /registryLogin/.test(error.message) && !/hush/.test(error.message),
      );
  });
});

describe("errors: keys of the configuration", () => {
  it("that are none are reported, once", async () => {
    const logs: LogMessage[] = [];
    const config = { "knative-faas:regsitry": "ghcr.io/acme", "knative-faas:mirror": "x", "project:namespace": "a" };
    const both = () => void [new Function("hello", { image }), new Function("greeter", { image })];
    await render(both, { config, logs });
    assert.deepEqual(
      logs.map(({ severity, message }) => `${severity}: ${message}`),
      [
        'warning: unknown configuration key knative-faas:regsitry; did you mean "registry"?',
        "warning: unknown configuration key knative-faas:mirror; expected one of registry, baseImage, images, insecureRegistries, dev",
      ],
    );
    assert.equal(unknownKeys(config, "knative-faas").length, 1);
  });
});
