// The event graph of a stack, from its state: what sends events, what receives them, and on which conditions. Pure.
import { repliesLabel } from "../kubernetes/stackName";

export type NodeKind = "function" | "broker" | "channel" | "flow" | "source" | "url" | "outside";

export interface Node {
  /** Unique in the graph, e.g. `function default/audit`. */
  id: string;
  kind: NodeKind;
  title: string;
  /** Additional information next to the title, e.g. a schedule. */
  detail?: string;
}

export interface Edge {
  from: string;
  to: string;
  label: string;
  /** Dead letters are undeliverable events; a reply is a receiver's response. */
  kind: "event" | "reply" | "dead letter";
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
}

// biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object in a state
type Manifest = any;

export interface GraphOptions {
  /** Includes functions that receive no events. */
  isComplete?: boolean;
}

/** The graph of one stack, from the output of `pulumi stack export` or the Automation API. */
export function graphOf(exported: unknown, { isComplete = false }: GraphOptions = {}): Graph {
  const read: Graph = { nodes: [], edges: [] };
  const objects = objectsIn(exported);
  for (const manifest of objects) readers[manifest.kind]?.(manifest, read);
  const graph = objects.reduce(withoutProgram, read);
  if (isComplete) return graph;
  const ends = graph.edges.flatMap(({ from, to }) => [from, to]);
  // A function that receives no events is not part of the graph of events.
  return { ...graph, nodes: graph.nodes.filter(({ id, kind }) => kind !== "function" || ends.includes(id)) };
}

interface Exported {
  deployment?: { resources?: { type: string; inputs?: Manifest; outputs?: Manifest; delete?: boolean }[] };
}

function objectsIn(exported: unknown): Manifest[] {
  const { deployment, ...own } = (exported ?? {}) as Exported & NonNullable<Exported["deployment"]>;
  const resources = (deployment ?? own).resources ?? [];
  const isRelevant =
    /^kubernetes:((eventing|messaging|flows|sources|serving)\.knative\.dev\/[^:]+:\w+|apps\/v1:(StatefulSet|Deployment))(?<!Patch)$/;
  return resources
    .filter(({ type, delete: isPending }) => isRelevant.test(type) && isPending !== true)
    .map(({ inputs, outputs }) => inputs ?? outputs);
}

type Reader = (manifest: Manifest, graph: Graph) => void;

