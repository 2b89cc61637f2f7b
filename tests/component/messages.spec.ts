// A message of a component that waits for another one delays neither that one nor its messages.
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { Broker, Function } from "../../provider/src/index";
import { withCluster } from "./fakeCluster";
import { type LogMessage, render, stateOf, withState } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
/** Causes a warning before anything is registered. */
const probes = { readiness: { httpGet: { port: 9999 } } };

/** A broker that the state has and the cluster does not have is reported, while the function's warning waits for the broker. */
const programs: Record<string, () => void> = {
  "by dependsOn": () => void new Function("f", { image, probes }, { dependsOn: [new Broker("bus")] }),
  "by an argument": () => void new Function("f", { image, probes, namespace: new Broker("bus").namespace }),
};

describe("errors: messages of components that wait for one another", function () {
  this.timeout(30_000);

  for (const [title, program] of Object.entries(programs))
    for (const preview of [false, true])
      it(`${title}, ${preview ? "in a preview" : "in an update"}`, async () => {
        const state = stateOf(await render(() => void new Broker("bus")));
        const logs: LogMessage[] = [];
        const work = ({ config }: { config: Record<string, string> }) =>
          render(program, { ...withState(state), config, preview, logs }).then(
            () => "ended",
            () => "ended",
          );
        const late = setTimeout(20_000, "still waiting", { ref: false });
        assert.equal(await Promise.race([withCluster(() => [], work), late]), "ended");
        const warnings = logs.filter(({ severity }) => severity === "warning").map(({ message }) => message);
        assert.match(
          warnings.join("\n"),
          /^Broker default\/bus is in the state of this stack but no longer exists in the cluster/m,
        );
        // The update of a broker that is gone fails, and the function, which waits for it, reports nothing.
        if (preview) assert.match(warnings.join("\n"), /^probes\.readiness/m);
      });
});
