// Why a revision is not ready, according to its Pods: if its program does not listen on the port, the log may name the one it does.
import { type Cluster, tryQuery } from "../../cluster/cluster";
import { podsCause, selectorOf } from "../../cluster/pods";
import { asOutput, knownOf } from "../../pulumi/value";
import { portHint } from "../container/port";
import type { Site } from "../site";

/** Of the Pods of a revision. */
export const revisionLabels = (revision: string) => ({ "serving.knative.dev/revision": revision });

export type WhyUnready = (cluster: Cluster, revision: string) => Promise<string | undefined>;

/** Undefined if a preview does not know enough yet. */
export async function whyUnready({ spec }: Pick<Site, "spec">, isOver = false): Promise<WhyUnready | undefined> {
  const [namespace, port] = await Promise.all([spec.namespace, spec.port].map((one) => knownOf(asOutput(one))));
  if (namespace === undefined || port === undefined) return undefined;
  const hasOwnProbe = Object.keys(spec.probes.readiness ?? {}).some((name) => checks.includes(name));
  const notListening = isOver ? `nothing listens on port ${port}` : `does not listen on port ${port} yet`;
  const silent = `the program runs, but ${hasOwnProbe ? `its readiness probe on port ${port} is not answered` : notListening}`;
  return async (cluster, revision) => {
    const labels = revisionLabels(revision);
    const cause = await podsCause(cluster, {
      namespace: String(namespace),
      labels,
      unready: { "queue-proxy": silent },
    });
    // Most programs listen a moment later, so the hint comes only after the deadline.
    if (cause !== silent || !isOver) return cause;
    const log = await logOf(cluster, String(namespace), labels);
    return `${silent}${portHint(log, Number(port))}`;
  };
}

const checks = ["httpGet", "tcpSocket", "grpc", "exec"];
const container = "user-container";

/** Empty if this user may not read it. */
async function logOf(cluster: Cluster, namespace: string, labels: Record<string, string>): Promise<string> {
  const [pod] = await cluster.listNow(
    { apiVersion: "v1", kind: "Pod", namespace },
    { labelSelector: selectorOf(labels) },
  );
  return pod === undefined ? "" : cluster.log(pod.metadata, container, 50).catch(() => "");
}

/** The same once the revision has failed, if Knative reports only that the deadline has passed. */
export async function lateCause({ owner, spec }: Site, revision: string): Promise<string | undefined> {
  const why = await whyUnready({ spec }, true);
  return why && (await tryQuery(owner, (cluster) => why(cluster, revision)))?.answer;
}
