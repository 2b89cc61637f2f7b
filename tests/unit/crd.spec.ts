// The CRD of Function objects: which arguments it includes and omits, and that it is a structural schema.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { loadAll } from "js-yaml";
import { unsaidRules } from "../../provider/generate/cel/rules";
import { checked } from "../../provider/generate/cel/values";
import { functionCrd, functionDefinition as generated } from "../../provider/generate/crd";
import { groups } from "../../provider/generate/groups";
import { omitted } from "../../provider/src/function/functionObject";
import { functionRules } from "../../provider/src/function/functionRules";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { byDigest, relativePath } from "../../provider/src/input/names";
import { functionDefinition } from "../../provider/src/knative/functionDefinition";
import { malformedFunctions } from "../cluster/malformedFunctions";
import { controllerCases } from "./controllerCases";

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema
type Json = any;

const { crd, unsaid, left } = generated() as Json;
const version = crd.spec.versions[0];
const { spec, status } = version.schema.openAPIV3Schema.properties;

/** Every nested schema, with its path as on the reference page. */
function below(schema: Json, path = ""): [string, Json][] {
  const children = [
    ...Object.entries(schema.properties ?? {}).map(([name, inner]) => [path === "" ? name : `${path}.${name}`, inner]),
    ...(schema.items === undefined ? [] : [[`${path}[]`, schema.items]]),
    ...(schema.additionalProperties === undefined ? [] : [[`${path}.NAME`, schema.additionalProperties]]),
  ] as [string, Json][];
  return [[path, schema], ...children.flatMap(([at, inner]) => below(inner, at))];
}

const all = new Map(below(spec));
const at = (path: string) => all.get(path);

const imagePattern =
  "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\\d{1,5})?/)?[a-z0-9][-a-z0-9._/]*[a-z0-9](:\\w[\\w.-]{0,127})?@sha256:[0-9a-f]{64}$";

