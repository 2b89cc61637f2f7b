// Components that are renamed in the program, with their old name given in each way that the SDK accepts.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { DependencyResource } from "@pulumi/pulumi/resource";
import { Broker, Function, Knative } from "../../provider/src/index";
import { type FakeObject, objectsOf, withCluster } from "./fakeCluster";
import { type Registration, type RenderOptions, render, stateOf, withState } from "./harness";

const metadata = {
  name: "x",
  namespace: "default",
  uid: "of-x",
  labels: {
    "app.kubernetes.io/instance": "dev",
    "app.kubernetes.io/part-of": "project",
    "app.kubernetes.io/managed-by": "pulumi",
  },
};
const live: FakeObject = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata };

const respond: RenderOptions["respond"] = ({ type }) => (type.endsWith("v1:Broker") ? { metadata } : undefined);

/** What an update of the second program registers with names from the first one, and its preview's error. */
async function followed(first: () => unknown, second: () => unknown) {
  const state = stateOf(await render(first, { config: {}, respond }));
  return withCluster(
    () => [live, ...objectsOf(state)],
    async ({ config }) => {
      const options = { config, respond, ...withState(state) };
      const told = (work: Promise<Registration[]>) => work.then(namesOf, ({ message }: Error) => message);
      return {
        preview: await told(render(second, { ...options, preview: true })),
        update: await told(render(second, options)),
      };
    },
  );
}

class Team extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions = {}) {
    super("example:index:Team", name, {}, options);
    new Broker(`${name}-x`, { name: "x" }, { parent: this });
  }
}

class Company extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions = {}) {
    super("example:index:Company", name, {}, options);
    new Team(`${name}-team`, { parent: this });
  }
}

const namesOf = (registrations: Registration[]) => registrations.map(({ name }) => name);

const image = `ghcr.io/acme/hello@sha256:${"a".repeat(64)}`;

/** A component with children of each resource type that it can have. */
const everyChild: [string, (options: pulumi.ComponentResourceOptions) => unknown][] = [
  ["a Knative with its guard", (options) => new Knative("new", {}, options)],
  ["a Broker", (options) => new Broker("new", {}, options)],
  ["a Function that Docker builds", (options) => new Function("new", dockerBuilt, options)],
  ["a Function that counts its queue", (options) => new Function("new", { image, scale, triggers }, options)],
];
const scale = { max: 5, queue: { redisList: { addresses: ["redis.shop:6379"], keys: ["jobs"], target: 20 } } };
const triggers = { cron: { daily: { schedule: "0 9 * * *" } } };
const dockerBuilt = { dockerfile: { directory: __dirname, file: "aliases.spec.ts" }, registry: "ghcr.io/acme" };

const built: RenderOptions = {
  respond: ({ type }) => (type.startsWith("docker:") ? { repoDigest: image } : undefined),
};

describe("ownership: the children of a component that is renamed", () => {
  for (const [title, make] of everyChild)
    it(`have aliases in every update, not in the one alone that renames it: ${title}`, async () => {
      const made = await render(() => void make({ aliases: [{ name: "old" }] }), {
        ...built,
        config: {},
        moves: false,
      });
      const [, ...children] = made.filter(({ importId }) => importId === "");
      assert.notEqual(children.length, 0);
      for (const { urn, aliases } of children)
        assert.ok(aliases.includes(urn.replace(/::new(?=[^:]*$)/, "::old")), `${urn} has aliases ${aliases}`);
    });
});

