// A Pod that can't be scheduled yet, on the cluster: the update waits for it, and a limit reports it.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import { HelloProgram } from "./helloProgram";

const resource = "example.com/slot";

describe("function: a Pod that finds no node", () => {
  let program: HelloProgram;

  /** The amount of a resource on the node that only this test requests, as a device plugin would report it. */
  async function slots(amount: number): Promise<void> {
    const [node] = await program.cluster.list("Node");
    const status = ["capacity", "allocatable"].map((field) => [field, { [resource]: String(amount) }]);
    const change = { status: Object.fromEntries(status) };
    await program.cluster.patch("Node", undefined, node.metadata.name, change, "status");
  }

  function needing(readySeconds: number): void {
    const one = { extended: { [resource]: "1" } };
    program.set({ resources: { requests: one, limits: one }, timeouts: { requestSeconds: 5, readySeconds } });
  }

  before(async function () {
    program = new HelloProgram(needsCluster(this), "function-pending");
    await program.start();
    await program.up();
    await slots(0);
  });

  after(async () => {
    if (program === undefined) return;
    await program.end();
    await slots(0);
  });

  it("fails the update at its limit, with the reason", async () => {
    needing(20);
    const { written } = await program.failingUp();
    assert.match(written, /is not ready: 0\/1 nodes are available: 1 Insufficient example\.com\/slot/);
  });

  it("is waited for, and serves when there is one", async () => {
    needing(60);
    let given: Promise<void> | undefined;
    // The Pod of the failed revision needs one, too. The node gets them once the update has reported that it waits.
    const { written, code } = await program.pulumi(["up", "--yes", "--skip-preview"], (line) => {
      if (/waiting for a node/.test(line)) given ??= slots(2);
    });
    await given;
    assert.equal(code, 0, written);
    assert.match(written, /waiting for a node: .*Insufficient example\.com\/slot/);
    assert.equal(await program.cluster.answer((await program.outputs()).url), "Hello, World!\n");
    await program.expectNoChanges();
  });
});
