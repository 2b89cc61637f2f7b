// The function in one of its stages: the origin of its image, and the gates before it gets traffic.
import { join } from "node:path";
import { getProject, type Input } from "@pulumi/pulumi";
import { Function, type FunctionArgs, type FunctionReleaseArgs } from "knative-faas";

export type Stage = "dev" | "staging" | "prod";

/** The settings of each stage, in the order of promotion. */
export const stages: Record<Stage, FunctionArgs> = {
  dev: {
    source: { directory: join(__dirname, "hello"), sbom: "spdx" },
    rollout: { smoke: { http: { path: "/" } } },
  },
  staging: {
    rollout: { steps: [50, 100], each: { http: { path: "/", repeat: 5 } } },
  },
  prod: {
    require: ["smoke"],
    scale: { min: 1 },
  },
};

/** dev has no release as input, as it builds one. */
export function stage(name: Stage, release?: Input<FunctionReleaseArgs>) {
  const namespace = `${getProject()}-${name}`;
  const hello = new Function("hello", { namespace, release, timeouts: { requestSeconds: 10 }, ...stages[name] });
  return { url: hello.url, digest: hello.digest, release: hello.release };
}
