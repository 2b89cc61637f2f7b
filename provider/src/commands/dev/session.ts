// A session of `knative-faas dev` for one function: what is made in the cluster, how traffic comes to it, and how both end.
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { developerAnnotation, sessionManager } from "../../function/traffic/devSession";
import { type ClusterObjects, type Place, statusOf } from "../clusterObjects";
import { CommandFailure } from "../commandErrors";
import type { LiveObject } from "../liveObject";
import type { StackFunction } from "../stackState";
import {
  relayConfiguration,
  relayRights,
  relaySettingsIn,
  type SessionOptions,
  sessionLabel,
  sessionName,
  sessionTraffic,
  sharesOf,
} from "./sessionPlan";

const pollMilliseconds = 100;
const readySeconds = 60;
const routedSeconds = 20;
const goneSeconds = 20;
const attempts = 10;

export class Session {
  /** The function before the session. */
  private given: LiveObject | undefined;

  constructor(
    private readonly objects: ClusterObjects,
    readonly fn: StackFunction,
    private readonly options: SessionOptions,
  ) {}

  /** The name of its Configuration. */
  get name(): string {
    return sessionName(this.fn.service, this.options.session);
  }

  /** Makes the relay, which gets no requests yet. */
  async open(revision: LiveObject): Promise<void> {
    const service = await this.service();
    this.given = service;
    const made = await this.objects.createServing("Configuration", relayConfiguration(service, revision, this.options));
    await Promise.all(relayRights(made, this.fn.service).map((object) => this.objects.create(object)));
    await this.until(readySeconds, `the relay of ${this.fn.name} does not start`, async () =>
      conditionOf(await this.relay(), "Ready"),
    );
  }

  /** Brings the traffic to the relay. */
  async begin(): Promise<void> {
    const relay = await this.relayRevision();
    await this.change(sessionManager, (service) => ({
      spec: { traffic: sessionTraffic(sharesOf(service), relay, this.options.marks) },
    }));
    await this.until(routedSeconds, `Knative does not route ${this.fn.name} to the relay`, async () => {
      const { metadata, status, spec } = await this.service();
      const isSeen = metadata.generation === status?.observedGeneration;
      if (!hasRevision(spec?.traffic, relay)) throw new CommandFailure(superseded(this.fn.name, await this.service()));
      return { isMet: isSeen && hasRevision(status?.traffic, relay), why: "" };
    });
  }

  /** Throws the reason if the session has ended without this command. */
  async check(): Promise<void> {
    const [configuration, service] = await Promise.all([this.relay(), this.found()]);
    if (service === undefined) throw new CommandFailure(`${this.fn.name} has been deleted`);
    const relay = configuration?.status?.latestReadyRevisionName;
    const isLiving = configuration !== undefined && configuration.metadata.deletionTimestamp === undefined;
    if (isLiving && hasRevision(service.spec?.traffic, relay)) return;
    if (isDeepStrictEqual(service.spec?.traffic, this.given?.spec?.traffic)) throw new SessionLost(this.fn.name);
    throw new CommandFailure(superseded(this.fn.name, service));
  }

  /** Ends the session without the relay's help. */
  async end(): Promise<void> {
    const configuration = await this.relay();
    if (configuration !== undefined) await this.endOf(configuration);
  }

  async isGone(): Promise<boolean> {
    return (await this.relay()) === undefined;
  }

  relayPods(): Promise<LiveObject[]> {
    return this.objects.pods(this.fn.namespace, `serving.knative.dev/configuration=${this.name}`);
  }

  /** The sessions that others have with this function. */
  async others(): Promise<{ developer: string; end(): Promise<void> }[]> {
    const found = await this.objects.list("Configuration", this.fn.namespace, `${sessionLabel}=${this.fn.service}`);
    return found.map((one) => ({
      developer: one.metadata.annotations?.[developerAnnotation] ?? "somebody",
      end: () => this.endOf(one),
    }));
  }

  async service(): Promise<LiveObject> {
    const found = await this.found();
    if (found === undefined)
      throw new CommandFailure(`${this.fn.name} is not in the cluster; run \`pulumi up\`, which makes it again`);
    return found;
  }

