// Messages of an MQTT broker, read by this package's program mqtt-source. Schema and manifests. Pure.
import { z } from "zod";
import { flag, integer, stringEnum, text } from "../../input/fields";
import { given } from "../../input/given";
import type { Problem } from "../../input/problems";
import { adapterProperties, adapterWorkload, eventAt, makeAdapter, onePod } from "../adapters/adapter";
import { eventProblems } from "../adapters/placeholders";
import { repliesAt, withReplies } from "../adapters/replies";
import { repliesProblems } from "../adapters/repliesRules";
import { certificateProblems, login, loginVariables, tlsAt } from "../adapters/serverLogin";
import type { MqttTriggerArgs } from "../eventArgs.gen";
import { type Kind, nameAtServer } from "./kind";

const address = z.string().regex(/^(mqtts?|wss?):\/\/[^\s/@?#]+(\/[^\s?#]*)?$/, {
  error:
    'expected mqtt://, mqtts://, ws:// or wss:// with host and port, e.g. "mqtts://broker.shop:8883"; user and password belong in Secrets',
});

const topic = z
  .string()
  .max(65_535)
  .regex(/^(?!\$share\/)(([^+#\0]*|\+)\/)*([^+#\0]+|\+|#)$/, {
    error:
      'expected a topic, in which "+" matches one level and "#" all that follow, e.g. "sensors/+/temperature"; for a shared subscription set group',
  });

const protocol = stringEnum("MqttProtocol", "A version of MQTT.", {
  "5": "MQTT 5.",
  "3.1.1": "MQTT 3.1.1: messages have no content type and no properties.",
});

const schema = z
  .strictObject({
    address: address.meta({
      description:
        "Address of the broker: `mqtt://`, `mqtts://` (TLS), `ws://` or `wss://` (WebSocket) with host and port, e.g. `mqtts://broker.shop:8883`. Required.",
    }),
    protocol: protocol.optional().meta({ description: "Version of MQTT. Defaults to `5`." }),
    topics: z.array(topic).min(1).meta({
      description:
        "Topics to read, in which `+` matches one level and `#` all that follow. Changing them creates a new source before this one is deleted. Required.",
    }),
    qos: integer(
      0,
      "Quality of service of the subscription: 0 is at most once; with 1 and 2 a message is acknowledged once the sink has responded with 2xx. Defaults to 1.",
      2,
    ),
    group: text(
      "Name of a shared subscription (`$share/<group>/...`), whose messages are divided among all its readers; required with several `replicas`. Defaults to none.",
    ),
    clientId: text(
      "Client identifier under which the broker stores the session; with `group` the Pod's number is appended. With an identifier of your own, removed topics stay subscribed as long as the session lives. Defaults to project, stack, backend, namespace and name of the source's object.",
    ),
    sessionSeconds: integer(
      0,
      "How long the broker stores messages for a disconnected source, in seconds (MQTT 5; with 3.1.1 the broker decides). Defaults to 86400, a day.",
    ),
    ordered: flag(
      "Whether the messages of a topic are delivered one after the other, each once the previous one is delivered; requires a single Pod. Defaults to false.",
    ),
    ...login,
    tls: tlsAt(
      "Trusted authorities and client certificate for `mqtts://` and `wss://`. Defaults to the public authorities.",
    ),
    event: eventAt("`{topic}`, `{topic.1}` (one of its levels, from 1), `{json.NAME}` (a property of JSON data)"),
    ...adapterProperties,
    replies: repliesAt("Defaults to none: answers are dropped."),
  })
  .meta({
    id: "MqttTrigger",
    description:
      "Messages of an MQTT broker as events of type `dev.knative-faas.mqtt.message`; a message stays with the broker until the sink has responded with 2xx, even if the source is killed (at least once, with `qos` 1 and 2). A message that is a CloudEvent by its user properties (MQTT 5) or its content type is forwarded unchanged.",
  });

export const mqtt: Kind<MqttTriggerArgs> = {
  schema,
  program: () => "mqtt-source",
  workload: adapterWorkload,
  manifests: (args, at) => {
    const { before, place } = withReplies(args.replies, at);
    const { address, protocol, topics, qos, group, sessionSeconds, ordered, tls } = args;
    const clientId = args.clientId ?? (place.stack === undefined ? undefined : nameAtServer(place));
    const serverName = tls?.serverName;
    const own = { address, protocol, topics, qos, group, clientId, sessionSeconds, ordered };
    const config = { ...own, ...given({ tls: tls === undefined ? undefined : given({ serverName }) }) };
    return [...before, ...makeAdapter(args, { config, secrets: loginVariables(args) }, place)];
  },
  // With the same session, the broker would continue to send topics that were removed.
  fixed: ({ address, topics, group }) => [address, topics, group],
  shared: ({ address, clientId }, own) => [{ property: "clientId", key: [address, clientId ?? own], isAlone: true }],
  problems: (args, path) => [
    ...certificateProblems(args, path),
    ...eventProblems(args.event, path, ["topic", "topic.", "json."]),
    ...replicasShare(args, path),
    ...(args.ordered === true ? onePod(args, path, "ordered", "because each Pod gets only part of a topic") : []),
    ...clearText(args, path),
    ...repliesProblems(args.replies, path),
  ],
};

function replicasShare({ replicas, group }: MqttTriggerArgs, path: string): Problem[] {
  if (typeof replicas !== "number" || replicas < 2 || group !== undefined) return [];
  const reason = `requires group, got ${replicas} replicas without it: each would get every message; set group, or leave replicas out`;
  return [{ propertyPath: `${path}.replicas`, reason }];
}

function clearText({ address, tls }: MqttTriggerArgs, path: string): Problem[] {
  if (tls === undefined || typeof address !== "string" || !/^(mqtt|ws):/.test(address)) return [];
  const reason = `is only valid with mqtts:// and wss://, got address ${JSON.stringify(address)}; change the address, or leave tls out`;
  return [{ propertyPath: `${path}.tls`, reason }];
}
