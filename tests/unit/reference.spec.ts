// The reference pages: every property is included, with its default and its exact error messages.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { defaultOf, defaultValue } from "../../provider/generate/defaults";
import { type Group, groups } from "../../provider/generate/groups";
import { mistakes, ruleMistakes } from "../../provider/generate/mistakes";
import { openings } from "../../provider/generate/opening";
import { reference } from "../../provider/generate/reference";
import { definition, type Property, unwrapped } from "../../provider/generate/shape";
import { rules, wrong } from "../../provider/generate/wrong";
import { brokerSpec } from "../../provider/src/broker/brokerSpec";
import { faces } from "../../provider/src/faces";
import { flowSpec } from "../../provider/src/flow/flowSpec";
import { functionSpec } from "../../provider/src/function/functionSpec";
import type { Face } from "../../provider/src/input/face";
import { InvalidArgs } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { sourceSpec } from "../../provider/src/source/eventSourceSpec";

/** A property with its path on the page, e.g. `pod.sidecars[].name`. */
function entries(face: Face): { path: string; property: Property; group: Group }[] {
  return groups(face.name, face.args).flatMap((group) =>
    group.properties.map(([name, property]) => ({
      path: [group.paths[0], name].filter(Boolean).join("."),
      property,
      group,
    })),
  );
}

/** Arguments that have one value at a path of the page. */
function argsWith(path: string, value: unknown): object {
  const steps = path.replace(/\[\]/g, ".0").split(".");
  return steps.reduceRight<unknown>((inner, key) => (key === "0" ? [inner] : { [key]: inner }), value) as object;
}

function reasonsAt(face: Face, path: string, value: unknown): string[] {
  try {
    validate(face.name, face.args, argsWith(path, value));
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    const at = path.replace(/\[\]/g, ".0");
    return error.problems.filter(({ propertyPath }) => propertyPath === at).map(({ reason }) => reason);
  }
}

/** The part of the page under a property's heading. */
function entryOf(page: string, path: string): string {
  const start = page.indexOf(`<a id="${path}"></a>\n### `);
  assert.notEqual(start, -1, `${path} has no entry`);
  return page.slice(start, page.indexOf("<a id=", start + 1));
}

const spoiled: Record<string, unknown[]> = {
  number: [-1e9, 1e12, 0.001, "7", 8012],
  string: [7, "", "/\u0000 no name!", `a${"b".repeat(300)}/..`],
  enum: ["none of these"],
  boolean: ["yes"],
  array: ["no list"],
  record: ["no map"],
  object: ["no object"],
};

/** Defaults that only the component knows, or that are described in words. */
const inWords: Record<string, unknown> = {
  "the resource's name": "hello",
  "the newest that this package supports": knativeSpec({}).version,
};

function proseValue(description: string): unknown {
  const text = defaultOf(description);
  return text !== undefined && text in inWords ? inWords[text] : defaultValue(description);
}

const specs: Record<string, object> = {
  Function: functionSpec("hello", {}),
  Knative: knativeSpec({}),
  Broker: brokerSpec("hello", {}),
  EventSource: sourceSpec("hello", { sink: {} }),
  Flow: flowSpec("hello", {}),
};

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
}

/** The values of a spec by the names of their properties. */
function named(spec: object): [string, unknown][] {
  return Object.entries(spec).flatMap(([name, value]): [string, unknown][] => [
    [name, value],
    ...(value !== null && typeof value === "object" && !Array.isArray(value) ? named(value) : []),
  ]);
}

