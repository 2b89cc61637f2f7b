// From a cluster without Knative to a Knative that accepts functions, compared with kubectl apply of the same objects in the same phases.
import { readFileSync } from "node:fs";
import type { KnativeArgs } from "../../provider/src/index";
import { inOrder, order, phaseOf } from "../../provider/src/knative/installOrder";
import { knativeSpec } from "../../provider/src/knative/knativeSpec";
import { knativeManifests } from "../../provider/src/knative/manifests";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { hasCondition, type Item, TestCluster } from "../cluster/cluster";
import type { Kind } from "../cluster/kinds";
import { Program } from "../engine/program";
import type { StackTarget } from "../environment/stack";
import { type Row, rounds, seconds } from "./measure";
import { kubectl, theTarget } from "./stacks";

const times = 2;

const args = ({ local }: StackTarget): KnativeArgs => ({
  workloads: { cpu: "10m", memory: "20Mi", terminationGracePeriodSeconds: 10 },
  ingress: { kourier: { service: { externalIPs: local === undefined ? [] : [local.address] } } },
  ...(local?.images === undefined ? {} : { images: JSON.parse(readFileSync(local.images, "utf8")) }),
});

/** It needs a cluster without Knative: `npm run down` before it, and `npm run up` after it. */
export async function install(): Promise<Row[]> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const program = new Program(target, "bench-install");
  program.writeYaml({ knative: { type: "knative-faas:Knative", properties: args(target) } });
  await program.init();
  const manifests = knativeManifests(knativeSpec(args(target)));
  const destroys: number[] = [];

  const ours = async () => {
    const { seconds: took } = await program.up();
    console.log(`  state ${(program.state().length / 2 ** 20).toFixed(1)} MiB`);
    destroys.push(await seconds(() => program.must(["destroy", "--yes", "--skip-preview"])));
    return took;
  };
  const peer = async () => {
    const took = await seconds(() => applyInPhases(target, cluster, manifests));
    await kubectl(target, ["delete", "--ignore-not-found", "-f", "-"], [...manifests].reverse());
    return took;
  };
  const row: Row = {
    name: "install of Knative, against kubectl apply in phases",
    unit: "s",
    goal: 1.3,
    ...(await rounds(times, ours, peer)),
  };
  console.log(`  destroys ${destroys.map((took) => took.toFixed(1)).join(", ")} s`);
  await program.remove();
  return [row];
}

async function applyInPhases(target: StackTarget, cluster: TestCluster, manifests: Manifest[]): Promise<void> {
  for (const phase of inOrder(order)) {
    const objects = manifests.filter((manifest) => phaseOf(manifest) === phase);
    if (objects.length === 0) continue;
    await kubectl(target, ["apply", "--server-side", "-f", "-"], objects);
    if (phase.name === "definitions") await all(cluster, "CustomResourceDefinition", undefined, "Established");
    if (phase.name === "workloads")
      for (const namespace of ["knative-serving", "kourier-system"])
        await all(cluster, "Deployment", namespace, "Available");
    if (phase.name === "webhooks") await certified(cluster);
  }
}

function all(cluster: TestCluster, kind: Kind, namespace: string | undefined, condition: string): Promise<number> {
  const are = (items: Item[]) => items.every((item) => hasCondition(item, condition));
  return cluster.waitForAll(kind, namespace, {}, `all of ${kind} are ${condition}`, 120, are);
}

async function certified(cluster: TestCluster): Promise<void> {
  const have = (items: Item[]) => items.every(({ webhooks }) => webhooks[0].clientConfig.caBundle);
  for (const kind of ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] as const)
    await cluster.waitForAll(kind, undefined, {}, "the webhooks have a certificate", 30, have);
}
