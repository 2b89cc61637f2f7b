// An API server that is unavailable for a moment, or longer, while it is queried for the owners of objects.
import assert from "node:assert/strict";
import { Broker } from "../../provider/src/index";
import { withCluster } from "./fakeCluster";
import { render } from "./harness";

/** Of another tool. */
const others = {
  apiVersion: "eventing.knative.dev/v1",
  kind: "Broker",
  metadata: { name: "orders", namespace: "shop", uid: "1", labels: { "app.kubernetes.io/managed-by": "Helm" } },
};

/** What an update registers, and how it ends, if the first `failures` queries get this response. */
async function updated(status: number, failures: number): Promise<{ made: string[]; error: string }> {
  let left = failures;
  const made: string[] = [];
  const program = () => void new Broker("orders", { namespace: "shop" });
  const respond = ({ type, name }: { type: string; name: string }) => {
    if (type.startsWith("kubernetes:eventing")) made.push(name);
    return undefined;
  };
  const fails = () => left-- > 0;
  const work = ({ config }: { config: Record<string, string> }) =>
    render(program, { config, respond }).then(
      () => "",
      (found: Error) => found.message,
    );
  const error = await withCluster(() => [others], work, { status, fails });
  return { made, error };
}

describe("errors: an API server that can't answer", () => {
  for (const status of [429, 503])
    it(`with ${status} for a moment is asked again: what is foreign is refused`, async () => {
      const { made, error } = await updated(status, 2);
      assert.deepEqual(made, []);
      assert.match(error, /^Broker shop\/orders already exists/);
    });

  it("at all fails the update, and nothing is made", async () => {
    const { made, error } = await updated(503, Number.POSITIVE_INFINITY);
    assert.deepEqual(made, []);
    assert.match(error, /^the cluster did not report who owns the objects with these names, so none is applied: .*503/);
    assert.match(error, /run the update again$/);
  });
});
