// A served function with a gated rollout: its arguments, its traffic, and the Jobs that move it.
import type { Item } from "./cluster";
import { ServedProgram } from "./servedProgram";

const health = { http: { path: "/healthz", body: "ok", repeat: 2 } };

/** One Pod, so that all requests to a revision are counted in one place. */
export const one = { scale: { min: 1, max: 1 } };

const shares = (service?: Item): { revisionName: string; percent: number }[] =>
  (service?.status?.traffic ?? []).filter(({ percent }: Item) => percent > 0);

export class RolloutProgram extends ServedProgram {
  args(name: string, rollout: object, more: object = {}): object {
    const env = { NAME: name, ...(more as { env?: object }).env };
    const steps = { smoke: health, steps: [10, 50, 100], each: health, pauseSeconds: 1 };
    return { ...one, registry: this.target.registry, env, rollout: { ...steps, ...rollout } };
  }

  /** The revisions with traffic, as "revision percent". */
  async current(): Promise<string[]> {
    return shares(await this.service()).map(({ revisionName, percent }) => `${revisionName} ${percent}`);
  }

  /** Waits until this many revisions have traffic. */
  async sharesAre(count: number, what: string): Promise<void> {
    const isSo = (service?: Item) => shares(service).length === count;
    await this.cluster.waitFor("KnativeService", this.name, "hello", what, 60, isSo);
  }

  /** Waits until every Job has ended. */
  async jobsEnded(): Promise<void> {
    const hasEnded = ({ status }: Item) => ["Succeeded", "Failed"].includes(status.phase);
    const selection = { labelSelector: "batch.kubernetes.io/job-name" };
    await this.cluster.waitForAll("Pod", this.name, selection, "the Jobs end", 60, (pods) => pods.every(hasEnded));
  }
}
