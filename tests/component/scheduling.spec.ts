// A revision whose Pod can't be scheduled yet is retried, for as long as a revision may take to become ready.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { onceScheduled } from "../../provider/src/function/pod/unscheduled";
import type { ServiceStatus } from "../../provider/src/function/release/revision";
import { Function } from "../../provider/src/index";
import { withCluster } from "./fakeCluster";
import { type RenderOptions, render } from "./harness";

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
const stepSeconds = 0.01;

function status(failure?: string): ServiceStatus {
  const said = {
    status: failure === undefined ? "True" : "False",
    message: `Revision "hello-1" failed with message: ${failure}.`,
  };
  return { conditions: ["ConfigurationsReady", "Ready"].map((type) => ({ type, ...said })) };
}

const full = status("0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available");
const crashed = status("Container failed with: cannot open the database");
const ready = status();
const made: ServiceStatus = { conditions: [{ type: "ConfigurationsReady", status: "Unknown" }] };

/** The result, and how often the cluster was queried. */
async function waited(first: ServiceStatus, answers: ServiceStatus[], readySeconds = 1, options?: RenderOptions) {
  let asked = 0;
  let last: ServiceStatus | undefined;
  await render(() => {
    const read = async () => answers[Math.min(asked++, answers.length - 1)];
    const owner = new pulumi.ComponentResource("a:b:C", "owner");
    const scheduling = { owner, revision: pulumi.output("hello-1"), readySeconds, read };
    const found = onceScheduled(pulumi.output<ServiceStatus | undefined>(first), scheduling, stepSeconds);
    return new Promise<void>((resolve) => {
      found.apply((known) => {
        last = known;
        resolve();
      });
    });
  }, options);
  return { last, asked };
}

describe("function: a Pod without a node", () => {
  const cases = [
    { name: "a ready revision is not asked for", first: ready, answers: [crashed], last: ready, asked: 0 },
    { name: "nor one that failed for another reason", first: crashed, answers: [ready], last: crashed, asked: 0 },
    { name: "one is asked for until a node took it", first: full, answers: [full, full, ready], last: ready, asked: 3 },
    { name: "so is one that is still made", first: made, answers: [made, ready], last: ready, asked: 2 },
    { name: "or until it failed otherwise", first: full, answers: [full, crashed, ready], last: crashed, asked: 2 },
  ];
  for (const { name, first, answers, ...expected } of cases) {
    it(name, async () => assert.deepEqual(await waited(first, answers), expected));
  }

  it("the scheduler's words are reported when the limit is over", async () => {
    assert.deepEqual(await waited(full, [full], 4 * stepSeconds), { last: full, asked: 4 });
  });

  it("a preview asks nothing", async () => {
    assert.deepEqual(await waited(full, [ready], 1, { preview: true }), { last: full, asked: 0 });
  });

  it("a function waits before traffic goes to it", async () => {
    let isFull: boolean | undefined;
    const service = {
      apiVersion: "serving.knative.dev/v1",
      kind: "Service",
      metadata: { name: "hello", namespace: "default" },
    };
    // It exists as soon as it was registered.
    const objects = () => (isFull === undefined ? [] : [{ ...service, status: isFull ? full : ready }]);
    const [, , traffic] = await withCluster(objects, ({ config }) =>
      render(() => void new Function("hello", { image }), {
        config,
        respond: ({ type, inputs }) => {
          if (type !== "kubernetes:serving.knative.dev/v1:Service") return { status: {} };
          isFull = true;
          setTimeout(() => {
            isFull = false;
          }, 1000);
          return { metadata: inputs.metadata, status: full };
        },
      }),
    );
    assert.equal(isFull, false);
    assert.equal(traffic?.type, "kubernetes:serving.knative.dev/v1:ServicePatch");
  });
});
