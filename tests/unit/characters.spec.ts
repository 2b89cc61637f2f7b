// Characters that Kubernetes objects cannot contain are reported at their property, unless the text is encoded another way.
import assert from "node:assert/strict";
import { functionArgs } from "../../provider/src/function/functionSchema";
import type { InvalidArgs } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

function problemsOf(args: object): [string, string][] {
  try {
    validate("Function", functionArgs, { image, ...args });
    return [];
  } catch (error) {
    return (error as InvalidArgs).problems.map(({ propertyPath, reason }) => [propertyPath, reason]);
  }
}

describe("errors: characters that no object can have", () => {
  const reason = (code: string) => `has the character U+${code}, which Kubernetes objects cannot contain; remove it`;
  const cases: [string, object, [string, string][]][] = [
    ["none", { env: { NAME: "Größe\t日本 😀\n\u0085" }, args: ["\u0001"] }, []],
    ["in a value", { env: { NAME: "a\u007f" } }, [["env.NAME", reason("007F")]]],
    [
      "in a list and at the top",
      { args: ["a", "\u009f"], workingDir: "/\uffff" },
      [
        ["workingDir", reason("FFFF")],
        ["args[1]", reason("009F")],
      ],
    ],
    ["half a character", { env: { NAME: "\ud800" } }, [["env.NAME", reason("D800")]]],
    ["in a secret, which is kept as base64", { secrets: { KEY: "a\u007f" } }, []],
    [
      "once, where the value is wrong anyway",
      { name: "a\u007f" },
      problemsOf({ name: "a\u007f" }).filter(([, why]) => !why.startsWith("has the character")),
    ],
  ];
  for (const [title, args, expected] of cases)
    it(title, () => {
      const found = problemsOf(args);
      assert.deepEqual(found.sort(), [...expected].sort());
      assert.equal(found.length, title.startsWith("once") ? 1 : expected.length);
    });
});
