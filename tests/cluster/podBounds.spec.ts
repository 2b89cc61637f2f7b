// What a preview reports about the LimitRanges and ResourceQuotas of a namespace, compared with the API server's refusal of such a Pod.
import assert from "node:assert/strict";
import type { LiveObject } from "../../provider/src/cluster/cluster";
import { needsCluster } from "../levels";
import { type BoundsCase, boundsCases, small } from "../unit/boundsCases";
import { TestCluster } from "./cluster";

const image = "nobody.example.com/none:1";

describe("errors: Pods that a namespace does not take, on the cluster", function () {
  this.timeout(120_000);
  let cluster: TestCluster;

  before(function () {
    cluster = new TestCluster(needsCluster(this));
  });

  /** A namespace with these bounds, once it has its service account and its quotas are counted. */
  async function bounded(namespace: string, bounds: LiveObject[]): Promise<void> {
    await cluster.namespace(namespace);
    for (const [index, object] of bounds.entries()) {
      // There may be several of one kind.
      const name = index === 0 ? "team" : `team-${index}`;
      await cluster.create({ ...object, metadata: { name, namespace } });
      const isCounted = (one: LiveObject | undefined) => one?.status?.hard !== undefined;
      if (object.kind === "ResourceQuota")
        await cluster.waitFor("ResourceQuota", namespace, name, "it counts", 30, isCounted);
    }
    const isThere = (account: unknown) => account !== undefined;
    await cluster.waitFor("ServiceAccount", namespace, "default", "it is there", 30, isThere);
  }

  /** The API server's message, or undefined if it accepts the Pod. */
  async function refusal(namespace: string, { containers = [small], initContainers }: BoundsCase) {
    const withImage = (list = containers) => list.map((one) => ({ ...one, image }));
    const spec = { containers: withImage(), initContainers: initContainers && withImage(initContainers) };
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "asked", namespace }, spec };
    return cluster.create(pod, { dryRun: true }).then(
      () => undefined,
      ({ message }: Error) => message,
    );
  }

  /** Without what only the API server knows: how much is used. */
  const shared = (words: string) => /must be less than .*/.exec(words)?.[0] ?? words.split(",")[0] ?? "";

  for (const [index, [title, given]] of Object.entries(boundsCases).entries()) {
    if ((given.count ?? 1) > 1) continue;
    it(title, async () => {
      const namespace = `errors-pod-bounds-${index}`;
      await bounded(namespace, given.bounds);
      try {
        const said = await refusal(namespace, given);
        assert.equal(said !== undefined, given.expected.length > 0, said ?? "it was taken");
        for (const words of given.expected) assert.ok(said?.includes(shared(words)), said);
      } finally {
        await cluster.removeNamespace(namespace);
      }
    });
  }
});
