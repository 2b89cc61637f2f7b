// A secret in every text of every component, on the real engine: it is refused, or kept, and shown nowhere.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { argumentsWith, components } from "../plugin/places";
import { Program } from "./program";

const value = "hunter2-5up3r";
/** Pulumi masks what stands in its configuration, and nothing that is made of it. */
const derived = { "fn::toBase64": "${password}" };
const base64 = Buffer.from(value).toString("base64");

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
      // The engine stops at the first that is refused; the plugin's own tests ask for each.
      const resources = argumentsWith(component, derived).map((properties, index) => [
        `${component.toLowerCase()}${index}`,
        { type: `knative-faas:${component}`, properties },
      ]);
      program.writeYaml(Object.fromEntries(resources), {}, { config: { password: { type: "string", secret: true } } });
      for (const flags of [[], ["--diff"], ["--json"]]) {
        const { written } = await program.pulumi(["preview", ...flags]);
        for (const text of [value, base64])
          assert.ok(!written.includes(text), written.slice(Math.max(0, written.indexOf(text) - 400)).slice(0, 500));
        assert.match(written, /is a secret, and would stand in clear in the cluster/);
      }
      for (const text of [value, base64]) assert.ok(!program.state().includes(text));
    });
});
