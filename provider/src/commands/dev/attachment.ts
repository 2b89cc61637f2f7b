// One function whose requests come to this machine: its session in the cluster, the connection to it, and their ends.
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { k8s } from "../clusterClient";
import { CommandFailure } from "../commandErrors";
import type { LiveObject } from "../liveObject";
import type { Local } from "./inward";
import { RelayLink } from "./relayLink";
import type { Session } from "./session";

/** The relay ends the session after its grace, so there is no point in trying for longer. */
const reconnectSeconds = 60;
const firstConnectSeconds = 15;
const endSeconds = 15;
const lookEveryMilliseconds = 2_000;
const retryMilliseconds = 200;

export class Attachment {
  private readonly link: RelayLink;

  constructor(
    config: k8s.KubeConfig,
    private readonly session: Session,
    identity: string,
    local: Local,
    private readonly say: (line: string) => void,
  ) {
    this.link = new RelayLink(config, session, identity, local);
  }

  /** Traffic moves only when the connection is open. */
  async begin(revision: LiveObject, signal: AbortSignal): Promise<void> {
    await this.session.open(revision);
    await this.link.connect(firstConnectSeconds, signal);
    await this.session.begin();
  }

  /** Keeps the connection until the signal, or rejects with the reason for which the session has ended. */
  async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.lostOr(signal);
      if (signal.aborted) return;
      this.say("the connection to the cluster is lost: the deployed revision answers");
      await this.reconnect(signal);
      if (!signal.aborted) this.say("connected again: requests come here");
    }
  }

  get isConnected(): boolean {
    return this.link.open !== undefined;
  }

  /** A connection in the cluster to `host:port`. */
  async connect(authority: string): Promise<Duplex> {
    const open = this.link.open;
    if (open === undefined) throw new Error(`${authority} can't be reached: there is no connection to the cluster`);
    return open.connect(authority);
  }

  /** The deployed revision answers again, and nothing of the session is left, when this resolves. */
  async end(): Promise<void> {
    const limit = AbortSignal.timeout(endSeconds * 1000);
    const asked = this.link.open?.ask("POST", "/end");
    const isEnded = await Promise.race([
      asked?.then(
        () => true,
        () => this.session.isGone().catch(() => false),
      ),
      once(limit, "abort").then(() => false),
    ]);
    if (!isEnded) await persistently(() => this.session.end());
    this.link.close();
    await persistently(async () => {
      if (!(await this.session.isGone())) throw new Error("the session is not deleted yet");
    });
  }

  private async reconnect(signal: AbortSignal): Promise<void> {
    try {
      await this.link.connect(reconnectSeconds, signal);
    } catch (error) {
      if (signal.aborted) return;
      await this.session.check();
      throw error;
    }
  }

  /** Resolves when the connection is lost or the signal comes; rejects when the session has ended. */
  private async lostOr(signal: AbortSignal): Promise<void> {
    const lost = new Promise<void>((resolve) => {
      if (this.link.open === undefined) resolve();
      else this.link.open.onClose(resolve);
    });
    const aborted = once(signal, "abort").then(() => undefined);
    let isOver = false;
    const over = Promise.race([lost, aborted]).then(() => {
      isOver = true;
    });
    while (!isOver) {
      await Promise.race([over, setTimeout(lookEveryMilliseconds)]);
      if (!isOver) await this.session.check().catch(onlyFailures);
    }
  }
}

/** Repeats what fails, as the API server may be away for a moment. */
async function persistently(work: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + endSeconds * 1000; ; await setTimeout(retryMilliseconds)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** An API server that is away for a moment is none: the connection tells. */
function onlyFailures(error: Error): void {
  if (error instanceof CommandFailure) throw error;
}
