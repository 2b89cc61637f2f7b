// A program with one function that reports which revision answers; tests of releases change its arguments.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { TestCluster } from "./cluster";

export interface Left {
  url: string;
  image: string;
  digest: string;
  revision: string;
  traffic: { revision: string; percent: number; tag?: string; url?: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: releases as the stack gives them
  release: any;
  // biome-ignore lint/suspicious/noExplicitAny: releases as the stack gives them
  releases: any[];
}

export class ServedProgram extends Program {
  readonly cluster: TestCluster;

  /** `name` is the name of the project and the namespace. */
  constructor(target: StackTarget, name: string) {
    super(target, name);
    this.cluster = new TestCluster(target);
    cpSync(join(repository, "tests", "cluster", "served"), join(this.directory, "served"), { recursive: true });
  }

  /** The function `hello`, built from source unless the arguments say otherwise. */
  set(args: object, more: object = {}): void {
    // A request waits for a Pod that starts from zero, on a busy machine for longer than a few seconds.
    const given = { source: { directory: "served" }, scale: { windowSeconds: 6 }, timeouts: { requestSeconds: 15 } };
    const properties = { namespace: this.name, ...given, ...args };
    const names = ["url", "image", "digest", "revision", "traffic", "release", "releases"];
    const outputs = Object.fromEntries(names.map((name) => [name, `\${hello.${name}}`]));
    this.writeYaml({ ...more, hello: { type: "knative-faas:Function", properties } }, outputs);
  }

  async start(args: object, more: object = {}): Promise<Left> {
    await this.cluster.namespace(this.name);
    this.set(args, more);
    await this.init();
    await this.up();
    return this.outputs();
  }

  async end(): Promise<void> {
    await this.removeBefore(this.name);
    await this.cluster.removeNamespace(this.name);
  }

  // biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object
  service(): Promise<any> {
    return this.cluster.get("KnativeService", this.name, "hello");
  }

  /** Requests that reached the Pods of a revision, according to their logs. */
  async requestsOf(revision: string): Promise<number> {
    const labelSelector = `serving.knative.dev/revision=${revision}`;
    const logs = await this.cluster.logs(this.name, { labelSelector }, "user-container");
    return logs.split("\n").filter((line) => line.includes("request ")).length;
  }
}
