// One function during `knative-faas dev`: its program on this machine, and the session that brings its requests here.
import { randomUUID } from "node:crypto";
import type { Server } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { clusterAt } from "../clusterAccess";
import { ClusterObjects } from "../clusterObjects";
import { CommandFailure } from "../commandErrors";
import type { LiveObject } from "../liveObject";
import { type FunctionEnvironment, functionEnvironment } from "../local/functionEnvironment";
import type { LocalFunction } from "../local/localFunction";
import { localFunction, relayImageAt } from "../local/localModule";
import type { LocalSource } from "../local/localSource";
import { debugAddress } from "../run/delve";
import type { StackSettings } from "../stackSettings";
import type { StackFunction } from "../stackState";
import { Attachment } from "./attachment";
import { proxyTo } from "./egress";
import type { Report } from "./report";
import { Session, SessionLost } from "./session";
import { type Marks, sharesOf } from "./sessionPlan";

const takenLooks = 4;
const takenMilliseconds = 1_000;

export interface DevOptions {
  marks: Marks;
  settings: StackSettings;
  /** Shown to others. */
  developer: string;
  isDebug: boolean;
  takesOver: boolean;
  report: Report;
}

export class DevFunction {
  private readonly config;
  private readonly objects: ClusterObjects;
  private local: LocalFunction | undefined;
  private attachment: Attachment | undefined;
  private proxy: Server | undefined;
  private environment: FunctionEnvironment | undefined;

  constructor(
    readonly fn: StackFunction,
    private readonly source: LocalSource,
    private readonly options: DevOptions,
  ) {
    this.config = clusterAt(fn.connection);
    this.objects = new ClusterObjects(this.config);
  }

  /** Requests come here when this resolves. */
  async begin(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    await this.endOthers();
    const revision = await this.deployed();
    const [image] = await Promise.all([this.image(revision), this.startLocal()]);
    await this.attach(image, signal);
    this.say(`${this.answers()} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }

  /** Resolves after the signal; rejects when the session has been ended by others. */
  async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        return await this.attachment?.keep(signal);
      } catch (error) {
        if (!(error instanceof SessionLost) || signal.aborted) throw error;
        this.say(error.message);
        await this.attachment?.end();
        await this.refuseIfTaken();
        await this.attach(await this.image(await this.deployed()), signal);
        this.say(`another one begins: ${this.answers()}`);
      }
    }
  }

  /** A command in another terminal ends this session before it begins its own. */
  private async refuseIfTaken(): Promise<void> {
    for (let looks = 0; looks < takenLooks; looks++) {
      await setTimeout(takenMilliseconds);
      const [other] = await this.session("", "").others();
      if (other !== undefined)
        throw new CommandFailure(`another command has begun a session of ${this.fn.name} (${other.developer})`);
    }
  }

  async end(): Promise<void> {
    try {
      await this.attachment?.end();
    } finally {
      await this.local?.stop();
      this.proxy?.close();
      this.environment?.remove();
    }
  }

  /** Whether anything of a session is or was in the cluster. */
  get hasSession(): boolean {
    return this.attachment !== undefined;
  }

  get isConnected(): boolean {
    return this.attachment?.isConnected === true;
  }

  /** A connection to `host:port`, as a Pod of the function would open it. */
  async connect(authority: string): Promise<Duplex> {
    if (this.attachment === undefined) throw new Error(`${authority} can't be reached: the relay does not run yet`);
    return this.attachment.connect(authority);
  }

  private get localFunction(): LocalFunction {
    if (this.local === undefined) throw new Error(`${this.fn.name} has no program here yet`);
    return this.local;
  }

  private say(line: string): void {
    this.options.report.say(this.fn.name, line);
  }

  private async attach(image: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const session = randomUUID();
    const own = this.session(image, session);
    this.attachment = new Attachment(this.config, own, session, this.localFunction, (line) => this.say(line));
    await this.attachment.begin(await this.deployed(), signal);
  }

  private session(image: string, session: string): Session {
    const { developer, marks } = this.options;
    return new Session(this.objects, this.fn, { session, developer, marks, image });
  }

  /** One of the same developer is what an earlier command has left. */
  private async endOthers(): Promise<void> {
    const { takesOver, developer: own } = this.options;
    for (const { developer, end } of await this.session("", "").others()) {
      if (!takesOver && developer !== own)
        throw new CommandFailure(
          `${this.fn.name} is in a session of ${developer}; wait for its end, or end it with --take-over`,
        );
      this.say(`ends the session of ${developer}`);
      await end();
    }
  }

  /** The revision with most of the traffic. */
  private async deployed(): Promise<LiveObject> {
    const service = await this.session("", "").service();
    const [first] = sharesOf(service).sort((a, b) => b.percent - a.percent);
    const { namespace } = this.fn;
    const found = first && (await this.objects.get("Revision", { name: first.revisionName, namespace }));
    if (found === undefined) throw new CommandFailure(`${this.fn.name} has no revision that serves; run \`pulumi up\``);
    return found;
  }

  private image(revision: LiveObject): Promise<string> {
    const { registry, baseImage } = this.options.settings;
    const [container] = revision.spec.containers;
    return relayImageAt({ beside: container.image, registry, baseImage }, (line) => this.say(line));
  }

  private async startLocal(): Promise<void> {
    const { name, service } = this.fn;
    const { isDebug, report } = this.options;
    const address = isDebug ? await debugAddress() : undefined;
    this.environment = await functionEnvironment(this.fn);
    for (const line of this.environment.notes) this.say(line);
    this.local = localFunction({
      ...{ name: service, source: this.source, launcher: this.environment.launcher, debugAddress: address },
      environment: { ...this.environment.values, ...(await this.egress()) },
      say: (line) => this.say(line),
      output: (line) => report.line(name, line),
    });
    this.local.on("reloaded", (milliseconds) => this.say(`runs the new code (${(milliseconds / 1000).toFixed(2)} s)`));
    this.local.on("failed", (reason) => this.say(reason));
    await this.local.start();
    if (address !== undefined) this.say(`its debugger (delve) listens at ${address}`);
  }

  /** What goes out over HTTP goes out of the relay's Pod, so that names of the cluster resolve. */
  private async egress(): Promise<Record<string, string>> {
    this.proxy = await proxyTo((authority) => this.connect(authority));
    const address = this.proxy.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`;
    return { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: "localhost,127.0.0.1,::1" };
  }

  private answers(): string {
    const { header, tag } = this.options.marks;
    if (tag !== undefined) return `answers here at the address of the tag ${tag}`;
    if (header !== undefined) return `answers here for ${header.name}: ${header.value}, at ${this.fn.url}`;
    return `answers here: ${this.fn.url}`;
  }
}
