// Kubernetes providers that this package cannot work with.
import assert from "node:assert/strict";
import { refusalOf } from "../../provider/src/cluster/provider";

describe("options: a Kubernetes provider", () => {
  const cases: [string, Record<string, unknown>, RegExp | undefined][] = [
    ["of no settings", {}, undefined],
    ["with server-side apply", { enableServerSideApply: "true", renderYamlToDirectory: "" }, undefined],
    ["without it", { enableServerSideApply: "false" }, /has enableServerSideApply: false, .*; remove it$/],
    ["without it, as a program says it", { enableServerSideApply: false }, /has enableServerSideApply: false/],
    ["that writes YAML", { renderYamlToDirectory: "./out" }, /writes YAML to ".\/out" .* and applies nothing, /],
  ];
  for (const [title, settings, expected] of cases)
    it(`${title} ${expected === undefined ? "is taken" : "is refused in one sentence"}`, () => {
      const refusal = refusalOf((name) => settings[name]);
      if (expected === undefined) assert.equal(refusal, undefined);
      else assert.match(refusal ?? "", expected);
    });
});
