// What `func deploy` and a Makefile do after a change: ko builds and pushes the image, kubectl applies a Knative Service `by-hand`.

import { TestCluster } from "../cluster/cluster";
import type { Program } from "../engine/program";
import { run } from "../environment/command";
import { kubectl } from "./stacks";

/** Returns as soon as the Service has a URL, which may still be answered by the revision before. */
export async function redeploy({ target, environment }: Program, directory: string, namespace: string): Promise<void> {
  const base = target.local?.baseImage === undefined ? {} : { KO_DEFAULTBASEIMAGE: target.local.baseImage };
  const env = { ...environment, ...base, KO_DOCKER_REPO: target.registry };
  const image = (await run(target.tools.ko, ["build", ".", "--sbom=none"], { cwd: directory, env })).trim();
  const service = {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name: "by-hand", namespace },
    spec: { template: { spec: { containers: [{ image }] } } },
  };
  await kubectl(target, ["apply", "-f", "-"], [service]);
  const cluster = new TestCluster(target);
  const hasUrl = async () => (await cluster.get("KnativeService", namespace, "by-hand")).status?.url !== undefined;
  await cluster.until("there is a URL", 30, hasUrl);
}
