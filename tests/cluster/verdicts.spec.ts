// A thousand random Functions and each known mistake: the component, the API server and the Go controller agree on each.
import assert from "node:assert/strict";
import { functionDefinition } from "../../provider/src/knative/functionDefinition";
import { type Candidate, namespace, rightFunctions, wrongFunctions } from "../generated/functionObjects";
import { ofComponent, ofController, type Verdict } from "../generated/verdicts";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { ApiError } from "./connection";

/** A group of its own: the CRD is that of this tree, whichever is installed. */
const group = "verdicts.example.com";
const definition = `functions.${group}`;

/** What only Knative's own webhooks refuse, when the object is created. */
const ofKnative = /"cesql"/;

/** Lists, maps and strings are bounded in a CRD, as the cost of its rules must be known. */
const bounds =
  /^[^:]*is invalid: \[?spec[^:]*: Too (many|long): [^,]*(, <nil>: Invalid value: null: some validation rules were not checked [^,]*)?$/;

interface Judged {
  candidate: Candidate;
  component: Verdict;
  controller: Verdict;
  /** The API server's refusal. */
  refusal: string | undefined;
}

describe("controller: Functions in the component, the API server and Go", function () {
  this.timeout(firstBuildMilliseconds);
  let cluster: TestCluster;
  let right: Judged[];
  let wrong: Judged[];

  /** The API server's response to a dry run. */
  async function refusalOf({ object }: Candidate): Promise<string | undefined> {
    const given = { ...object, apiVersion: `${group}/v1alpha1`, kind: "Function" };
    try {
      await cluster.create(given, { dryRun: true });
      return undefined;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 400 || error.status === 422)) return error.message;
      throw error;
    }
  }

  async function judged(candidates: Candidate[]): Promise<Judged[]> {
    const controller = await ofController(candidates);
    const found: Judged[] = [];
    const left = candidates.entries();
    const one = async () => {
      for (const [index, candidate] of left) {
        const [component, refusal] = await Promise.all([ofComponent(candidate), refusalOf(candidate)]);
        found[index] = { candidate, component, controller: controller[index] as Verdict, refusal };
      }
    };
    await Promise.all([one(), one(), one(), one()]);
    return found;
  }

  async function defined(): Promise<void> {
    const { spec, ...crd } = functionDefinition();
    const names = { kind: "Function", listKind: "FunctionList", plural: "functions", singular: "function" };
    await cluster.apply({ ...crd, metadata: { name: definition }, spec: { ...spec, group, names } } as never);
    await cluster.waitFor("CustomResourceDefinition", undefined, definition, "is established", 60, (object) =>
      (object?.status?.conditions ?? []).some(
        ({ type, status }: { type: string; status: string }) => type === "Established" && status === "True",
      ),
    );
  }

  before(async function () {
    cluster = new TestCluster(needsCluster(this));
    await Promise.all([defined(), cluster.namespace(namespace)]);
    const began = Date.now();
    right = await judged(rightFunctions(1, 1000));
    wrong = await judged(wrongFunctions(1, 1500));
    console.log(`      ${right.length + wrong.length} judged in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  });

  after(async () => {
    if (cluster === undefined) return;
    await cluster.delete("CustomResourceDefinition", undefined, definition);
    await cluster.removeNamespace(namespace);
  });

  it("a right one is right everywhere", () => {
    const differing = right.filter(
      ({ component, controller, refusal }) =>
        component.mistakes.length > 0 || controller.mistakes.length > 0 || refusal !== undefined,
    );
    assert.deepEqual(
      differing.map(({ candidate, component, controller, refusal }) => [
        candidate.what,
        component.mistakes,
        controller.mistakes,
        refusal,
      ]),
      [],
    );
  });

  it("component and Go make the same objects, to the byte", () => {
    for (const { candidate, component, controller } of right)
      assert.deepEqual(controller.objects, component.objects, candidate.what);
  });

  it("what the component refuses, the API server or Go refuses, and nothing else", () => {
    const isRight = ({ component }: Judged) => component.mistakes.length === 0;
    const isTaken = ({ refusal, controller }: Judged) => refusal === undefined && controller.mistakes.length === 0;
    const isBound = ({ refusal = "" }: Judged) => bounds.test(refusal);
    const differing = wrong
      .filter((one) => isRight(one) !== isTaken(one))
      .filter((one) => !(isRight(one) && isBound(one)) && !ofKnative.test(one.candidate.what));
    assert.deepEqual(
      differing.map(({ candidate, component, controller, refusal }) => [
        candidate.what,
        component.mistakes,
        controller.mistakes,
        refusal,
      ]),
      [],
    );
  });

  it("what Go alone refuses is little", () => {
    const ofGo = wrong.filter(({ refusal, controller }) => refusal === undefined && controller.mistakes.length > 0);
    console.log(ofGo.map(({ candidate, controller }) => `      ${candidate.what}: ${controller.mistakes}`).join("\n"));
    assert.ok(ofGo.length > 0 && ofGo.length < wrong.length / 50);
  });
});
