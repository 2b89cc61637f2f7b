// A secret in every text of every component, on the real engine: it is refused, or kept, and shown nowhere.
import assert from "node:assert/strict";
import schema from "../../provider/schema.json";
import { needsCluster } from "../levels";
import { Program } from "./program";

const value = "hunter2-5up3r";

interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
}

const types = schema.types as unknown as Record<string, { properties?: Record<string, Property>; enum?: unknown }>;

/** An object with the secret at one place, for each place where a text may stand; deeper than that only filters nest. */
function places(property: Property, depth = 0): unknown[] {
  if (depth > 6) return [];
  if (property.items) return places(property.items, depth + 1).map((inner) => [inner]);
  if (property.additionalProperties) return places(property.additionalProperties, depth + 1).map((a) => ({ a }));
  const group = types[property.$ref?.replace("#/types/", "") ?? ""];
  if (group?.properties === undefined) return property.type === "string" || group ? [{ "fn::secret": value }] : [];
  return Object.entries(group.properties).flatMap(([name, inner]) =>
    places(inner, depth + 1).map((below) => ({ [name]: below })),
  );
}

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

/** One resource for each place. */
function resourcesOf(component: string): [string, object][] {
  const { inputProperties } = (
    schema.resources as unknown as Record<string, { inputProperties: Record<string, Property> }>
  )[`knative-faas:index:${component}`] as { inputProperties: Record<string, Property> };
  const base = component === "Function" ? { image } : {};
  return Object.entries(inputProperties)
    .flatMap(([name, property]) => places(property).map((at) => ({ ...base, [name]: at })))
    .map((properties, index) => [
      `${component.toLowerCase()}${index}`,
      { type: `knative-faas:${component}`, properties },
    ]);
}

describe("secrets: in every text of every component, on the engine", function () {
  this.timeout(240_000);
  let program: Program;

  before(async function () {
    program = new Program(needsCluster(this), "secrets-everywhere");
    program.writeYaml({});
    await program.init();
  });

  after(() => program?.discard());

  for (const component of ["Function", "Broker", "EventSource", "Flow", "Knative"])
    it(`${component} shows none, in no form of a preview`, async () => {
      const resources = resourcesOf(component);
      assert.ok(resources.length > 5, String(resources.length));
      program.writeYaml(Object.fromEntries(resources));
      for (const flags of [[], ["--diff"], ["--json"]]) {
        const { written } = await program.pulumi(["preview", ...flags]);
        assert.ok(!written.includes(value), written.slice(Math.max(0, written.indexOf(value) - 400)).slice(0, 500));
      }
      assert.ok(!program.state().includes(value));
    });
});
