// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { ApiServerTriggerArgs, ContainerSourceArgs, CronTriggerArgs, DestinationArgs, KafkaTriggerArgs, KnativeKafkaTriggerArgs, MqttTriggerArgs, RedisTriggerArgs, RegistryLoginArgs, SinkBindingArgs } from "../events/eventArgs.gen";

/** Arguments of EventSource. */
export interface EventSourceArgs {
  /** Name of the source. Defaults to the resource's name. Changing it replaces the source. */
  name?: Input<string>;
  /** Namespace of the source; it must exist. Defaults to `default`, unless the Kubernetes provider sets another one: through its `namespace`, the configuration `kubernetes:namespace`, or the kubeconfig context. Changing it replaces the source. */
  namespace?: Input<string>;
  /** Whether the event source adopts existing objects with its names that belong to kubectl, another tool or another stack, which must not deploy them again; without it the preview and the update fail. The objects are changed to match these arguments. While it is set, nothing of the event source is deleted, neither by a destroy nor by an update that removes it from the program, including objects that this stack created. Remove it once the objects belong to this stack: then a destroy deletes them too. Defaults to false. */
  adopt?: boolean;
  /** Labels of the source and of the objects created with it. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Where the events go. Required. */
  sink: DestinationArgs;
  /** Registry to which the image of `container.directory`, or of the program behind `kafka`, `mqtt` and `redis`, is pushed, without a scheme, e.g. `ghcr.io/acme`. Defaults to the configuration `knative-faas:registry`, then to the variable `KO_DOCKER_REPO`; one of the three is required if an image is built. */
  registry?: Input<string>;
  /** User and password of the registry, for pushing a built image and for the source's Pods to pull it. Defaults to Docker's or Podman's configuration on this machine for pushing, and to none for pulling. */
  registryLogin?: RegistryLoginArgs;
  /** Names of Secrets with credentials for pulling the image; they must exist. Defaults to none. */
  pullSecrets?: Input<Input<string>[]>;
  /** A timer. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  cron?: CronTriggerArgs;
  /** Changes of Kubernetes objects. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  apiServer?: ApiServerTriggerArgs;
  /** Entries of Apache Kafka. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  kafka?: KafkaTriggerArgs;
  /** Messages of Apache Kafka, read by Knative's own Kafka components. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  knativeKafka?: KnativeKafkaTriggerArgs;
  /** Messages of an MQTT broker. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  mqtt?: MqttTriggerArgs;
  /** Entries of Redis streams or a list, or messages of its channels. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  redis?: RedisTriggerArgs;
  /** A program of your own that sends events. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  container?: ContainerSourceArgs;
  /** An existing program, which receives the address to send events to. Exactly one of `cron`, `apiServer`, `kafka`, `knativeKafka`, `mqtt`, `redis`, `container`, `sinkBinding` must be set. */
  sinkBinding?: SinkBindingArgs;
}
