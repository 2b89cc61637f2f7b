// Generated from schema.ts by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { ApiServerTriggerArgs, ContainerSourceArgs, CronTriggerArgs, DestinationArgs, KafkaTriggerArgs, MqttTriggerArgs, RedisTriggerArgs, SinkBindingArgs } from "../triggers/args.gen";

/** Arguments of EventSource. */
export interface EventSourceArgs {
  /** Name of the source. Defaults to the resource's name. Changing it replaces the source. */
  name?: Input<string>;
  /** Namespace of the source; it must exist. Defaults to `default`. Changing it replaces the source. */
  namespace?: Input<string>;
  /** Labels of the source and of what is made beside it. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Where the events go. Required. */
  sink: DestinationArgs;
  /** Where the image of `container.directory`, or of the program behind `mqtt` and `redis`, is pushed, without a scheme, e.g. `ghcr.io/acme`. Defaults to the configuration `knative-faas:registry`; one of the two is needed then. */
  registry?: Input<string>;
  /** A timer. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  cron?: CronTriggerArgs;
  /** Changes of Kubernetes objects. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  apiServer?: ApiServerTriggerArgs;
  /** Messages of Apache Kafka. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  kafka?: KafkaTriggerArgs;
  /** Messages of an MQTT broker. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  mqtt?: MqttTriggerArgs;
  /** Entries of Redis streams or a list, or messages of its channels. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  redis?: RedisTriggerArgs;
  /** A program of your own that sends events. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  container?: ContainerSourceArgs;
  /** A program that is there, which is told where to send events. Exactly one of `cron`, `apiServer`, `kafka`, `mqtt`, `redis`, `container`, `sinkBinding` is given. */
  sinkBinding?: SinkBindingArgs;
}
