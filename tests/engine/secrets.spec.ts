// A secret in every string of every component, on the real engine: it is refused, or stored securely, and shown nowhere.
import assert from "node:assert/strict";
import { type Args, type Component, problemsOf } from "../generated/arguments";
import { needsCluster } from "../levels";
import { argumentsWith, components } from "../plugin/places";
import { Program } from "./program";

const value = "hunter2-5up3r";
/** Pulumi masks values of its configuration, but nothing derived from them. */
const derived = { "fn::toBase64": "${password}" };
const base64 = Buffer.from(value).toString("base64");

/** The first error that the engine gets; a Knative that keeps its secret is refused on a cluster that has one. */
const refusal = /is secret but would be stored in plain text in the cluster|Knative already exists/;

/** With the secret where nothing else is wrong: the engine stops at the first mistake, and the plugin's own tests cover each. */
const secretArguments = (component: string): object[] => {
  const inClear = argumentsWith(component, value);
  const isAlone = (args: object) =>
    problemsOf(component as Component, args as Args).every(({ reason }) => reason.includes(value));
  return argumentsWith(component, derived).filter((_, index) => isAlone(inClear[index] as object));
};

describe("secrets: in every text of every component, on the engine", function () {
  this.timeout(240_000);
  let program: Program;

  before(async function () {
    program = new Program(needsCluster(this), "secrets-everywhere");
    program.writeYaml({}, {}, { config: { password: { type: "string", secret: true } } });
    await program.init();
    await program.must(["config", "set", "--secret", "password", value]);
  });

  after(() => program?.discard());

  for (const component of components)
    it(`${component} shows none, in no form of a preview`, async () => {
      const all = secretArguments(component);
      assert.ok(all.length >= 10, String(all.length));
      const resources = all.map((properties, index) => [
        `${component.toLowerCase()}${index}`,
        { type: `knative-faas:${component}`, properties },
      ]);
      program.writeYaml(Object.fromEntries(resources), {}, { config: { password: { type: "string", secret: true } } });
      for (const flags of [[], ["--diff"], ["--json"]]) {
        const { written } = await program.pulumi(["preview", ...flags]);
        for (const text of [value, base64])
          assert.ok(!written.includes(text), written.slice(Math.max(0, written.indexOf(text) - 400)).slice(0, 500));
        assert.match(written, refusal);
      }
      for (const text of [value, base64]) assert.ok(!program.state().includes(text));
    });
});
