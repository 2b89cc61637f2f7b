// Random Function objects, and known mistakes: the Go controller makes the same objects as the component, and refuses nothing else.
import assert from "node:assert/strict";
import { type Candidate, rightFunctions, wrongFunctions } from "../generated/functionObjects";
import { ofComponent, ofController, type Verdict } from "../generated/verdicts";
import { firstBuildMilliseconds } from "../levels";

describe("controller: Functions in Go and in the component", function () {
  this.timeout(firstBuildMilliseconds);
  let all: { candidate: Candidate; component: Verdict; controller: Verdict }[];

  before(async () => {
    const candidates = [...rightFunctions(1, 150), ...wrongFunctions(1, 400)];
    const controller = await ofController(candidates);
    const component: Verdict[] = [];
    for (const candidate of candidates) component.push(await ofComponent(candidate));
    all = candidates.map((candidate, index) => ({
      candidate,
      component: component[index] as Verdict,
      controller: controller[index] as Verdict,
    }));
  });

  const right = () => all.filter(({ component }) => component.mistakes.length === 0);

  it("what the component takes, Go takes", () => {
    assert.ok(right().length >= 150);
    const refused = right().filter(({ controller }) => controller.mistakes.length > 0);
    assert.deepEqual(
      refused.map(({ candidate, controller }) => [candidate.what, controller.mistakes]),
      [],
    );
  });

  it("the same objects are made, to the byte, with the same revision", () => {
    for (const { candidate, component, controller } of right())
      assert.deepEqual(controller.objects, component.objects, candidate.what);
  });

  it("some mistakes are told by Go itself", () => {
    const told = all.filter(({ controller }) => controller.mistakes.length > 0);
    assert.ok(told.length > 0);
    for (const { candidate, controller } of told)
      for (const mistake of controller.mistakes) assert.match(mistake, /^spec[.:[]/, candidate.what);
  });
});
