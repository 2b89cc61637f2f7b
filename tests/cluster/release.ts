// The previous release on a cluster that can't pull it: its programs' images, and which images run.
import { readFileSync } from "node:fs";
import { bringEarlierServing } from "../environment/images/images";
import { phase } from "../environment/progress";
import type { StackTarget } from "../environment/stack";
import type { TestCluster } from "./cluster";

/** Programs of Serving that differ between the releases. */
export const servingPrograms = ["activator", "autoscaler", "controller", "queue", "webhook"];

/** With Serving's images of 1.22, and all others of the newest release. Undefined on a cluster that can pull released images. */
export async function earlierImages({ tools, registry, local }: StackTarget) {
  const { images, baseImage } = local ?? {};
  if (images === undefined || baseImage === undefined) return undefined;
  const serving = await phase("images of Serving 1.22", (say) => bringEarlierServing(tools, registry, baseImage, say));
  return { ...JSON.parse(readFileSync(images, "utf8")), ...serving };
}

interface Pod {
  metadata: { deletionTimestamp?: string };
  status: { containerStatuses?: { imageID: string }[] };
}

/** The images of Serving's Pods by program, each digest once, as the node pulled it; `queue` is the sidecar in the function's Pods. */
export async function runningDigests(cluster: TestCluster, service: string): Promise<Record<string, string[]>> {
  const ofServing = await cluster.list("Pod", "knative-serving");
  const selection = { labelSelector: `serving.knative.dev/service=${service}` };
  const ofFunction = await cluster.list("Pod", "default", selection);
  const found: Record<string, string[]> = {};
  for (const { metadata, status } of [...ofServing, ...ofFunction] as Pod[]) {
    if (metadata.deletionTimestamp !== undefined) continue;
    for (const { imageID } of status.containerStatuses ?? []) {
      const [, program = "", digest = ""] = imageID.match(/\/serving\/cmd\/([\w-]+)@(sha256:\w+)$/) ?? [];
      if (servingPrograms.includes(program)) found[program] = [...new Set(found[program]).add(digest)];
    }
  }
  return found;
}

/** The digests of the images in a map, by program; one of each. */
export function digestsOf(images: Record<string, string>): Record<string, string[]> {
  const prefix = "gcr.io/knative-releases/knative.dev/serving/cmd/";
  return Object.fromEntries(
    servingPrograms.map((program) => [program, [images[prefix + program]?.split("@")[1] ?? ""]]),
  );
}