describe("controller: definition of Function objects", () => {
  it("has these names and columns", () => {
    const { schema: _, ...rest } = version;
    assert.deepEqual(
      { ...crd.spec, versions: [rest] },
      {
        group: "knative-faas.dev",
        scope: "Namespaced",
        names: {
          kind: "Function",
          listKind: "FunctionList",
          plural: "functions",
          singular: "function",
          shortNames: ["fn"],
          categories: ["knative", "faas"],
        },
        versions: [
          {
            name: "v1alpha1",
            served: true,
            storage: true,
            subresources: { status: {} },
            additionalPrinterColumns: [
              { name: "URL", type: "string", jsonPath: ".status.url" },
              { name: "Revision", type: "string", jsonPath: ".status.revision" },
              { name: "Replicas", type: "integer", jsonPath: ".status.replicas" },
              { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
              { name: "Reason", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].reason' },
              { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
            ],
          },
        ],
      },
    );
    assert.deepEqual(Object.keys(status.properties), [
      "observedGeneration",
      "url",
      "revision",
      "replicas",
      "conditions",
    ]);
  });

  it("properties are as the arguments are, with words of their own for the limits", () => {
    const table: Record<string, Json> = {
      image: {
        description: "Image of the function, by digest.",
        type: "string",
        pattern: imagePattern,
        maxLength: 512,
        "x-kubernetes-validations": [{ rule: `self.matches(r'${imagePattern}')`, message: byDigest }],
      },
      concurrency: {
        description: functionArgs.shape.concurrency.meta()?.description,
        type: "integer",
        minimum: 0,
        maximum: 2147483647,
      },
      args: { description: functionArgs.shape.args.meta()?.description, type: "array", items: { type: "string" } },
      visibility: {
        description: functionArgs.shape.visibility.meta()?.description,
        type: "string",
        enum: ["public", "cluster-local"],
      },
      serviceAccountToken: {
        description: functionArgs.shape.serviceAccountToken.meta()?.description,
        type: "boolean",
      },
      env: {
        description: functionArgs.shape.env.meta()?.description,
        type: "object",
        maxProperties: 256,
        additionalProperties: { type: "string" },
        "x-kubernetes-validations": [
          {
            rule: "self.all(key, key.matches('^[-._a-zA-Z][-._a-zA-Z0-9]*$'))",
            message:
              'an environment variable\'s name has letters, digits, "_", "-" and ".", and does not start with a digit; rename it',
          },
          {
            rule: "self.all(key, !(key in ['PORT', 'K_SERVICE', 'K_CONFIGURATION', 'K_REVISION']))",
            message:
              "is set by Knative itself (PORT, K_SERVICE, K_CONFIGURATION, K_REVISION are reserved); choose another name",
          },
        ],
      },
    };
    for (const [path, schema] of Object.entries(table)) assert.deepEqual(at(path), schema, path);
    assert.deepEqual(spec.required, ["image"]);
  });

  it("everything that the arguments have is there, but what is left out with a reason", () => {
    const paths = groups("Function", functionArgs).flatMap(({ paths: [home = ""], properties }) =>
      properties.map(([name]) => (home === "" ? name : `${home}.${name}`)),
    );
    const isLeft = (path: string) =>
      left.some((one: string) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
    assert.deepEqual(
      paths.filter((path) => !all.has(path) && !isLeft(path)),
      [],
    );
    assert.deepEqual([...left].sort(), Object.keys(omitted).sort());
  });

  it("no description speaks of what is left out, or of an update", () => {
    const names = Object.keys(omitted).map((path) => path.split(".").pop() as string);
    const others = names.filter((name) => !["name", "namespace", "source"].includes(name));
    const words = new RegExp(`\`(${others.join("|")}|releases)\`|\\bupdate\\b|\\bcomponent\\b`);
    assert.deepEqual(
      [...all].filter(([, { description = "" }]) => words.test(description)).map(([path]) => path),
      [],
    );
  });

  it("no secret can be written into it", () => {
    const secret = groups("Function", functionArgs).flatMap(({ paths, properties }) =>
      properties.flatMap(([name, property]) =>
        property.secret ? paths.map((path) => (path === "" ? name : `${path}.${name}`)) : [],
      ),
    );
    assert.ok(secret.includes("secrets"));
    assert.deepEqual(
      secret.filter((path) => all.has(path)),
      [],
    );
  });

  it("what it can't say is little, and left to the controller", () => {
    const ofProjections = [
      "secret.items[].key",
      "secret.items[].path",
      "configMap.items[].key",
      "configMap.items[].path",
      "downwardAPI.items[].path",
    ];
    const lengths = ["event", "channel", "knativeKafka"].map((kind) => `triggers.${kind}.NAME.delivery.backoffSeconds`);
    assert.deepEqual(
      unsaid.map((line: string) => line.replace(/: .*/, "")),
      [...ofProjections.map((path) => `volumes.NAME.projected.sources[].${path}`), ...lengths],
    );
  });

  it("only filters inside of filters are open, as they hold themselves", () => {
    const open = [...all]
      .filter(([, schema]) => "x-kubernetes-preserve-unknown-fields" in schema)
      .map(([path]) => path);
    assert.ok(open.length > 0);
    for (const path of open) assert.match(path, /\.filters\[\](\.(all|any)\[\]|\.not){2}$/);
  });

  it("patterns look at nothing ahead, as RE2 can't", () => {
    for (const [path, { pattern = "" }] of all) assert.doesNotMatch(pattern, /\(\?[=!<]/, path);
    const { bounds, conditions } = checked(relativePath);
    assert.deepEqual(bounds, { pattern: "^.+$" });
    assert.deepEqual(
      conditions.map(({ say }) => say("self")),
      ["self.matches('^.+$') && !self.matches('^(/)') && !self.matches(r'^((.*/)?\\.\\.(/|$))')"],
    );
  });

  it("takes every Function of the golden files", () => {
    const validate = new Ajv({ strict: false, formats: { int32: true, int64: true } }).compile(closed(spec));
    for (const title of Object.keys(controllerCases)) {
      const text = readFileSync(join(__dirname, "..", "golden", "controller", `${title}.yaml`), "utf8");
      const [object] = loadAll(text) as Json[];
      assert.ok(validate(object.spec), `${title}: ${JSON.stringify(validate.errors)}`);
    }
  });

  it("is found next to the sources and in the package", () => {
    assert.deepEqual(functionDefinition(), crd);
    assert.ok(functionCrd().startsWith("# Generated"));
  });

  it("each rule of the component is a condition, or has a reason not to be one", () => {
    const rules = functionRules.map(({ name }) => name);
    assert.deepEqual(
      Object.keys(unsaidRules).filter((name) => !rules.includes(name)),
      [],
    );
    const told = malformedFunctions().map(({ what }) => what);
    const open = rules.filter((name) => !(name in unsaidRules) && !told.includes(`rule ${name}`));
    assert.deepEqual(open, []);
  });

  it("malformed objects are the same for the same seed, each with another mistake", () => {
    const [first, again, other] = [malformedFunctions(500, 7), malformedFunctions(500, 7), malformedFunctions(500, 8)];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
    assert.equal(new Set(first.map(({ what }) => what)).size, 500);
    assert.equal(first.filter(({ told }) => told === "status").length, 8);
  });
});

/** As the API server validates it for kubectl: an unknown field is a mistake. */
function closed(schema: Json): Json {
  const inner = Object.entries(schema).map(([key, value]) => [
    key,
    key === "properties"
      ? Object.fromEntries(Object.entries(value as Json).map(([name, one]) => [name, closed(one)]))
      : key === "items" || key === "additionalProperties"
        ? closed(value)
        : value,
  ]);
  return { ...Object.fromEntries(inner), ...(schema.properties === undefined ? {} : { additionalProperties: false }) };
}
