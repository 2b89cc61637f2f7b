// Builds and runs the chaos program (chaos/) with this project's sources and Knative's, and reads the results.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { serverPath } from "../environment/tools/debian";
import { go } from "../environment/tools/go";

export type Kind = "mqtt" | "redis-stream" | "redis-list" | "kafka" | "kafka-replies";

/** The results of chaos/found.go, where the fields are documented. */
export interface Found {
  messages: number;
  delivered: number;
  lost: number;
  duplicates: number;
  differingIds: number;
  sharedIds: number;
  late: number;
  reordered: number;
  unanswered: number;
  answeredAgain: number;
  exits: number;
  kills: number;
  stops: number;
  restarts: number;
  outages: number;
  rebalances: number;
  memoryMiB: number;
  processorSeconds: number;
  p50Milliseconds: number;
  p99Milliseconds: number;
  seconds: number;
  perSecond: number;
}

const own: Record<Kind, string> = {
  mqtt: "mqtt-source",
  "redis-stream": "redis-source",
  "redis-list": "redis-source",
  kafka: "kafka-source",
  "kafka-replies": "kafka-source",
};
/** For Kafka, whose source in Knative is written in Java, this is the loop in bare/. */
const upstream = { mqtt: "mqttsource", "redis-stream": "receive_adapter", kafka: "bare" };

const here = join(repository, "tests", "chaos");
const build = ["build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"];

export class Chaos {
  private readonly directory = mkdtempSync(join(tmpdir(), "knative-faas-chaos-"));

  /** Builds what runs with this project's sources. */
  async build(): Promise<this> {
    const programs = [...new Set(Object.values(own))].map((program) => `./cmd/${program}`);
    await go(join(repository, "provider", "programs"), [...build, "-o", `${this.directory}/`, ...programs]);
    await go(here, [...build, "-o", `${this.directory}/`, "./chaos", "./bare"]);
    return this;
  }

  /** Knative's sources of upstream/go.mod. */
  async buildUpstream(): Promise<void> {
    await go(join(here, "upstream"), [...build, "-o", `${this.directory}/`, "tool"]);
  }

  own(kind: Kind, ...flags: string[]): Promise<Found> {
    return this.run(kind, own[kind], flags);
  }

  upstream(kind: keyof typeof upstream, ...flags: string[]): Promise<Found> {
    return this.run(kind, upstream[kind], ["-upstream", ...flags]);
  }

  private async run(kind: Kind, program: string, flags: string[]): Promise<Found> {
    const args = ["-kind", kind, "-adapter", join(this.directory, program), ...flags];
    const env = { ...process.env, PATH: serverPath };
    return JSON.parse(await run(join(this.directory, "chaos"), args, { env }));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
