// Components inside another one: its dependencies are not visible, so a preview does not report missing objects.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Broker, EventSource, type EventSourceArgs } from "../../provider/src/index";
import { missing } from "./fakeCluster";
import { told } from "./told";

const sink = { url: "http://sink.example.com" };

/** Each names an object that does not exist. */
const kinds: Record<string, (options?: pulumi.ComponentResourceOptions) => unknown> = {
  "a namespace": (options) => new Broker("b", { namespace: missing }, options),
  "a destination": (options) => new Broker("b", { delivery: { deadLetter: { channel: "c" } } }, options),
  "an object": (options) => {
    const subject = { apiVersion: "apps/v1", kind: "Deployment", name: "app" };
    return new EventSource("s", { sink, sinkBinding: { subject } } as EventSourceArgs, options);
  },
};

const missed: Record<keyof typeof kinds, string> = {
  "a namespace": `namespace: "${missing}" does not exist in the cluster; create it with kubectl create namespace ${missing}, or in this program: then pass its output metadata.name here`,
  "a destination":
    "delivery.deadLetter: Channel default/c (messaging.knative.dev/v1) does not exist in the cluster, and no component of knative-faas in this program creates it; if another resource does, pass its output or set dependsOn, otherwise change the name",
  "an object": "sinkBinding.subject: Deployment default/app does not exist; waiting for it",
};

class Made extends pulumi.CustomResource {
  constructor() {
    super("kubernetes:core/v1:Namespace", "ns", { metadata: { name: missing } });
  }
}

class Team extends pulumi.ComponentResource {
  constructor(make: (options: pulumi.ComponentResourceOptions) => unknown, options?: pulumi.ComponentResourceOptions) {
    super("example:index:Team", "team", {}, options);
    make({ parent: this });
  }
}

/** As the SDK passes it to a plugin; it does not declare the class. */
function known(type: string): pulumi.Resource {
  const { DependencyResource } = pulumi as unknown as { DependencyResource: new (urn: string) => pulumi.Resource };
  return new DependencyResource(`urn:pulumi:dev::project::${type}::parent`);
}

describe("preview: what is not there", () => {
  for (const [what, make] of Object.entries(kinds)) {
    it(`${what} is reported by a component that stands alone`, async () => {
      assert.deepEqual(await told(() => make()), [missed[what]]);
      assert.deepEqual(await told(() => make({ parent: known("pulumi:pulumi:Stack") })), [missed[what]]);
    });

    it(`${what} is not by one in another, which may wait for it`, async () => {
      assert.deepEqual(await told(() => new Team(make, { dependsOn: new Made() })), []);
      assert.deepEqual(await told(() => make({ parent: known("example:index:App$example:index:Team") })), []);
    });
  }
});
