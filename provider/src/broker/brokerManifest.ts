// A broker as Kubernetes objects: its settings, the Broker itself, its event types. Pure.
import { all, type Input, type Output, output } from "@pulumi/pulumi";
import { makeDelivery } from "../events/delivery";
import { samplesAnnotation } from "../filters/routeChanges";
import { given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type { ConfigMap } from "../kubernetes/objectTypes";
import type { Makes } from "../ownership/earlier";
import { contentHash } from "../pulumi/hash";
import { combined } from "../pulumi/value";
import type { BrokerArgs, BrokerEventTypeArgs } from "./brokerArgs.gen";
import { type BrokerSpec, brokerSpec } from "./brokerSpec";

type Data = Record<string, Input<string>>;

/** The settings of the broker's class; none for an unknown class. */
function settings({ channel, kafka, class: of }: BrokerSpec): Data {
  if (kafka !== undefined) return topic(kafka);
  if (channel === undefined && of !== "MTChannelBasedBroker") return {};
  const { apiVersion = "messaging.knative.dev/v1", kind = "InMemoryChannel" } = channel ?? {};
  const template = combined([apiVersion, kind], (version, is) => `apiVersion: ${version}\nkind: ${is}\n`);
  return { "channel-template-spec": template };
}

function topic({
  bootstrapServers,
  partitions = 10,
  replicationFactor = 3,
  authSecret,
}: NonNullable<BrokerSpec["kafka"]>): Data {
  return given({
    "default.topic.partitions": combined([partitions], String),
    "default.topic.replication.factor": combined([replicationFactor], String),
    "bootstrap.servers": combined([bootstrapServers], (servers) => servers.join(",")),
    "auth.secret.ref.name": authSecret,
  }) as Data;
}

/**
 * The broker's immutable fields, in a ConfigMap named after its content. The broker takes its configuration from here, or, if that is another
 * ConfigMap, only once this one exists: so a preview that replaces the broker does not know
 * its configuration yet, and does not fail on the webhook for a change that Knative refuses.
 */
export function makeConfig(spec: BrokerSpec): Manifest {
  const data = { ...settings(spec), class: spec.class };
  const name = combined(
    [spec.name, data, spec.config],
    (broker, known, other) => `${broker}-broker-${contentHash([known, other])}`,
  );
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: spec.namespace },
    data,
  } satisfies ConfigMap;
}

/** `config` is the id of the ConfigMap, `namespace/name`. */
export function makeBroker(spec: BrokerSpec, config: Output<string>): Manifest {
  const { name, namespace } = spec;
  const own = all([config, spec.namespace, spec.config]).apply(([id, home, other]) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    name: other?.name ?? id.split("/")[1],
    namespace: other === undefined ? home : (other.namespace ?? home),
  }));
  return {
    apiVersion: "eventing.knative.dev/v1",
    kind: "Broker",
    metadata: {
      name,
      namespace,
      annotations: { "eventing.knative.dev/broker.class": spec.class, ...sampled(spec) },
      ...given({ labels: spec.labels }),
    },
    spec: { config: own, ...given({ delivery: makeDelivery(spec.delivery, namespace) }) },
  };
}

function sampled({ samples }: BrokerSpec): Record<string, Input<string>> {
  if (samples === undefined) return {};
  return { [samplesAnnotation]: output(samples).apply((known) => JSON.stringify(known)) };
}

/** Knative does not allow changes of these (eventing v0.50, pkg/apis/eventing/v1/broker_validation.go). */
export const immutable = ["spec.config", 'metadata.annotations["eventing.knative.dev/broker.class"]'];

export function makeEventType(
  spec: BrokerSpec,
  type: string,
  { source, schema, description }: BrokerEventTypeArgs,
): Manifest {
  const name = combined([spec.name], (broker) => `${broker}-${objectName(type)}`);
  return {
    apiVersion: "eventing.knative.dev/v1beta2",
    kind: "EventType",
    metadata: { name, namespace: spec.namespace, ...given({ labels: spec.labels }) },
    spec: {
      type,
      ...given({ source, schema, description }),
      reference: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: spec.name },
    },
  };
}

/** A type as part of an object's name; if characters had to be replaced, a hash keeps it unique. */
function objectName(type: string): string {
  const changed = type.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  return changed === type ? type : `${changed}-${contentHash(type).slice(0, 6)}`;
}

export const makes: Makes = {
  main: (args: BrokerArgs, name) => makeBroker(brokerSpec(name, args), output("")),
  others: (args: BrokerArgs, name) => {
    const spec = brokerSpec(name, args);
    const types = Object.entries(args.eventTypes ?? {}).map(([type, given]) => makeEventType(spec, type, given));
    return [makeConfig(spec), ...types];
  },
};
