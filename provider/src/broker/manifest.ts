// A broker as Kubernetes objects: its settings, the Broker itself, its event types. Pure.
import { all, type Input, type Output, output } from "@pulumi/pulumi";
import { given } from "../core/given";
import { contentHash } from "../core/hash";
import type { Manifest } from "../core/kubernetes";
import { makeDelivery } from "../triggers/delivery";
import type { BrokerEventTypeArgs } from "./args.gen";
import type { BrokerSpec } from "./spec";

type Data = Record<string, Input<string>>;

/** The settings of the broker's class, or undefined when those of the installation or of another ConfigMap count. */
function settings({ channel, kafka }: BrokerSpec): Data | Output<Data> | undefined {
  if (channel !== undefined) {
    const { apiVersion = "messaging.knative.dev/v1", kind } = channel;
    const template = all([apiVersion, kind]).apply(([version, is]) => `apiVersion: ${version}\nkind: ${is}\n`);
    return { "channel-template-spec": template };
  }
  if (kafka === undefined) return undefined;
  const { bootstrapServers, partitions = 10, replicationFactor = 3, authSecret } = kafka;
  return given({
    "default.topic.partitions": output(partitions).apply(String),
    "default.topic.replication.factor": output(replicationFactor).apply(String),
    "bootstrap.servers": output(bootstrapServers).apply((servers) => servers.join(",")),
    "auth.secret.ref.name": authSecret,
  });
}

/** Named by its content: Knative reads it only when it makes the broker, so another content is another broker. */
export function makeConfig(spec: BrokerSpec): Manifest | undefined {
  const data = settings(spec);
  if (data === undefined) return undefined;
  const name = all([spec.name, data]).apply(([broker, known]) => `${broker}-broker-${contentHash(known)}`);
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: spec.namespace }, data };
}

export function makeBroker(spec: BrokerSpec, config: Input<string> | undefined): Manifest {
  const { name, namespace } = spec;
  const own = config === undefined ? spec.config : { name: config };
  const settingsAt = own && {
    apiVersion: "v1",
    kind: "ConfigMap",
    name: own.name,
    namespace: own.namespace ?? namespace,
  };
  return {
    apiVersion: "eventing.knative.dev/v1",
    kind: "Broker",
    metadata: {
      name,
      namespace,
      annotations: { "eventing.knative.dev/broker.class": spec.class },
      ...given({ labels: spec.labels }),
    },
    spec: given({ config: settingsAt, delivery: makeDelivery(spec.delivery, namespace) }),
  };
}

/** Knative refuses to change these (eventing v0.50, pkg/apis/eventing/v1/broker_validation.go). */
export const immutable = ["spec.config", 'metadata.annotations["eventing.knative.dev/broker.class"]'];

export function makeEventType(
  spec: BrokerSpec,
  type: string,
  { source, schema, description }: BrokerEventTypeArgs,
): Manifest {
  const name = output(spec.name).apply((broker) => `${broker}-${objectName(type)}`);
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

/** A type as a part of an object's name; what had to be changed is told apart by a hash. */
function objectName(type: string): string {
  const changed = type.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  return changed === type ? type : `${changed}-${contentHash(type).slice(0, 6)}`;
}
