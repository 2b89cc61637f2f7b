// Answers of a function in a Kafka topic: this package's program kafka-replies between the function and what calls it. Schema and manifests. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { repliesSuffix } from "../../filters/routed";
import { integer } from "../../input/fields";
import { given } from "../../input/given";
import { imageByDigest, quantity } from "../../input/names";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type { Deployment, Service } from "../../kubernetes/objectTypes";
import { repliesLabel } from "../../kubernetes/stackName";
import { combined } from "../../pulumi/value";
import type { TriggerRepliesArgs } from "../eventArgs.gen";
import { nameAtServer, type Place } from "../kinds/kind";
import { podOf } from "./adapterPod";
import { kafkaCluster, kafkaLogin, kafkaServerConfig, topicName } from "./kafkaServer";

const schema = z
  .strictObject({
    ...kafkaCluster,
    topic: topicName.meta({ description: "Topic that the answers are written to; it must exist. Required." }),
    replicas: integer(
      1,
      "Number of Pods. With 2 or more, events still reach the function while one is replaced. Defaults to 1.",
      100,
    ),
    parallelism: integer(
      1,
      "Maximum number of events that one Pod passes on at the same time; the others wait. Defaults to 256.",
      10_000,
    ),
    image: imageByDigest.optional().meta({
      description: "Image of the program, by digest. Defaults to one that is built and pushed to `registry`.",
    }),
    cpu: quantity.optional().meta({ description: "CPU request of a Pod, e.g. `10m`. Defaults to `10m`." }),
    memory: quantity.optional().meta({
      description:
        "Memory request of a Pod, e.g. `32Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `32Mi`.",
    }),
  })
  .meta({
    id: "TriggerReplies",
    description:
      "A topic of Apache Kafka (2.5 or newer) for the answers of a function. A program in a Pod of its own (`kafka-replies`) passes each event on, and responds to its sender only when all replicas of the topic have the answer: at least once. An answer that can't be written is 503 for the sender, which repeats the event; one that is too long for the topic is 422.",
  });

/** `otherwise` is the last sentence: what becomes of answers without it. */
export const repliesAt = (otherwise: string) =>
  schema.optional().meta({
    description: `Writes each answer of the function, a response of 2xx that is an event or has a body, to a Kafka topic, at least once. ${otherwise}`,
  });

/** The program, if the sink's answers are written, and the place with the destination that events go to then. */
export function withReplies<P extends Place>(
  replies: TriggerRepliesArgs | undefined,
  place: P,
): { before: Manifest[]; place: P } {
  if (replies === undefined) return { before: [], place };
  const name = combined([place.name], (own) => `${own}${repliesSuffix}`);
  const at = { ...place, name };
  return {
    before: [makeDeployment(replies, at), makeService(at)],
    place: { ...place, to: behind(at) },
  };
}

const port = 8080;

const labelsOf = ({ name }: Place) => ({ [repliesLabel]: name });

function makeDeployment(replies: TriggerRepliesArgs, place: Place): Manifest {
  const { name, namespace } = place;
  const labels = labelsOf(place);
  const program = {
    ...{ container: "replies", settings: configOf(replies, place), files: kafkaLogin(replies) },
    ...{ variables: [{ name: "K_SINK", value: addressOf(place.to) }], ports: [{ name: "http", containerPort: port }] },
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas: replies.replicas ?? 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podOf(replies, program, place) },
    },
  } satisfies Deployment;
}

function makeService(place: Place): Manifest {
  const { name, namespace } = place;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { selector: labelsOf(place), ports: [{ name: "http", port: 80, targetPort: port }] },
  } satisfies Service;
}

/** In the format of provider/programs/internal/kafka; visible in a preview. */
function configOf(replies: TriggerRepliesArgs, place: Place): Input<string> {
  const { name, namespace } = place;
  const { topic, parallelism = 256 } = replies;
  const own = { name, namespace, instance: nameAtServer(place), parallelism };
  return combined([{ ...own, kafka: kafkaServerConfig(replies), topic }], (known) => JSON.stringify(known));
}

interface Destination {
  uri?: Input<string>;
  ref?: { name: Input<string>; namespace: Input<string> };
}

/** The program passes on the path of each request, so it gets the address without one. */
function addressOf({ ref, uri }: Destination): Input<string> {
  if (ref !== undefined)
    return combined([ref.name, ref.namespace], (name, namespace) => `http://${name}.${namespace}.svc`);
  return combined([uri as Input<string>], (known) => new URL(known).origin);
}

/** The program as a destination, at the path of the sink. */
function behind({ name, namespace, to }: Place & { to: Destination }): object {
  const path = to.ref === undefined ? combined([to.uri as Input<string>], pathOf) : to.uri;
  return { ref: { apiVersion: "v1", kind: "Service", name, namespace }, ...given({ uri: path }) };
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}
