// Whether a namespace accepts a Pod: its LimitRanges and ResourceQuotas, as the API server interprets them.
import assert from "node:assert/strict";
import { refusalsOf } from "../../provider/src/kubernetes/podBounds";
import { boundsCases, small } from "./boundsCases";

describe("errors: Pods that a namespace does not take", () => {
  for (const [title, { containers = [small], initContainers, count = 1, bounds, expected }] of Object.entries(
    boundsCases,
  ))
    it(title, () => {
      const [ranges, quotas] = ["LimitRange", "ResourceQuota"].map((kind) => bounds.filter((one) => one.kind === kind));
      const told = refusalsOf({ containers, initContainers }, count, { ranges: ranges ?? [], quotas: quotas ?? [] });
      assert.deepEqual(told, expected);
    });
});
