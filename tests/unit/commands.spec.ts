// The command `knative-faas`: its arguments, help and exit codes, and the functions that it finds in a state.
import assert from "node:assert/strict";
import { readArguments } from "../../provider/src/commands/commandArguments";
import { commands } from "../../provider/src/commands/commandTable";
import { command, jsonOption, stackOptions } from "../../provider/src/commands/commandType";
import { functionsIn, resourcesIn } from "../../provider/src/commands/stackState";
import { usageOf } from "../../provider/src/commands/usage";

const sample = command({
  name: "sample",
  about: "Does something",
  positionals: [{ name: "NAME", isRequired: true }],
  options: {
    ...stackOptions,
    header: { type: "list", short: "H", value: "NAME=VALUE", about: "A header" },
    ...jsonOption,
  },
  examples: [["knative-faas sample hello", "does it"]],
  run: async () => undefined,
});

describe("loop: arguments", () => {
  it("reads names, texts, lists and flags, with defaults for all others", () => {
    const given = ["hello", "-s", "dev", "-H", "a=1", "--header", "b=2", "--json"];
    const options = { stack: "dev", cwd: undefined, header: ["a=1", "b=2"], json: true, help: false };
    assert.deepEqual({ ...readArguments(sample, given) }, { names: ["hello"], options, isHelp: false });
  });

  const mistakes: [string, string[], string[]][] = [
    ["a misspelt option", ["hello", "--stak=x"], ["there is no option --stak; did you mean --stack?"]],
    ["an unknown option", ["hello", "--colour"], ["there is no option --colour"]],
    ["a flag with a value", ["hello", "--json=yes"], ["--json takes no value"]],
    ["an option without its value", ["hello", "--stack"], ["--stack needs a value: --stack NAME"]],
    [
      "a missing name, beside another mistake",
      ["--jso"],
      ["there is no option --jso; did you mean --json?", "NAME is missing"],
    ],
    ["one name too many", ["hello", "again"], ['unexpected argument "again"']],
  ];
  for (const [what, given, lines] of mistakes)
    it(`reports ${what}`, () =>
      assert.throws(() => readArguments(sample, given), {
        message: [...lines, "run `knative-faas sample --help`"].join("\n"),
      }));

  it("accepts anything beside --help", () =>
    assert.equal(readArguments(sample, ["--help", "--nonsense"]).isHelp, true));
});

describe("loop: help", () => {
  it("shows usage, options and examples of a command", () =>
    assert.equal(
      usageOf(sample),
      `usage: knative-faas sample NAME [OPTIONS]

Does something.

options:
  -s, --stack NAME         The stack; the selected one by default
  -C, --cwd DIR            The directory of the Pulumi project; this one by default
  -H, --header NAME=VALUE  A header; may be repeated
      --json               Print JSON, for scripts
  -h, --help               Print this help

examples:
  knative-faas sample hello
      does it`,
    ));

  for (const one of commands)
    it(`${one.name} has an example that names it, and texts without a final full stop`, () => {
      assert.ok(one.examples.every(([line]) => line.includes(`knative-faas ${one.name}`)));
      const texts = [one.about, ...Object.values(one.options).map(({ about }) => about)];
      assert.deepEqual(
        texts.filter((text) => /[.]$/.test(text)),
        [],
      );
    });
});

describe("loop: the functions of a state", () => {
  const urn = "urn:pulumi:dev::shop::knative-faas:index:Function::orders";
  const provider = "urn:pulumi:dev::shop::pulumi:providers:kubernetes::there";
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: '"apiVersion: v1"',
  };
  const resources = [
    { urn: provider, id: "1", type: "pulumi:providers:kubernetes", inputs: { kubeconfig: secret, context: "there" } },
    { urn, type: "knative-faas:index:Function", outputs: { url: "http://orders.example.com" } },
    {
      urn: "urn:pulumi:dev::shop::knative-faas:index:Function$kubernetes:serving.knative.dev/v1:Service::orders",
      type: "kubernetes:serving.knative.dev/v1:Service",
      parent: urn,
      provider: `${provider}::1`,
      inputs: { metadata: { name: "orders-v1" } },
      outputs: { metadata: { name: "orders-v1", namespace: "shop" } },
    },
  ];

  it("each has its Knative Service, its URL and the settings of its provider", () =>
    assert.deepEqual(functionsIn(resourcesIn({ deployment: { resources } })), [
      {
        name: "orders",
        urn,
        service: "orders-v1",
        namespace: "shop",
        url: "http://orders.example.com",
        connection: { kubeconfig: "apiVersion: v1", context: "there" },
      },
    ]));

  it("a function that was never created is left out", () =>
    assert.deepEqual(functionsIn(resourcesIn({ deployment: { resources: resources.slice(0, 2) } })), []));
});