describe("ownership: a component that is renamed", () => {
  const old = { name: "old" };
  const adding: pulumi.ResourceTransformation = ({ type, props, opts }) =>
    type.endsWith("index:Broker") ? { props, opts: pulumi.mergeOptions(opts, { aliases: [old] }) } : undefined;
  const ways: [string, pulumi.ComponentResourceOptions][] = [
    ["in the options", { aliases: [old] }],
    ["as an Output", { aliases: [pulumi.output(old) as unknown as pulumi.Alias] }],
    ["by a transformation", { transformations: [adding] }],
  ];
  for (const [title, options] of ways)
    it(`continues with its objects where the alias is given ${title}`, async () => {
      const found = await followed(
        () => void new Broker("old", { name: "x" }),
        () => void new Broker("new", { name: "x" }, options),
      );
      const all = ["new", "new-config", "new"];
      assert.deepEqual(found, { preview: all, update: all });
    });

  it("continues with its objects where it is the parent that was renamed, and has the alias", async () => {
    const found = await followed(
      () => void new Team("one"),
      () => void new Team("two", { aliases: [{ name: "one" }] }),
    );
    const all = ["two", "two-x", "two-x-config", "two-x"];
    assert.deepEqual(found, { preview: all, update: all });
  });

  it("continues with its objects where it is the parent's parent", async () => {
    const found = await followed(
      () => void new Company("one"),
      () => void new Company("two", { aliases: [{ name: "one" }] }),
    );
    const all = ["two", "two-team", "two-team-x", "two-team-x-config", "two-team-x"];
    assert.deepEqual(found, { preview: all, update: all });
  });

  it("is told what alias to give where the parent's are not known, as in a plugin", async () => {
    const team = "urn:pulumi:dev::project::example:index:Team";
    const second = () => {
      const parent = new DependencyResource(`${team}::two`);
      new Broker("two-x", { name: "x" }, { parent });
    };
    const old = `${team}$knative-faas:index:Broker`;
    const refusal = `Broker default/x already exists and belongs to another resource of this stack: ${old}$kubernetes:eventing.knative.dev/v1:Broker::one-x; it would be deleted together with that one. If this is the same one, renamed or moved, set aliases to what it was: ${old}::one-x (also if its parent was renamed, because a plugin does not receive its parent's aliases); if it moves here from there, remove it there in a separate update first; otherwise set another name`;
    const found = await followed(() => void new Team("one"), second);
    const ofBroker = (words: unknown) =>
      String(words)
        .split("\n")
        .filter((line) => line.startsWith("Broker "));
    assert.deepEqual([found.preview, found.update].map(ofBroker), [[refusal], [refusal]]);
  });
});

describe("ownership: two components that exchange their names in the program", () => {
  const type = "urn:pulumi:dev::project::knative-faas:index:Broker";
  const node = (name: string) => `${type}$kubernetes:eventing.knative.dev/v1:Broker::${name}`;
  const there = (name: string): FakeObject => ({ ...live, metadata: { ...metadata, name, uid: `of-${name}` } });
  const named: RenderOptions["respond"] = ({ type: kind, inputs }) =>
    kind.endsWith("v1:Broker") ? { metadata: there((inputs.metadata as { name: string }).name).metadata } : undefined;

  /** The first refusal: `b` would get what `a` has, and vice versa. */
  async function refusal(options: (other: string) => pulumi.ComponentResourceOptions): Promise<string> {
    const first = () => ["a", "b"].map((name) => new Broker(name, { name: `of-${name}` }));
    const state = stateOf(await render(first, { config: {}, respond: named }));
    const second = () => {
      new Broker("a", { name: "of-b" }, options("b"));
      new Broker("b", { name: "of-a" }, options("a"));
    };
    return withCluster(
      () => [there("of-a"), there("of-b")],
      ({ config }) =>
        render(second, { config, respond: named, ...withState(state), preview: true, moves: true }).then(
          () => "nothing",
          ({ message }: Error) => message,
        ),
    );
  }

  it("are refused each other's objects", async () => {
    const message = await refusal(() => ({}));
    assert.match(message, /belongs to another resource of this stack: .*; it would be deleted together with that one/);
    assert.doesNotMatch(message, /has failed/);
  });

  it("are refused them with aliases too, which the engine does not follow", async () => {
    const message = await refusal((other) => ({ aliases: [{ name: other }] }));
    const expected = `Broker default/of-b already exists and belongs to another resource of this stack: ${node("b")}; its alias is not followed, because the state also has ${node("a")}`;
    assert.equal(message.slice(0, expected.length), expected);
  });
});
