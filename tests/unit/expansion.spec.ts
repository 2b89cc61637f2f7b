// Names in values of `env` that Kubernetes does not expand, each reported at its property.
import assert from "node:assert/strict";
import { expansionDoubts } from "../../provider/src/function/container/expansion";

type Texts = Parameters<typeof expansionDoubts>[0];

const cycle = (name: string, path: string, text: string) =>
  `env.${name}: refers to ${path}, and Kubernetes does not expand cycles, so ${text} stays as it is; write the value out, or $${text} for the literal text`;
const none = "is in none of env, envValueFrom and secrets";
const stranger = (name: string, named: string, why = none, meant = "") =>
  `env.${name}: ${named} ${why}, so $(${named}) stays as it is; ${meant}write $$(${named}) for the literal text`;

describe("function: names in values of env", () => {
  const cases: [string, Texts, string[], string[]][] = [
    ["none", {}, [], []],
    ["of each other, in a row", { A: "$(B)", B: "$(C)", C: "3" }, [], []],
    ["of one twice, and of one by two ways", { A: "$(B)$(C)$(B)", B: "$(C)", C: "3" }, [], []],
    ["of others", { A: "$(POD)-$(TOKEN)" }, ["POD", "TOKEN"], []],
    ["a value that is not known yet", { A: "$(B)", B: undefined }, [], []],
    ["a dollar sign that is meant", { A: "$$(A) $$(B)" }, [], []],
    ["what stands in no name's place", { A: "$A $(a b) $(" }, [], []],
    ["of Services", { A: "$(KUBERNETES_SERVICE_HOST):$(CART_PORT_80_TCP_PORT) $(CART_PORT)" }, [], []],
    ["its own", { PATH: "/opt/bin:$(PATH)" }, [], [cycle("PATH", "itself", "$(PATH)")]],
    ["in a circle", { A: "$(B)", B: "x$(A)" }, [], [cycle("A", "itself via B", "$(B)")]],
    [
      "in a circle of three, that others lead to",
      { A: "$(C)", B: "$(C)", C: "$(D)", D: "$(E)", E: "$(C)" },
      [],
      [cycle("C", "itself via D, E", "$(D)")],
    ],
    [
      "in two circles",
      { A: "$(A)$(B)", B: "$(A)" },
      [],
      [cycle("A", "itself", "$(A)"), cycle("A", "itself via B", "$(B)")],
    ],
    ["of nobody", { A: "$(NOPE)" }, [], [stranger("A", "NOPE")]],
    [
      "what a shell is to run",
      { CMD: "echo $(date) $(hostname -s) $(hostname)", UPDATE: "1", HOST: "h", D: "2" },
      [],
      [],
    ],
    ["what a shell is to run, in a variable of its name", { DATE: "$(date)" }, [], []],
    [
      "of nobody, in small letters",
      { A: "$(host)", HOST: "h" },
      [],
      [stranger("A", "host", none, "did you mean $(HOST)? Otherwise ")],
    ],
    [
      "of nobody, in small letters and a letter apart",
      { A: "$(db.hots)", "db.host": "h" },
      [],
      [stranger("A", "db.hots", none, "did you mean $(db.host)? Otherwise ")],
    ],
    [
      "of nobody, that looks like one",
      { A: "$(HSOT)", HOST: "h" },
      [],
      [stranger("A", "HSOT", none, "did you mean $(HOST)? Otherwise ")],
    ],
    ["of Knative", { A: ":$(PORT)" }, [], [stranger("A", "PORT", "is set by Knative after these variables")]],
    ["what objects have", { A: "$(constructor) $(__proto__)" }, [], []],
  ];
  for (const [title, texts, others, expected] of cases)
    it(title, () => assert.deepEqual(expansionDoubts(texts, others), expected));

  it("a circle of many", () => {
    const count = 20_000;
    const texts = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`V${index}`, `$(V${(index + 1) % count})`]),
    );
    assert.equal(expansionDoubts(texts, []).length, 1);
  });
});
