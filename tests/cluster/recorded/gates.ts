// Changes of a gated rollout: added steps, gates that change, fail, and are fixed; a revision that does not start.
import { changed, type Group, nothing, prebuilt } from "./change";

const smoke = (http: object = {}) => ({ http: { path: "/", body: "Hello", ...http } });
const stepwise = { smoke: smoke(), steps: [50, 100], each: smoke() };
const named = (name: string, more: object = {}) => ({ env: { NAME: name }, ...more });

export const gates: Group = {
  resources: (place) => ({
    gated: prebuilt(place, {
      ...named("one", { rollout: { smoke: smoke() } }),
      timeouts: { requestSeconds: 5, readySeconds: 20 },
    }),
  }),
  changes: [
    nothing("the first deployment, with a smoke gate"),
    changed("rollout", "gated", "NAME=two, in steps", named("two", { rollout: stepwise })),
    changed("rollout", "gated", "another gate, which a revision that serves is not asked", {
      rollout: { ...stepwise, smoke: smoke({ repeat: 2 }) },
    }),
    failing("gated", "NAME=three, with a gate that does not hold", {
      ...named("three", { rollout: { ...stepwise, smoke: smoke({ body: "never" }) } }),
    }),
    changed("repair", "gated", "the gate is mended", { rollout: stepwise }),
    failing("gated", "NAME=four, which does not start", named("four", { command: ["/nothing"] })),
    changed("repair", "gated", "NAME=five, which does", named("five", { command: undefined })),
    changed("rollout", "gated", "no gates any more, back to two", named("two", { rollout: undefined })),
  ],
};

function failing(name: string, what: string, given: object) {
  const fails = /rollout gate smoke failed for revision gated-\w+|revision gated-\w+ is not ready/;
  return { ...changed("failure", name, what, given), fails };
}
