// `ignoreChanges` of a function: which paths of its Service are ignored, and what is refused.
import assert from "node:assert/strict";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { partOf } from "../../provider/src/function/partOf";
import { ignoredInService } from "../../provider/src/function/service/ignore";
import { InvalidArgs } from "../../provider/src/input/problems";

describe("options: what a function's ignoreChanges keeps", () => {
  it("each argument of the schema has a place, and no other has", () => {
    assert.deepEqual(Object.keys(partOf), Object.keys(functionArgs.shape));
  });

  const cases: [string[] | undefined, string[]][] = [
    [undefined, []],
    [["env", "scale.max", "image", "source"], ["spec.template"]],
    [["labels", "visibility"], ["metadata.labels"]],
    [
      ["constructor", "toString"],
      ["constructor", "toString"],
    ],
    [["annotations", "rolloutSeconds", "network"], ["metadata.annotations"]],
    [
      ["spec.traffic", "metadata"],
      ["spec.traffic", "metadata"],
    ],
  ];
  for (const [ignored, expected] of cases)
    it(`${ignored?.join(", ") ?? "nothing"}`, () => assert.deepEqual(ignoredInService(ignored), expected));

  it("an argument that no place of the Service holds is refused at its place in the list", () => {
    const allowed =
      "expected an argument of the template or of the Service, such as env, image, scale or labels, or a path of the Service, such as spec.template; got";
    assert.throws(
      () => ignoredInService(["env", "traffic", "domains[0]"]),
      (error: InvalidArgs) => {
        assert.deepEqual(error.problems, [
          {
            propertyPath: "ignoreChanges[1]",
            reason: `${allowed} "traffic", which is neither; remove it from ignoreChanges, and set \`traffic\` to the value to keep`,
          },
          {
            propertyPath: "ignoreChanges[2]",
            reason: `${allowed} "domains[0]", which is neither; remove it from ignoreChanges, and set \`domains\` to the value to keep`,
          },
        ]);
        return error instanceof InvalidArgs;
      },
    );
  });
});