  /** With what its relay was told, which is the same for the sessions of all commands. */
  private async endOf(configuration: LiveObject): Promise<void> {
    const { name, namespace } = configuration.metadata;
    const restores = relaySettingsIn(configuration)?.restore;
    const relay = configuration.status?.latestCreatedRevisionName;
    if (restores !== undefined)
      await this.change(restores.manager, ({ spec }) =>
        hasRevision(spec?.traffic, relay) ? restores.fields : undefined,
      );
    await this.until(routedSeconds, `Knative does not route ${this.fn.name} back`, async () => ({
      isMet: isRoutedAway(await this.found(), relay),
      why: "",
    }));
    await this.objects.remove("Configuration", { name, namespace });
    await this.until(goneSeconds, `the session of ${this.fn.name} does not end`, async () => ({
      isMet: (await this.objects.get("Configuration", { name, namespace })) === undefined,
      why: "",
    }));
  }

  private async relayRevision(): Promise<string> {
    const configuration = await this.relay();
    return configuration?.status?.latestReadyRevisionName;
  }

  /** Again with the newest version if another client has changed the Service in between. `fieldsOf` may leave it as it is. */
  private async change(manager: string, fieldsOf: (service: LiveObject) => Fields | undefined): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const service = await this.found();
      const fields = service && fieldsOf(service);
      if (service === undefined || fields === undefined) return;
      try {
        const { apiVersion, kind } = service;
        const { name, namespace, resourceVersion } = service.metadata;
        const metadata = { ...fields.metadata, name, namespace, resourceVersion };
        await this.objects.apply("Service", { ...fields, apiVersion, kind, metadata }, manager);
        return;
      } catch (error) {
        if (statusOf(error) !== 409 || attempt === attempts) throw error;
      }
    }
  }

  private relay(): Promise<LiveObject | undefined> {
    return this.objects.get("Configuration", this.place(this.name));
  }

  private found(): Promise<LiveObject | undefined> {
    return this.objects.get("Service", this.place(this.fn.service));
  }

  private place(name: string): Place {
    return { name, namespace: this.fn.namespace };
  }

  private async until(seconds: number, failure: string, check: () => Promise<Check>): Promise<void> {
    let why = "";
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await setTimeout(pollMilliseconds)) {
      const found = await check();
      if (found.isMet) return;
      why = found.why;
    }
    throw new CommandFailure(why === "" ? `${failure} within ${seconds} s` : `${failure}: ${why}`);
  }
}

/** The relay has ended the session, as it had no connection for longer than its grace. */
export class SessionLost extends CommandFailure {
  constructor(name: string) {
    super(`the session of ${name} has ended: there was no connection for too long, or another command ended it`);
  }
}

function superseded(name: string, service: LiveObject): string {
  const shares = sharesOf(service).filter(({ percent }) => percent > 0);
  const now = shares.map(({ revisionName, percent }) => `${revisionName} ${percent} %`).join(", ");
  return `the session of ${name} was ended by an update or by another command; traffic now: ${now}`;
}

/** Of a Service. */
interface Fields {
  metadata?: object;
  spec?: object;
}

interface Check {
  isMet: boolean;
  why: string;
}

function conditionOf(object: LiveObject | undefined, type: string): Check {
  const conditions: { type: string; status: string; message?: string }[] = object?.status?.conditions ?? [];
  const found = conditions.find((condition) => condition.type === type);
  const isCurrent = object?.status?.observedGeneration === object?.metadata.generation;
  return { isMet: isCurrent && found?.status === "True", why: found?.message ?? "" };
}

function hasRevision(table: { revisionName?: string }[] | undefined, revision: string | undefined): boolean {
  return revision !== undefined && (table ?? []).some(({ revisionName }) => revisionName === revision);
}

/** Requests that are still routed to a revision would wait for one that does not come back. */
function isRoutedAway(service: LiveObject | undefined, revision: string | undefined): boolean {
  if (service === undefined) return true;
  const { metadata, status } = service;
  return metadata.generation === status?.observedGeneration && !hasRevision(status?.traffic, revision);
}