for (const face of faces) {
  describe(`structure: reference of ${face.name}`, () => {
    const page = reference(face);
    const all = entries(face);
    const names = new Set(all.map(({ path }) => path.split(".").pop()));

    it("has every property of every type, and every link leads somewhere", () => {
      assert.ok(all.length > 10);
      for (const { path } of all) entryOf(page, path);
      const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, anchor]) => anchor);
      assert.deepEqual(anchors, [...new Set(anchors)]);
      const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link);
      assert.deepEqual(
        links.filter((link) => !anchors.includes(link)),
        [],
      );
    });

    it("opens with an example that its own schema accepts, programs that exist, and its most used properties", () => {
      const { example, programs } = openings[face.name] ?? assert.fail("no row in provider/generate/opening.ts");
      // The source and the target of a build do not exist in a test.
      const here = ["registryOfSource", "buildable"];
      const known = JSON.parse(JSON.stringify(example).replace(/\$\{(\w+)\.name\}/g, "$1"));
      const ruling = (rules[face.name] ?? []).filter(({ name }) => !here.includes(name));
      validate(face.name, face.args, known, ruling);
      for (const file of Object.values(programs)) assert.ok(existsSync(join(__dirname, "..", "..", file)), file);
      const head = page.slice(0, page.indexOf('<a id="in.">'));
      assert.ok(head.split("\n").length < 50, "the page opens with too much");
    });

    it("every optional property says its default, when it is absent, or that it excludes others; a group's are at its properties", () => {
      const silent = all.filter(({ path, property: { optional, schema, description }, group }) => {
        const isOneOf = group.schema.meta()?.oneOf?.includes(path.split(".").pop() as string);
        const isCarried = group.schema.meta()?.carried === true && /\bAbsent \w/.test(description);
        const exempt =
          isOneOf ||
          isCarried ||
          definition(schema).type === "object" ||
          /Exactly one of|Required with/.test(description);
        return optional && !exempt && defaultOf(description) === undefined;
      });
      assert.deepEqual(
        silent.map(({ path }) => path),
        [],
      );
    });

    it("every default that the spec fills in is described, at its property or its group", () => {
      const filled = named(specs[face.name] as object).filter(
        ([name, value]) => typeof value !== "object" && value !== undefined && names.has(name),
      );
      assert.ok(filled.length >= 2);
      for (const [name, value] of filled) {
        const described = all.map(({ path, property: { description } }) => {
          const prose = proseValue(description);
          return path.split(".").pop() === name ? prose : (prose as Record<string, unknown> | undefined)?.[name];
        });
        assert.ok(described.includes(value), `${name} is ${value}, which no description says`);
      }
    });

    it("a default in prose that the spec fills in is the spec's", () => {
      const spec = specs[face.name] as Record<string, unknown>;
      for (const { path, property } of all.filter(({ path }) => spec[path] !== undefined)) {
        const expected = proseValue(property.description);
        if (expected === undefined) continue;
        if (isEmpty(expected)) assert.ok(isEmpty(spec[path]), path);
        else assert.deepEqual(spec[path], expected, path);
      }
    });

    it("a wrong value is reported in the words that the page has at its property", () => {
      let told = 0;
      for (const { path, property } of all) {
        const entry = entryOf(page, path);
        for (const value of spoiled[definition(unwrapped(property.schema)).type] ?? []) {
          for (const reason of reasonsAt(face, path, value)) {
            const words = reason.replace(/, got .*$/s, "");
            assert.ok(entry.includes(words), `${path}: ${reason}`);
            told++;
          }
        }
      }
      assert.ok(told >= all.length / 2, `only ${told} mistakes of ${all.length} properties were told`);
    });

    it("no check is without words of its own", () => {
      const wordless = all.filter(({ property }) => mistakes(property.schema).includes(""));
      assert.deepEqual(
        wordless.map(({ path }) => path),
        [],
      );
    });

    it("every rule over several properties is broken by its example in provider/generate/wrong.ts, and is on the page", () => {
      const own = rules[face.name] ?? [];
      const examples = wrong[face.name] ?? {};
      assert.deepEqual(
        own.map((rule) => rule.name).sort(),
        Object.keys(examples).sort(),
        "each rule needs its row in provider/generate/wrong.ts",
      );
      for (const rule of own) {
        const told = ruleMistakes(face, [rule], examples);
        assert.ok(told.length > 0, `the example does not break ${rule.name}`);
        for (const { reason, propertyPath } of told)
          assert.ok(page.includes(reason) && page.includes(propertyPath), `${rule.name}: ${propertyPath}: ${reason}`);
      }
    });
  });
}

describe("structure: defaults in prose", () => {
  it("are read from the sentence that names them", () => {
    const read = (text: string) => [defaultOf(text), defaultValue(text)];
    assert.deepEqual(read("Port. Defaults to 8080."), ["8080", 8080]);
    assert.deepEqual(read("Pods. Defaults to 0: an idle function has none. At most 5."), [
      "0: an idle function has none",
      0,
    ]);
    assert.deepEqual(read("Defaults to `a.b`, and with `c` to `d`."), ["`a.b`, and with `c` to `d`", "a.b"]);
    assert.deepEqual(read("Who. Defaults to false."), ["false", false]);
    assert.deepEqual(read("What. Defaults to `cpu: 20m` and `memory: 1Mi`."), [
      "`cpu: 20m` and `memory: 1Mi`",
      { cpu: "20m", memory: "1Mi" },
    ]);
    assert.deepEqual(read("Which. Defaults to none."), ["none", {}]);
    assert.deepEqual(read("Which. Defaults to the image's."), ["the image's", undefined]);
    assert.deepEqual(read("Which."), [undefined, undefined]);
  });
});
