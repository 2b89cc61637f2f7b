// A secret in every string of every component, over gRPC: it is refused at its property, or stored as a secret, and never shown.
import assert from "node:assert/strict";
import { type FakeCluster, missing, startCluster } from "../component/fakeCluster";
import { ConstructError, type Plugin, Secret, secret, startPlugin } from "./harness";
import { argumentsWith, components } from "./places";

/** A missing namespace is not reported either: none has this name. */
const value = missing;
const atOnce = 40;

describe("secrets: in every text of every component, over gRPC", () => {
  let plugin: Plugin;
  let cluster: FakeCluster & { stop(): void };
  before(async () => {
    [plugin, cluster] = await Promise.all([startPlugin(), startCluster(() => [])]);
  });
  after(() => Promise.all([plugin?.stop(), cluster?.stop()]));

  /** Everything in a construct that others can see. */
  async function seen(component: string, inputs: object): Promise<{ text: string; problems: number }> {
    const type = `knative-faas:index:${component}`;
    const options = { type, name: "hello", inputs: inputs as never, dryRun: true, config: cluster.config };
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
      // An error waits for what else is in progress, so many are constructed at a time.
      for (let from = 0; from < all.length; from += atOnce) {
        const some = all.slice(from, from + atOnce);
        const answers = await Promise.all(some.map((inputs) => seen(component, inputs)));
        for (const [index, { text, problems }] of answers.entries()) {
          assert.ok(
            !text.includes(value),
            `${JSON.stringify(some[index])}: ${text.slice(Math.max(0, text.indexOf(value) - 400)).slice(0, 600)}`,
          );
          if (problems > 0) refused++;
        }
      }
      console.log(`      ${all.length} places, ${refused} refused`);
    });
});
