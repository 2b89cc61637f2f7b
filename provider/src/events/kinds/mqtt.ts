// Messages of an MQTT broker, read by our program mqtt-source. Schema and manifests. Pure.
import { z } from "zod";
import { flag, integer, stringEnum, text } from "../../input/fields";
import { given } from "../../input/given";
import type { Problem } from "../../input/problems";
import {
  type AdapterArgs,
  adapterProperties,
  adapterWorkload,
  eventAt,
  makeAdapter,
  onePod,
} from "../adapters/adapter";
import { eventProblems } from "../adapters/placeholders";
import { certificateProblems, login, loginVariables, type ServerLogin, tlsAt } from "../adapters/serverLogin";
import type { MqttTriggerArgs } from "../eventArgs.gen";
import { type Kind, nameAtServer } from "./kind";

const address = z.string().regex(/^(mqtts?|wss?):\/\/[^\s/@?#]+(\/[^\s?#]*)?$/, {
  error:
    'expected mqtt://, mqtts://, ws:// or wss:// with host and port, e.g. "mqtts://broker.shop:8883"; user and password stand in Secrets',
});

const topic = z
  .string()
  .max(65_535)
  .regex(/^(?!\$share\/)(([^+#\0]*|\+)\/)*([^+#\0]+|\+|#)$/, {
    error:
      'expected a topic, in which "+" stands for one level and "#" for all that follow, e.g. "sensors/+/temperature"; for a shared subscription give group',
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
        "Topics to read, in which `+` stands for one level and `#` for all that follow. Changing them makes another source before this one goes. Required.",
    }),
    qos: integer(
      0,
      "Quality of service of the subscription: 0 is at most once; with 1 and 2 a message is acknowledged when the sink has answered 2xx. Defaults to 1.",
      2,
    ),
    group: text(
      "Name of a shared subscription (`$share/<group>/...`), whose messages are divided among all that read under this name; several `replicas` need it. Defaults to none.",
    ),
    clientId: text(
      "Client identifier, under which the broker keeps the session; with `group` the number of the Pod is appended. With an identifier of your own, topics that you take away stay subscribed as long as the session lives. Defaults to one made of project, stack, backend, namespace and name of the source's object.",
    ),
    sessionSeconds: integer(
      0,
      "How long the broker keeps messages for a source that is not connected, in seconds (MQTT 5; a broker of 3.1.1 decides itself). Defaults to 86400, a day.",
    ),
    ordered: flag(
      "True delivers the messages of a topic one after the other; the next waits until this one is delivered; it needs one Pod. Defaults to false.",
    ),
    ...login,
    tls: tlsAt("Whom to trust with `mqtts://` and `wss://`, and who we are. Defaults to the public authorities."),
    event: eventAt("`{topic}`, `{topic.1}` (a level of it, from 1), `{json.NAME}` (a property of data in JSON)"),
    ...adapterProperties,
  })
  .meta({
    id: "MqttTrigger",
    description:
      "Messages of an MQTT broker as events of type `dev.knative-faas.mqtt.message`; a message stays with the broker until the sink has answered 2xx, also when the source is killed (at least once, with `qos` 1 and 2). A message that is a CloudEvent by its user properties (MQTT 5) or its content type is passed on as it is.",
  });

export const mqtt: Kind<MqttTriggerArgs> = {
  schema,
  program: () => "mqtt-source",
  workload: adapterWorkload,
  manifests: (args, place) => {
    const { address, protocol, topics, qos, group, sessionSeconds, ordered, tls } = args;
    const clientId = args.clientId ?? (place.stack === undefined ? undefined : nameAtServer(place));
    const serverName = tls?.serverName;
    const own = { address, protocol, topics, qos, group, clientId, sessionSeconds, ordered };
    const config = { ...own, ...given({ tls: tls === undefined ? undefined : given({ serverName }) }) };
    return makeAdapter(args as AdapterArgs, { config, secrets: loginVariables(args as ServerLogin) }, place);
  },
  // Under the same session a broker would go on sending topics that are not wanted any more.
  fixed: ({ address, topics, group }) => [address, topics, group],
  shared: ({ address, clientId }, own) => [{ property: "clientId", key: [address, clientId ?? own], isAlone: true }],
  problems: (args, path) => [
    ...certificateProblems(args as ServerLogin, path),
    ...eventProblems(args.event, path, ["topic", "topic.", "json."]),
    ...replicasShare(args, path),
    ...(args.ordered === true ? onePod(args as AdapterArgs, path, "ordered", "as each Pod gets some of a topic") : []),
    ...clearText(args, path),
  ],
};

function replicasShare({ replicas, group }: MqttTriggerArgs, path: string): Problem[] {
  if (typeof replicas !== "number" || replicas < 2 || group !== undefined) return [];
  const reason = `needs group, got ${replicas} replicas without one: each would get every message; give a group, or leave replicas out`;
  return [{ propertyPath: `${path}.replicas`, reason }];
}

function clearText({ address, tls }: MqttTriggerArgs, path: string): Problem[] {
  if (tls === undefined || typeof address !== "string" || !/^(mqtt|ws):/.test(address)) return [];
  const reason = `is for mqtts:// and wss://, got address ${JSON.stringify(address)}; change the address, or leave tls out`;
  return [{ propertyPath: `${path}.tls`, reason }];
}
