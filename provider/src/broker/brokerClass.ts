// Classes of brokers: each requires a controller in the cluster, because otherwise nothing handles its brokers.
import * as pulumi from "@pulumi/pulumi";
import { type LiveObject, tryQuery } from "../cluster/cluster";
import { type Condition, ready } from "../cluster/conditions";
import { isMissing } from "../cluster/controllers";
import { installationOf } from "../cluster/installation";
import { InvalidArgs, show } from "../input/problems";
import { log } from "../pulumi/log";
import type { BrokerArgs } from "./brokerArgs.gen";

/** By class, the Deployment of its controller and the manifest that includes it. Source: the releases of eventing, eventing-kafka-broker and eventing-rabbitmq. */
const controllers: Record<string, { at: string; file: string }> = {
  MTChannelBasedBroker: { at: "knative-eventing/mt-broker-controller", file: "mt-channel-broker.yaml" },
  Kafka: { at: "knative-eventing/kafka-controller", file: "eventing-kafka-controller.yaml" },
  KafkaNamespaced: { at: "knative-eventing/kafka-controller", file: "eventing-kafka-controller.yaml" },
  RabbitMQBroker: { at: "knative-eventing/rabbitmq-broker-controller", file: "rabbitmq-broker.yaml" },
};

/**
 * Resolves once the controller of the class has been found in the cluster; undefined if no class is set. Not checked if the same program's
 * Knative may be about to install it.
 */
export function withController(
  component: pulumi.ComponentResource,
  { class: given, kafka }: BrokerArgs,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<unknown> {
  const property = kafka === undefined ? "class" : "kafka";
  const named: pulumi.Input<string> | undefined = kafka === undefined ? given : "Kafka";
  if (named === undefined || installationOf(dependsOn, component)?.owned === true) return undefined;
  return pulumi.output(named).apply((known) => check(component, known, property));
}

async function check(component: pulumi.Resource, named: string, property: "class" | "kafka"): Promise<void> {
  if (await isServed(component, named)) return;
  const controller = Object.hasOwn(controllers, named) ? controllers[named] : undefined;
  if (controller === undefined) return warnUnknown(component, named);
  if (!(await isMissing(component, controller.at))) return;
  const got = property === "class" ? `, got ${show(named)}` : "";
  const reason = `requires the controller for brokers of class ${named}, which this cluster does not have${got}; install ${controller.file} of its release, or leave ${property} out`;
  throw new InvalidArgs("Broker", [{ propertyPath: property, reason }]);
}

const broker = { apiVersion: "eventing.knative.dev/v1", kind: "Broker" };
const classAnnotation = "eventing.knative.dev/broker.class";

/** A controller may run anywhere, so a ready broker of the class is the best evidence. True also if the cluster can't be queried. */
async function isServed(component: pulumi.Resource, named: string): Promise<boolean> {
  const all = (await tryQuery(component, (cluster) => cluster.list(broker)))?.answer;
  return all === undefined || all.some((one) => isReady(one) && one.metadata.annotations?.[classAnnotation] === named);
}

const isReady = ({ status }: LiveObject): boolean =>
  (status?.conditions ?? []).some((one: Condition) => one.type === ready && one.status === "True");

/** A foreign controller may handle any class, but it may also be a typo. */
function warnUnknown(component: pulumi.Resource, named: string): Promise<void> {
  const known = Object.keys(controllers).join(", ");
  return log.warn(
    `class: this cluster has no ready broker of class ${show(named)}, and a broker whose class no controller handles never becomes ready; known classes are ${known}`,
    component,
  );
}
