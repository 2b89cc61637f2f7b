// Classes of brokers: each needs a controller in the cluster, or nobody takes up a broker that names it.
import * as pulumi from "@pulumi/pulumi";
import { type LiveObject, tryQuery } from "../cluster/cluster";
import { type Condition, ready } from "../cluster/conditions";
import { isMissing } from "../cluster/controllers";
import { installationOf } from "../cluster/installation";
import { InvalidArgs, show } from "../input/problems";
import { log } from "../pulumi/log";
import type { BrokerArgs } from "./brokerArgs.gen";

/** By class, the Deployment of its controller and the file that brings it. Source: the releases of eventing, eventing-kafka-broker and eventing-rabbitmq. */
const controllers: Record<string, { at: string; file: string }> = {
  MTChannelBasedBroker: { at: "knative-eventing/mt-broker-controller", file: "mt-channel-broker.yaml" },
  Kafka: { at: "knative-eventing/kafka-controller", file: "eventing-kafka-controller.yaml" },
  KafkaNamespaced: { at: "knative-eventing/kafka-controller", file: "eventing-kafka-controller.yaml" },
  RabbitMQBroker: { at: "knative-eventing/rabbitmq-broker-controller", file: "rabbitmq-broker.yaml" },
};

/**
 * Known once the cluster was seen to have what takes up the class; undefined where none is named. A Knative of the same program
 * may be about to install it.
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
  if (controller === undefined) return tellUnknown(component, named);
  if (!(await isMissing(component, controller.at))) return;
  const got = property === "class" ? `, got ${show(named)}` : "";
  const reason = `needs the controller of brokers of class ${named}, which this cluster does not have${got}; install ${controller.file} of its release, or leave ${property} out`;
  throw new InvalidArgs("Broker", [{ propertyPath: property, reason }]);
}

const broker = { apiVersion: "eventing.knative.dev/v1", kind: "Broker" };
const classAnnotation = "eventing.knative.dev/broker.class";

/** A controller may run anywhere, so a broker of the class that is ready is the best sign of it. True too where the cluster does not tell. */
async function isServed(component: pulumi.Resource, named: string): Promise<boolean> {
  const all = (await tryQuery(component, (cluster) => cluster.list(broker)))?.answer;
  return all === undefined || all.some((one) => isReady(one) && one.metadata.annotations?.[classAnnotation] === named);
}

const isReady = ({ status }: LiveObject): boolean =>
  (status?.conditions ?? []).some((one: Condition) => one.type === ready && one.status === "True");

/** A controller of others may know any class; it may as well be a slip. */
function tellUnknown(component: pulumi.Resource, named: string): Promise<void> {
  const known = Object.keys(controllers).join(", ");
  return log.warn(
    `class: no broker in this cluster is ready that has the class ${show(named)}, and one of a class that no controller knows never is; known are ${known}`,
    component,
  );
}
