// A secret in every text of every component, over gRPC: it is refused at its place, or kept as a secret, and never shown.
import assert from "node:assert/strict";
import { ConstructError, type Plugin, Secret, secret, startPlugin } from "./harness";
import { argumentsWith, components } from "./places";

const value = "hunter2-5up3r";

describe("secrets: in every text of every component, over gRPC", function () {
  this.timeout(120_000);
  let plugin: Plugin;
  before(async () => {
    plugin = await startPlugin();
  });
  after(() => plugin.stop());

  /** All that anybody may see of a construct. */
  async function seen(component: string, inputs: object): Promise<{ text: string; problems: number }> {
    const options = { type: `knative-faas:index:${component}`, name: "hello", inputs: inputs as never, dryRun: true };
    const answer = await plugin.construct(options).catch((error: ConstructError) => error);
    const hidden = (_key: string, inner: unknown) => (inner instanceof Secret ? "[secret]" : inner);
    const logs = answer.logs.filter(({ severity }) => severity !== "debug");
    if (answer instanceof ConstructError)
      return { text: JSON.stringify([answer.message, answer.errors, logs]), problems: answer.errors.length };
    return { text: JSON.stringify([answer.registrations, answer.state, logs], hidden), problems: 0 };
  }

  for (const component of components)
    it(`${component} shows none`, async () => {
      const all = argumentsWith(component, secret(value));
      assert.ok(all.length > 5, String(all.length));
      let refused = 0;
      for (const inputs of all) {
        const { text, problems } = await seen(component, inputs);
        assert.ok(!text.includes(value), `${JSON.stringify(inputs)}: ${text}`);
        if (problems > 0) refused++;
      }
      console.log(`      ${all.length} places, ${refused} refused`);
    });
});