const readers: Record<string, Reader> = {
  Service: (manifest, graph) => void own(manifest, "function", graph),
  Broker: (manifest, graph) => {
    const broker = own(manifest, "broker", graph);
    deadLetter(broker, manifest.spec?.delivery, manifest, graph);
  },
  Trigger: (manifest, graph) => {
    const { spec } = manifest;
    const ref = spec.brokerRef ?? { kind: "Broker", name: spec.broker };
    const broker = destination({ ref }, manifest, graph);
    const subscriber = destination(spec.subscriber, manifest, graph);
    graph.edges.push({ from: broker, to: subscriber, label: described(spec.filters), kind: "event" });
    deadLetter(broker, spec.delivery, manifest, graph);
  },
  Channel: (manifest, graph) => {
    const channel = own(manifest, "channel", graph);
    deadLetter(channel, manifest.spec?.delivery, manifest, graph);
  },
  Subscription: (manifest, graph) => {
    const { spec } = manifest;
    const channel = destination({ ref: spec.channel }, manifest, graph);
    const subscriber = destination(spec.subscriber, manifest, graph);
    link(channel, subscriber, "", graph);
    reply(subscriber, spec.reply, manifest, graph);
    deadLetter(channel, spec.delivery, manifest, graph);
  },
  Sequence: (manifest, graph) => {
    let before = own(manifest, "flow", graph);
    for (const [index, step] of manifest.spec.steps.entries()) {
      const to = destination(step, manifest, graph);
      link(before, to, `step ${index + 1}`, graph);
      deadLetter(to, step.delivery, manifest, graph);
      before = to;
    }
    reply(before, manifest.spec.reply, manifest, graph);
  },
  Parallel: (manifest, graph) => {
    const flow = own(manifest, "flow", graph);
    for (const branch of manifest.spec.branches) {
      const to = destination(branch.subscriber, manifest, graph);
      const filter = branch.filter && destination(branch.filter, manifest, graph);
      if (filter !== undefined) link(flow, filter, "branch", graph);
      link(filter ?? flow, to, filter === undefined ? "branch" : "let through", graph);
      reply(to, branch.reply ?? manifest.spec.reply, manifest, graph);
      deadLetter(to, branch.delivery, manifest, graph);
    }
  },
  EventTransform: (manifest, graph) => {
    const flow = own(manifest, "flow", graph, manifest.spec.jsonata?.expression);
    reply(flow, manifest.spec.sink, manifest, graph);
  },
  PingSource: (manifest, graph) => source(manifest, manifest.spec.schedule, graph),
  ApiServerSource: (manifest, graph) => {
    const kinds = manifest.spec.resources.map(({ kind }: { kind: string }) => kind);
    source(manifest, kinds.join(", "), graph);
  },
  KafkaSource: (manifest, graph) => source(manifest, [manifest.spec.topics].flat().join(", "), graph),
  ContainerSource: (manifest, graph) => source(manifest, "container", graph),
  SinkBinding: (manifest, graph) => {
    const { kind, name, selector } = manifest.spec.subject;
    const { namespace } = manifest.metadata;
    const program = graph.nodes.find(({ id }) => id === idOf("SinkBinding", namespace, manifest.metadata.name));
    source(manifest, program?.detail ?? `${kind} ${name ?? JSON.stringify(selector?.matchLabels ?? {})}`, graph);
  },
  // The program that writes the answers of a function.
  Deployment: (manifest, graph) => {
    if (functionBehind(manifest) !== undefined) topic(programId(manifest), settingsOf(manifest)?.topic, "reply", graph);
  },
  // A source that one of this package's programs runs; its binding follows, under the same name.
  StatefulSet: (manifest, graph) => {
    const config = settingsOf(manifest);
    if (config === undefined) return;
    const node = own({ ...manifest, kind: "SinkBinding" }, "source", graph, readBy(config));
    topic(node, config.replies, "reply", graph);
    topic(node, config.deadLetterTopic, "dead letter", graph);
    if (config.delivery?.deadLetter === undefined) return;
    deadLetter(node, { deadLetterSink: addressed(config.delivery.deadLetter) }, manifest, graph);
  },
};

function variable({ spec }: Manifest, variable: string): string | undefined {
  const [container] = spec?.template?.spec?.containers ?? [];
  const value = container?.env?.find(({ name }: { name: string }) => name === variable)?.value;
  return typeof value === "string" ? value : undefined;
}

/** The configuration of one of this package's programs. */
function settingsOf(workload: Manifest): Manifest | undefined {
  const settings = variable(workload, "SOURCE");
  return settings === undefined ? undefined : JSON.parse(settings);
}

/** The program's Service has the name of its Deployment. */
const programId = ({ metadata }: Manifest) => idOf("Service", metadata.namespace, metadata.name);

/** What a program between a function and its callers passes events on to; undefined for another object. */
function functionBehind(manifest: Manifest): Destination | undefined {
  if (manifest.kind !== "Deployment" || manifest.spec?.selector?.matchLabels?.[repliesLabel] === undefined)
    return undefined;
  const address = variable(manifest, "K_SINK");
  return address === undefined ? undefined : addressed(`${address}/`);
}

/** Events go through the program to the function, which the graph shows as the receiver and as what answers. */
function withoutProgram(graph: Graph, manifest: Manifest): Graph {
  const behind = functionBehind(manifest);
  if (behind === undefined) return graph;
  const [own, to] = [programId(manifest), destination(behind, manifest, graph)];
  const end = (id: string) => (id === own ? to : id);
  const edges = graph.edges.map((edge) => ({ ...edge, from: end(edge.from), to: end(edge.to) }));
  return { nodes: graph.nodes.filter(({ id }) => id !== own), edges };
}

/** A short description of what a source of this package reads. */
// biome-ignore lint/suspicious/noExplicitAny: the configuration of any program
function readBy({ topics, pattern, stream, list, channel }: any): string {
  if (topics !== undefined) return topics.join(", ");
  if (pattern !== undefined) return `topics ${pattern}`;
  if (stream !== undefined) return `stream ${stream.keys.join(", ")}`;
  return list === undefined
    ? `channel ${[channel.names, channel.patterns].flat().filter(Boolean).join(", ")}`
    : `list ${list.key}`;
}

