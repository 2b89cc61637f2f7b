// A program of brokers, functions that record their events, flows and sources; and the recorded events.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { Program } from "../engine/program";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { posted, type TestCluster } from "./cluster";

export interface Recorded {
  path: string;
  attributes: Record<string, string>;
  data: string;
  /** When it arrived, in microseconds since 1970. */
  at: number;
}

type Resources = Record<string, { type: string; properties: object; options?: object }>;

/** One permanent Pod, as it keeps its records in memory. */
const always = { scale: { min: 1, max: 1 }, timeouts: { requestSeconds: 10 }, env: {} };

/** The first one is built, the others run its image. */
export function recorders(namespace: string, all: Record<string, object>): Resources {
  const [first = ""] = Object.keys(all);
  const entries = Object.entries(all).map(([name, given]) => {
    const image = name === first ? { source: { directory: "recorder" } } : { image: `\${${first}.image}` };
    const env = { NAME: name, ...(given as { env?: object }).env };
    return [name, { type: "knative-faas:Function", properties: { namespace, ...image, ...always, ...given, env } }];
  });
  return Object.fromEntries(entries);
}

export function eventingProgram(target: StackTarget, name: string): Program {
  const program = new Program(target, name);
  cpSync(join(repository, "tests", "cluster", "recorder"), join(program.directory, "recorder"), { recursive: true });
  return program;
}

export class Events {
  constructor(
    private readonly cluster: TestCluster,
    private readonly urls: Record<string, string>,
  ) {}

  async recorded(name: string): Promise<Recorded[]> {
    return JSON.parse(await this.cluster.answer(this.urls[name] as string));
  }

  /** The IDs of the events of one function, in order of arrival. */
  async ids(name: string): Promise<string[]> {
    return (await this.recorded(name)).map(({ attributes }) => attributes.id as string);
  }

  async forget(name: string): Promise<void> {
    await this.cluster.post(this.urls[name] as string, {}, "", "DELETE");
  }

  /** Sends an event to a path of the brokers' ingress or to any address; returns the status. */
  async send(url: string, attributes: Record<string, string>, data = "{}"): Promise<number> {
    const headers = Object.entries(attributes).map(([name, value]): [string, string] => [`ce-${name}`, value]);
    const all = { "ce-specversion": "1.0", "ce-source": "/test", "content-type": "application/json" };
    const address = await this.addressOf(new URL(url).host);
    const answer = await posted(address, url, { ...all, ...Object.fromEntries(headers) }, data);
    return answer.status;
  }

  private readonly addresses = new Map<string, string>();

  /** The address inside the cluster of a Service, by its name. */
  private async addressOf(host: string): Promise<string> {
    const known = this.addresses.get(host);
    if (known !== undefined) return known;
    const [name = "", namespace = ""] = host.split(".");
    const { spec } = await this.cluster.get("Service", namespace, name);
    // A channel's Service refers to the dispatcher's.
    const address: string = spec.clusterIP ?? (await this.addressOf(spec.externalName));
    this.addresses.set(host, address);
    return address;
  }
}
