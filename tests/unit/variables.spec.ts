// The order of a container's environment: by name, but after the variables that a value refers to, because Kubernetes expands only earlier ones.
import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { variables } from "../../provider/src/kubernetes/variables";

type Env = Parameters<typeof variables>[0];
type From = Parameters<typeof variables>[1];

const ip = { fieldRef: { fieldPath: "status.podIP" } };

async function namesOf(env: Env, from: From = {}): Promise<string[] | undefined> {
  const list = await (
    output(variables(env, from)) as unknown as { promise(): Promise<{ env?: { name: string }[] }> }
  ).promise();
  return list.env?.map(({ name }) => name);
}

describe("function: the order of environment variables", () => {
  const cases: [string, Env, From, string[] | undefined][] = [
    ["none", {}, {}, undefined],
    ["by name, those from elsewhere last", { B: "2", A: "1" }, { Z: ip, Y: ip }, ["A", "B", "Y", "Z"]],
    ["behind what it names", { A: "$(C)", B: "2", C: "3" }, {}, ["C", "A", "B"]],
    ["behind what is named by what it names", { A: "$(B)", B: "$(C)", C: "$(D)", D: "4" }, {}, ["D", "C", "B", "A"]],
    ["behind all that it names", { A: "$(D)@$(C)", C: "3", D: "4" }, {}, ["D", "C", "A"]],
    [
      "behind what comes from elsewhere",
      { A: "1", SELF: "http://$(POD_IP):8080" },
      { POD_IP: ip },
      ["A", "POD_IP", "SELF"],
    ],
    ["a dollar sign that is meant", { A: "$$(B)", B: "2" }, {}, ["A", "B"]],
    ["a dollar sign before a name", { A: "$$$(B)", B: "2" }, {}, ["B", "A"]],
    ["what is no name of one here", { A: "$(date) $(Z", B: "2", Z: "3" }, {}, ["A", "B", "Z"]],
    ["two that name each other", { A: "$(B)", B: "$(A)", C: "$(A)" }, {}, ["B", "A", "C"]],
    ["one that names itself", { A: "$(A)", B: "2" }, {}, ["A", "B"]],
    ["names of objects", { constructor: "$(toString)", toString: "1" } as never, {}, ["toString", "constructor"]],
    ["names of objects from elsewhere", { A: "$(constructor)" }, { constructor: ip } as never, ["constructor", "A"]],
  ];
  for (const [title, env, from, expected] of cases)
    it(title, async () => {
      assert.deepEqual(await namesOf(env, from), expected);
      const later = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, output(value)]));
      assert.deepEqual(await namesOf(later, from), expected, "values that are Outputs");
      assert.deepEqual(await namesOf(output(env) as never, from), expected, "an Output of all");
    });

  it("a chain of many", async () => {
    const count = 20_000;
    const name = (index: number) => `V${String(index).padStart(6, "0")}`;
    const chain = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [name(index), `$(${name(index + 1)})`]),
    );
    assert.equal((await namesOf(chain))?.[0], name(count - 1));
  });
});
