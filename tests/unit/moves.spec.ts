// A component whose name or namespace differs from the last update.
import assert from "node:assert/strict";
import { hasMoved } from "../../provider/src/ownership/moves";

const urn = "urn:pulumi:dev::shop::knative-faas:index:Function::cart";
const service = "urn:pulumi:dev::shop::knative-faas:index:Function$kubernetes:serving.knative.dev/v1:Service::cart";

const stateOf = (name: string, namespace: string) => ({
  [urn]: { type: "knative-faas:index:Function", outputs: { name } },
  [`${service}/other`]: { type: "", outputs: { metadata: { name, namespace: "elsewhere" } } },
  [service]: { type: "kubernetes:serving.knative.dev/v1:Service", outputs: { metadata: { name, namespace } } },
});

describe("ownership: a component that moves", () => {
  for (const [title, state, now, expected] of [
    ["is new", {}, { name: "cart", namespace: "default" }, false],
    ["stays", stateOf("cart", "default"), { name: "cart", namespace: "default" }, false],
    ["has another name", stateOf("cart", "default"), { name: "basket", namespace: "default" }, true],
    ["has another namespace", stateOf("cart", "default"), { name: "cart", namespace: "shop" }, true],
    ["has a name that is not known yet", stateOf("cart", "default"), { name: undefined, namespace: "default" }, false],
    [
      "is a source whose object has more in its name",
      stateOf("cart-92289", "default"),
      { name: "cart", namespace: "default" },
      false,
    ],
    ["was never finished", { [urn]: { type: "", outputs: {} } }, { name: "cart", namespace: "default" }, false],
  ] as const) {
    it(title, () => assert.equal(hasMoved(state, urn, now), expected));
  }
});
