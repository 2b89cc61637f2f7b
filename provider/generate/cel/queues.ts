// What must hold for queues: sources that our programs run, and what scales a function by them.
import { celText } from "../../src/input/cel";
import { given, type Rule } from "./rule";

/** A client's certificate is both. */
export const certificates: Rule[] = [
  {
    rule: "has(self.cert) == has(self.key)",
    message: "cert and key are needed together; give both, or leave both out",
  },
];

export const redisServer: Rule[] = [
  given(["user"], "has(self.password)", "password is needed beside user; give it, or leave user out"),
  {
    rule: "size(self.addresses) == 1 || has(self.sentinel) || (has(self.cluster) && self.cluster)",
    message: "expected one address without sentinel and cluster; keep one, or say which of the two they are",
  },
  given(["cluster", "sentinel"], "!self.cluster", "sentinel and cluster are given; keep one of them"),
  given(
    ["cluster", "database"],
    "!self.cluster || self.database == 0",
    "expected database to be 0 with cluster, which has one database",
  ),
];

export const redis: Rule[] = [
  ...redisServer,
  given(
    ["scale"],
    "has(self.list) || (has(self.stream) && size(self.stream.keys) == 1)",
    "scale needs one list, or one stream; leave scale out",
  ),
  given(
    ["channel"],
    "(has(self.channel.names) && size(self.channel.names) > 0) || (has(self.channel.patterns) && size(self.channel.patterns) > 0)",
    "channel names no channel; give names or patterns",
  ),
  given(
    ["list", "cluster"],
    "!self.cluster || self.list.key.matches(r'^([^{}]*|[^{]*\\{[^}]+\\}.*)$')",
    "list.key: a cluster needs the list and those of entries in work in one slot: expected no braces but around a part that is not empty, as in {shop}:jobs",
  ),
];

export const onePod: Rule[] = [
  given(["replicas", "orderBy"], "self.replicas < 2", "orderBy needs one Pod; leave replicas or orderBy out"),
  given(
    ["replicas", "channel"],
    "self.replicas < 2",
    "channel needs one Pod, as each gets every message; leave replicas out",
  ),
];

export const streamKeys: Rule[] = [
  {
    rule: "self.all(one, self.exists_one(other, other == one))",
    message: "a key is there twice; leave one out",
  },
];

export const mqtt: Rule[] = [
  given(
    ["replicas"],
    "self.replicas < 2 || has(self.group)",
    "replicas need group: each would get every message; give a group, or leave replicas out",
  ),
  given(
    ["replicas", "ordered"],
    "self.replicas < 2 || !self.ordered",
    "ordered needs one Pod; leave replicas or ordered out",
  ),
  given(
    ["tls"],
    "self.address.startsWith('mqtts:') || self.address.startsWith('wss:')",
    "tls is for mqtts:// and wss://; change the address, or leave tls out",
  ),
];

const scaling =
  "has(self.triggers) && has(self.triggers.redis) && self.triggers.redis.exists(key, has(self.triggers.redis[key].scale))";
const byQueue = `((has(self.scale) && has(self.scale.queue)) || (${scaling}))`;

/** At the function: what scales it by a queue is one, and bounded. */
export const scaledByQueue: Rule[] = [
  {
    rule: `!(has(self.scale) && has(self.scale.queue)) || !(${scaling})`,
    message: "scale.queue and scale of a redis trigger are given; keep one of them",
  },
  {
    rule: `!(has(self.triggers) && has(self.triggers.redis)) || self.triggers.redis.filter(key, has(self.triggers.redis[key].scale)).size() <= 1`,
    message: "two redis triggers scale the function; keep scale in one of them",
  },
  {
    rule: `!${byQueue} || (has(self.scale) && has(self.scale.max) && self.scale.max > 0)`,
    message:
      "scale.max is needed with a queue: a long one would ask for any number of Pods; give the most that there may be",
  },
  {
    rule: `!${byQueue} || !has(self.scale) || !has(self.scale.class) || self.scale.class != 'hpa'`,
    message: "expected scale.class to be kpa with a queue; leave one of them out",
  },
];

/** The texts with placeholders, by their paths. Which of a redis trigger's are filled in depends on what it reads. */
export const placeholders: Record<string, Rule[]> = Object.fromEntries([
  ...["type", "source", "subject", "id"].flatMap((name) => [
    [`triggers.mqtt.NAME.event.${name}`, known(["topic"], ["topic", "json"])],
    [`triggers.redis.NAME.event.${name}`, known(["stream", "list", "channel", "id"], ["field", "json"])],
  ]),
  ["triggers.redis.NAME.orderBy", known(["stream", "list", "channel", "id"], ["field", "json"])],
]);

function known(words: string[], withNames: string[]): Rule[] {
  const all = [...words, ...withNames.map((word) => `${word}\\.[^{}]+`)].join("|");
  const told = [...words, ...withNames.map((word) => `${word}.NAME`)].map((word) => `{${word}}`).join(", ");
  return [
    {
      rule: `self.matches(${celText(`^([^{}]|\\{(${all})\\})*$`)})`,
      message: `knows no such placeholder, or has a brace without its other half; write ${told}`,
    },
  ];
}
