// Random arguments that the component accepts, applied to the API server: it accepts all their objects, or a known reason explains why not.
import assert from "node:assert/strict";
import { type Accepted, accepted, type Manifest, takenOfWrong } from "../generated/accepted";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { setEventingFlags, setFlags } from "./flags";

const namespace = "errors-accepted";

/** Other arguments with `ACCEPTED_SEED=2`, more of them with `ACCEPTED=1000`. */
const seed = Number(process.env.ACCEPTED_SEED ?? 1);
const count = Number(process.env.ACCEPTED ?? 320);

/** What the API server refuses although the component accepts it, and why this package can't report it earlier. */
const exceptions: [RegExp, string][] = [
  [
    /serviceaccount "\S+" not found|RuntimeClass "\S+" not found|no PriorityClass with name \S+ was found/,
    "what is named by its name has to be there, and the same update may make it",
  ],
  [
    /expected 0 <= \d+ <= (600|1000): spec\.template\.spec\.|initial-scale=0 not allowed by cluster/,
    "a bound of this cluster, which a preview asks it for",
  ],
  [/ClusterRoleBinding .*cannot change roleRef/, "this cluster's Knative is of another stack"],
  [
    /404 page not found|the cluster knows no |namespaces "(istio-system|projectcontour|contour-\S+)" not found/,
    "a gateway or a source that is not installed here",
  ],
];

interface Asked {
  what: string;
  object: Manifest;
}

/** Each object once, as Knative's are much the same. Definitions are large, and programs do not influence them. */
function distinct(all: Accepted[]): Asked[] {
  const asked = all.flatMap(({ what, objects }) => objects.map((object) => ({ what, object })));
  const byContent = new Map(asked.map((one): [string, Asked] => [JSON.stringify(one.object), one]));
  return [...byContent.values()].filter(({ object }) => object.kind !== "CustomResourceDefinition");
}

describe("errors: what is accepted here, on the cluster", function () {
  this.timeout(600_000);
  let cluster: TestCluster;

  before(async function () {
    cluster = new TestCluster(needsCluster(this));
    await cluster.namespace(namespace);
    await setFlags(cluster, "enabled");
    await setEventingFlags(cluster, "enabled");
  });
  after(async () => {
    if (cluster === undefined) return;
    await setFlags(cluster, null);
    await setEventingFlags(cluster, "disabled");
    await cluster.removeNamespace(namespace);
  });

  /** The API server's refusal; undefined if it accepts the object. */
  const refusalOf = (object: Manifest): Promise<string | undefined> =>
    cluster.apply(object, { dryRun: true }).then(
      () => undefined,
      (error: Error) => error.message,
    );

  /** A few at a time, as each calls webhooks. */
  async function refusals(all: Asked[]): Promise<string[]> {
    const queue = [...all];
    const found: string[] = [];
    const ask = async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const { what, object } = next;
        const said = await refusalOf(object);
        if (said !== undefined) found.push(`${what} | ${object.kind} ${object.metadata.name}: ${said}`);
      }
    };
    await Promise.all([ask(), ask(), ask(), ask()]);
    return found;
  }

  async function expectTaken(all: Accepted[]): Promise<void> {
    const asked = distinct(all);
    const refused = await refusals(asked);
    const open = refused.filter((one) => !exceptions.some(([pattern]) => pattern.test(one)));
    const known = refused.length - open.length;
    console.log(`      ${asked.length} objects of ${all.length}, ${known} refused for a reason that is known`);
    assert.deepEqual(open, []);
  }

  it(`the API server takes the objects of ${count} by chance (seed ${seed})`, async () =>
    expectTaken(await accepted(seed, count, namespace)));

  it(`and those of 1000 wrong ones of the plugin's tests that are taken (seed ${seed})`, async () =>
    expectTaken(await takenOfWrong(seed, 1000, namespace)));
});
