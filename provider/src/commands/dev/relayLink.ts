// The two connections to a relay's Pod; opened again when they are lost.
import { setTimeout } from "node:timers/promises";
import type { k8s } from "../clusterClient";
import type { LiveObject } from "../liveObject";
import { type Local, serveInward } from "./inward";
import { Outward } from "./outward";
import { forwarded } from "./portForward";
import type { Session } from "./session";

/** As in provider/programs/internal/relay. */
const inwardPort = 8088;
const outwardPort = 8089;

const retryMilliseconds = 300;

export class RelayLink {
  private outward: Outward | undefined;

  constructor(
    private readonly config: k8s.KubeConfig,
    private readonly session: Session,
    private readonly identity: string,
    private readonly local: Local,
  ) {}

  /** Undefined while the connection is lost. */
  get open(): Outward | undefined {
    return this.outward;
  }

  /** Tries until the limit; rejects with the last reason. */
  async connect(limitSeconds: number, signal: AbortSignal): Promise<Outward> {
    for (const end = Date.now() + limitSeconds * 1000; ; await setTimeout(retryMilliseconds)) {
      try {
        return await this.once();
      } catch (error) {
        if (Date.now() > end || signal.aborted) throw error;
      }
    }
  }

  close(): void {
    this.outward?.close();
  }

  private async once(): Promise<Outward> {
    const pod = newestRunning(await this.session.relayPods());
    const outward = new Outward(await forwarded(this.config, pod, outwardPort));
    try {
      const { session } = JSON.parse(await outward.ask("GET", "/session"));
      if (session !== this.identity) throw new Error("the relay belongs to another session");
      const inward = await forwarded(this.config, pod, inwardPort);
      serveInward(inward, this.local);
      inward.on("close", () => outward.close());
      outward.onClose(() => inward.destroy());
    } catch (error) {
      outward.close();
      throw error;
    }
    this.outward = outward;
    outward.onClose(() => {
      if (this.outward === outward) this.outward = undefined;
    });
    return outward;
  }
}

function newestRunning(pods: LiveObject[]): { name: string; namespace: string } {
  const running = pods.filter(
    ({ metadata, status }) => status?.phase === "Running" && metadata.deletionTimestamp === undefined,
  );
  const [newest] = running.sort((a, b) => startOf(b) - startOf(a));
  if (newest === undefined) throw new Error("the relay has no running Pod");
  return newest.metadata;
}

const startOf = ({ metadata }: LiveObject) => new Date(metadata.creationTimestamp ?? 0).getTime();
