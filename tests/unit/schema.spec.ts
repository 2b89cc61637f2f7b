// The public face as Pulumi sees it (provider/schema.json): names, types and the words at each property.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import schema from "../../provider/schema.json";

interface Property {
  type?: string;
  $ref?: string;
  description?: string;
  secret?: boolean;
  plain?: boolean;
  additionalProperties?: { type?: string };
}

interface Shape {
  description?: string;
  properties?: Record<string, Property>;
  inputProperties?: Record<string, Property>;
  enum?: { name: string; value: string; description?: string }[];
}

const resources = Object.entries(schema.resources as Record<string, Shape>);
const types = Object.entries(schema.types as Record<string, Shape>);
const shapes = [...resources, ...types].map(([token, shape]) => [token.split(":").pop() as string, shape] as const);

/** Every property of the package by its path, e.g. `FunctionScale.min`. */
const properties = shapes.flatMap(([owner, { inputProperties, properties: own }]) =>
  Object.entries({ ...own, ...inputProperties }).map(([name, property]) => [`${owner}.${name}`, property] as const),
);

describe("slice: public face", () => {
  it("has the names that users wrote into their programs", () => {
    const inputs = ({ inputProperties, properties: own }: Shape) => Object.keys(inputProperties ?? own ?? {});
    const lines = shapes.map(([owner, shape]) => {
      const outputs = shape.inputProperties === undefined ? [] : ["->", ...Object.keys(shape.properties ?? {})];
      return [`${owner}:`, ...inputs(shape), ...outputs, ...(shape.enum ?? []).map(({ value }) => value)].join(" ");
    });
    const golden = readFileSync(join(__dirname, "..", "golden", "publicFace.txt"), "utf8");
    assert.deepEqual(lines, golden.trim().split("\n"));
  });

  it("every property, resource and type is described in full sentences", () => {
    const descriptions = [...shapes, ...properties].map(([path, { description }]) => [path, description] as const);
    const short = descriptions.filter(([, text]) => !/^[A-Z`].*\.$/s.test(text ?? "")).map(([path]) => path);
    assert.deepEqual(short, []);
  });

  it("every value of an enum is described and named", () => {
    const values = types.flatMap(([token, { enum: all = [] }]) => all.map((value) => ({ token, ...value })));
    assert.equal(values.length > 0, true);
    const bare = values.filter(
      ({ name, description }) => !/^[A-Z]\w*$/.test(name) || !/^[A-Z].*\.$/.test(description ?? ""),
    );
    assert.deepEqual(bare, []);
  });

  it("counts and seconds are integers, amounts of load are numbers", () => {
    const numbers = properties.filter(([, { type }]) => type === "integer" || type === "number");
    assert.deepEqual(Object.fromEntries(numbers.map(([path, { type }]) => [path, type])), {
      "Function.port": "integer",
      "Function.concurrency": "integer",
      "FunctionTimeouts.requestSeconds": "integer",
      "FunctionTimeouts.readySeconds": "integer",
      "FunctionScale.min": "integer",
      "FunctionScale.max": "integer",
      "FunctionScale.initial": "integer",
      "FunctionScale.target": "number",
      "FunctionScale.windowSeconds": "integer",
      "FunctionScale.retentionSeconds": "integer",
      "KnativeWorkloads.terminationGracePeriodSeconds": "integer",
    });
  });

  it("secrets are marked, and only they", () => {
    const secret = properties.filter(([, property]) => property.secret).map(([path]) => path);
    assert.deepEqual(secret, ["Function.secrets"]);
  });

  it("what decides which resources exist is plain", () => {
    const plain = properties.filter(([, property]) => property.plain).map(([path]) => path);
    const groups = properties.filter(([, { $ref }]) =>
      types.some(([token, { enum: all }]) => $ref?.endsWith(token) && !all),
    );
    for (const [path] of groups) assert.ok(plain.includes(path), `${path} is a group and not plain`);
    const others = plain.filter((path) => !groups.some(([group]) => group === path));
    const config = others.filter((path) => path.startsWith("KnativeConfig."));
    assert.equal(config.length, 13);
    assert.deepEqual(
      others.filter((path) => !config.includes(path)),
      [
        "Knative.version",
        "Knative.manifests",
        "Knative.images",
        "FunctionSource.directory",
        "KnativeIngressService.externalIPs",
      ],
    );
  });
});
