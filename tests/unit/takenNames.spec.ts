// Kubernetes Services that conflict with a function's address.
import assert from "node:assert/strict";
import type { LiveObject } from "../../provider/src/cluster/cluster";
import { takenNames } from "../../provider/src/function/network/takenNames";

const service = (name: string, route?: string): LiveObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: {
    name,
    namespace: "shop",
    uid: `of-${name}`,
    ...(route === undefined ? {} : { ownerReferences: [{ kind: "Route", name: route, controller: true }] }),
  },
});

describe("ownership: Services of the names that Knative needs", () => {
  const there = (name: string) =>
    `Service shop/${name} (v1) already exists, and Knative needs its name for the function's address; delete it first`;
  const cases: [string, LiveObject[], (string | undefined)[], [string, string][]][] = [
    ["none", [], ["canary"], []],
    ["others", [service("cart-db"), service("hello")], [], []],
    ["of the function's own route", [service("cart", "cart"), service("canary-cart", "cart")], ["canary"], []],
    ["the function's", [service("cart")], [], [["name", `${there("cart")}, or choose another name, got "cart"`]]],
    [
      "a tag's, of another function",
      [service("canary-cart", "canary-cart")],
      [undefined, "canary"],
      [["traffic.1.tag", `${there("canary-cart")}, or choose another tag, got "canary"`]],
    ],
  ];
  for (const [title, services, tags, expected] of cases)
    it(title, () => {
      const found = takenNames(services, "cart", tags);
      assert.deepEqual(
        found.map(({ propertyPath, reason }) => [propertyPath, reason]),
        expected,
      );
    });
});
