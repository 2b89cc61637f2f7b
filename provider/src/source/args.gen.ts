// Generated from schema.ts by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { ApiServerTriggerArgs, ContainerSourceArgs, CronTriggerArgs, DestinationArgs, KafkaTriggerArgs, SinkBindingArgs } from "../triggers/args.gen";

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
  /** Where the image of `container.directory` is pushed, without a scheme, e.g. `ghcr.io/acme`; the source's name is appended. Defaults to the configuration `knative-faas:registry`; one of the two is needed then. */
  registry?: Input<string>;
  /** A timer. Exactly one of `cron`, `apiServer`, `kafka`, `container`, `sinkBinding` is given. */
  cron?: CronTriggerArgs;
  /** Changes of Kubernetes objects. Exactly one of `cron`, `apiServer`, `kafka`, `container`, `sinkBinding` is given. */
  apiServer?: ApiServerTriggerArgs;
  /** Messages of Apache Kafka. Exactly one of `cron`, `apiServer`, `kafka`, `container`, `sinkBinding` is given. */
  kafka?: KafkaTriggerArgs;
  /** A program of your own that sends events. Exactly one of `cron`, `apiServer`, `kafka`, `container`, `sinkBinding` is given. */
  container?: ContainerSourceArgs;
  /** A program that is there, which is told where to send events. Exactly one of `cron`, `apiServer`, `kafka`, `container`, `sinkBinding` is given. */
  sinkBinding?: SinkBindingArgs;
}
