// How a preview is compared with its update: names unknown before the update, objects left in place, false statements.
import assert from "node:assert/strict";
import { named, type Outcome, toldBy } from "../cluster/recorded/outcome";
import { falsehoods } from "../cluster/recorded/words";
import type { Step } from "../engine/program";

const stack = "urn:pulumi:test::shop::";
const below = `${stack}knative-faas:index:Function$`;
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const serving = "kubernetes:serving.knative.dev/v1:";

const state = (type: string, kind: string, name: string, more: object = {}) => ({
  type,
  custom: true,
  inputs: { kind, metadata: { namespace: "shop", name }, ...more },
});
const secret = (name: string) => state("kubernetes:core/v1:Secret", "Secret", name);

function steps(op: string, revision: string): Step[] {
  const template = { metadata: { name: revision }, spec: { containers: [{ image: "hello@sha256:a" }] } };
  const traffic = [
    { revisionName: "hello-1", percent: 10, tag: "old" },
    { revisionName: revision, percent: 90 },
  ];
  return [
    {
      op,
      urn: `${below}${serving}Service::hello`,
      newState: state(`${serving}Service`, "Service", "hello", { spec: { template } }),
    },
    {
      op,
      urn: `${below}${serving}ServicePatch::hello-traffic`,
      newState: state(`${serving}ServicePatch`, "Service", "hello", { spec: { traffic } }),
    },
  ];
}

const outcome = (revision: string, objects: string[] = [], operations: string[] = []): Outcome => {
  const traffic = ["hello-1 10 old", `${revision} 90`].sort();
  const functions = { hello: { service: "shop/hello", image: "hello@sha256:a", revision, traffic } };
  return { functions, operations, objects: [...objects, "Service shop/hello"].sort() };
};

describe("preview: how it is compared with its update", () => {
  it("functions, operations and objects, as the steps tell them", () => {
    assert.deepEqual(toldBy(steps("same", "hello-2")), outcome("hello-2"));
    const operations = [`update ${serving}Service::hello`, `update ${serving}ServicePatch::hello-traffic`];
    assert.deepEqual(toldBy(steps("update", "hello-2")), outcome("hello-2", [], operations));
  });

  it("what is deleted is no object any more, unless it is left in place", () => {
    const urn = `${below}kubernetes:core/v1:Secret::hello/a`;
    const removed = (more: object) =>
      toldBy([...steps("same", "hello-2"), { op: "delete", urn, oldState: { ...secret("a"), ...more } }]);
    const operations = ["delete kubernetes:core/v1:Secret::hello/a"];
    assert.deepEqual(removed({}), outcome("hello-2", [], operations));
    assert.deepEqual(removed({ retainOnDelete: true }), outcome("hello-2", ["Secret shop/a"], operations));
  });

  it("a name that is not known yet is the one that the update has made", () => {
    const urn = `${below}kubernetes:core/v1:Secret::hello/secrets`;
    const told = toldBy([...steps("same", unknown), { op: "same", urn, newState: secret(unknown) }]);
    const done = outcome("hello-2", ["Secret shop/a"]);
    assert.deepEqual(named(told, done), done);
    const more = outcome("hello-2", ["Secret shop/a", "Secret shop/b"]);
    assert.notDeepEqual(named(told, more), more);
    assert.notDeepEqual(named(told, outcome("hello-2", ["Job shop/a"])), outcome("hello-2", ["Job shop/a"]));
  });

  it("a table of other shares is another one, whatever the revision is called", () => {
    const told = toldBy(steps("same", unknown));
    const done = outcome("hello-2");
    const { hello } = done.functions as { hello: Outcome["functions"][string] };
    const other = { ...done, functions: { hello: { ...hello, traffic: ["hello-1 20 old", "hello-2 80"] } } };
    assert.notDeepEqual(named(told, other), other);
  });
});

describe("preview: words that are not so", () => {
  const { functions } = outcome("hello-2");
  const urn = `${stack}knative-faas:index:Function::hello`;
  const false_ = (message: string, there: string[] = [], own = functions) => falsehoods([{ urn, message }], own, there);

  const cases: [string, string, string[], string[]][] = [
    ["new, and not there", "revision: hello-2 (new), before: hello-1", ["shop/hello-1"], []],
    ["new, and there", "revision: hello-2 (new)", ["shop/hello-2"], ["revision: hello-2 (new)"]],
    [
      "there, in another namespace",
      "revision: hello-2 (unchanged)",
      ["web/hello-2"],
      ["revision: hello-2 (unchanged)"],
    ],
    ["another one", "revision: hello-3 (new)", [], ["revision: hello-3 (new)"]],
    ["not known, and known", "revision: not known before the update", [], ["revision: not known before the update"]],
    ["the table", "traffic:  10 %  hello-1  tag old\ntraffic:  90 %  hello-2", [], []],
    [
      "the table, and the one before",
      "traffic:  10 %  hello-1  tag old\ntraffic:  90 %  hello-2\ntraffic before: 100 %  hello-1",
      [],
      [],
    ],
    ["another table", "traffic: 100 %  hello-2", [], ["hello-2 100"]],
    ["another table, and the one before", "traffic: 100 %  hello-2, before: 100 %  hello-1", [], ["hello-2 100"]],
  ];
  for (const [title, message, there, expected] of cases)
    it(title, () => assert.deepEqual(false_(message, there), expected));

  it("of a revision that is not known", () => {
    const { hello } = functions as { hello: Outcome["functions"][string] };
    assert.deepEqual(false_("revision: not known before the update", [], { hello: { ...hello, revision: "?" } }), []);
  });
});