/** A topic that a source writes to. */
function topic(from: string, name: string | undefined, kind: "reply" | "dead letter", graph: Graph): void {
  if (name === undefined) return;
  const id = `topic ${name}`;
  if (!graph.nodes.some((node) => node.id === id))
    graph.nodes.push({ id, kind: "outside", title: name, detail: "topic" });
  graph.edges.push({ from, to: id, label: kind, kind });
}

/** The object behind an address inside the cluster. */
function addressed(uri: string): Destination {
  const [, name = "", namespace = ""] = /^http:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc\//.exec(uri) ?? [];
  if (name === "") return { uri };
  const channel = /^(.*)-kn-channel$/.exec(name)?.[1];
  const ref = channel === undefined ? { kind: "Service", name } : { kind: "Channel", name: channel };
  return { ref: { ...ref, namespace } };
}

function source(manifest: Manifest, detail: string, graph: Graph): void {
  const from = own(manifest, "source", graph, detail);
  link(from, destination(manifest.spec.sink, manifest, graph), "", graph);
}

/** The object itself as a node; replaces a node that was referenced earlier. */
function own(manifest: Manifest, kind: NodeKind, graph: Graph, detail?: string): string {
  const { name, namespace } = manifest.metadata;
  const id = idOf(manifest.kind, namespace, name);
  const node: Node = { id, kind, title: name, ...(detail === undefined ? {} : { detail }) };
  graph.nodes = [...graph.nodes.filter((other) => other.id !== id), node];
  return id;
}

function idOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? "default"}/${name}`;
}

interface Destination {
  uri?: string;
  ref?: { kind: string; name: string; namespace?: string };
}

/** An object that is not in the stack is drawn as outside, unless it is found later. */
function destination({ ref, uri: given = "" }: Destination, sender: Manifest, graph: Graph): string {
  const uri = typeof given === "string" ? given : "a secret address";
  const id = ref === undefined ? uri : idOf(ref.kind, ref.namespace ?? sender.metadata.namespace, ref.name);
  if (graph.nodes.some((node) => node.id === id)) return id;
  const kind: NodeKind = ref === undefined ? "url" : "outside";
  graph.nodes.push({ id, kind, title: ref?.name ?? uri, ...(ref === undefined ? {} : { detail: ref.kind }) });
  return id;
}

function link(from: string, to: string, label: string, graph: Graph): void {
  graph.edges.push({ from, to, label, kind: "event" });
}

function reply(from: string, to: Destination | undefined, sender: Manifest, graph: Graph): void {
  if (to === undefined) return;
  graph.edges.push({ from, to: destination(to, sender, graph), label: "reply", kind: "reply" });
}

function deadLetter(from: string, delivery: Manifest, sender: Manifest, graph: Graph): void {
  if (delivery?.deadLetterSink === undefined) return;
  const to = destination(delivery.deadLetterSink, sender, graph);
  const isThere = graph.edges.some((edge) => edge.from === from && edge.to === to && edge.kind === "dead letter");
  if (!isThere) graph.edges.push({ from, to, label: "dead letter", kind: "dead letter" });
}

// biome-ignore lint/suspicious/noExplicitAny: a filter in any dialect
type Filter = any;

/** A short description of filters. */
function described(filters: Filter[] = []): string {
  return filters.length === 0 ? "all events" : filters.map(describedOne).join(" and ");
}

function describedOne(filter: Filter): string {
  const signs = { exact: "=", prefix: "starts with", suffix: "ends with" };
  for (const [dialect, sign] of Object.entries(signs)) {
    if (filter[dialect] === undefined) continue;
    return Object.entries(filter[dialect])
      .map(([name, value]) => `${name} ${sign} ${value}`)
      .join(" and ");
  }
  if (filter.cesql !== undefined) return filter.cesql;
  if (filter.not !== undefined) return `not (${describedOne(filter.not)})`;
  const [word, list] = filter.any === undefined ? [" and ", filter.all ?? []] : [" or ", filter.any];
  return `(${list.map(describedOne).join(word)})`;
}
