// Rules for queues in CEL: sources that this package's programs run, and scaling by queues.
import { celText } from "../../src/input/cel";
import { given, type Rule } from "./rule";

/** A client certificate consists of both. */
export const certificates: Rule[] = [
  {
    rule: "has(self.cert) == has(self.key)",
    message: "cert and key are required together; set both, or leave both out",
  },
];

export const redisServer: Rule[] = [
  given(["user"], "has(self.password)", "password is required with user; set it, or leave user out"),
  {
    rule: "size(self.addresses) == 1 || has(self.sentinel) || (has(self.cluster) && self.cluster)",
    message: "expected one address without sentinel or cluster; keep one, or set sentinel or cluster",
  },
  given(["cluster", "sentinel"], "!self.cluster", "sentinel and cluster are mutually exclusive; set only one"),
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
    "scale requires one list, or one stream; leave scale out",
  ),
  given(
    ["channel"],
    "(has(self.channel.names) && size(self.channel.names) > 0) || (has(self.channel.patterns) && size(self.channel.patterns) > 0)",
    "channel names no channel; set names or patterns",
  ),
  given(
    ["list", "cluster"],
    "!self.cluster || self.list.key.matches(r'^([^{}]*|[^{]*\\{[^}]+\\}.*)$')",
    "list.key: a cluster requires the list and its processing lists to be in one slot: expected braces only around a part that is not empty, as in {shop}:jobs",
  ),
];

export const onePod: Rule[] = [
  given(["replicas", "orderBy"], "self.replicas < 2", "orderBy requires a single Pod; leave replicas or orderBy out"),
  given(
    ["replicas", "channel"],
    "self.replicas < 2",
    "channel requires a single Pod, as each gets every message; leave replicas out",
  ),
];

export const streamKeys: Rule[] = [
  {
    rule: "self.all(one, self.exists_one(other, other == one))",
    message: "a key is in the list twice; leave one out",
  },
];

export const kafkaLogin: Rule[] = [
  {
    rule: "has(self.mechanism) && self.mechanism == 'OAUTHBEARER' ? has(self.token) : has(self.user) && has(self.password)",
    message: "user and password are required, or token with mechanism OAUTHBEARER; set them, or change the mechanism",
  },
  {
    rule: "has(self.mechanism) && self.mechanism == 'OAUTHBEARER' ? !has(self.user) && !has(self.password) : !has(self.token)",
    message:
      "token is only valid with mechanism OAUTHBEARER, user and password with the others; leave out what does not fit",
  },
];

export const distinctTopics: Rule[] = [
  {
    rule: "self.all(one, self.exists_one(other, other == one))",
    message: "a topic is in the list twice; leave one out",
  },
];

/** The topics that a kafka trigger writes to. */
const writtenTopics = ["self.replies.topic", "self.delivery.deadLetter.topic"];

export const kafka: Rule[] = writtenTopics.flatMap((topic) => {
  const path = topic.replace("self.", "");
  const parts = path.split(".").map((_, index, all) => `has(self.${all.slice(0, index + 1).join(".")})`);
  const message = `${path}: expected a topic that is not read, as the source would read what it writes; choose another one`;
  const absent = parts.map((part) => `!${part}`).join(" || ");
  return [
    { rule: `${absent} || !has(self.topics) || !(${topic} in self.topics)`, message },
    { rule: `${absent} || !has(self.topicPattern) || !${topic}.matches('^(?:' + self.topicPattern + ')$')`, message },
  ];
});

export const mqtt: Rule[] = [
  given(
    ["replicas"],
    "self.replicas < 2 || has(self.group)",
    "replicas require group, or each would get every message; set group, or leave replicas out",
  ),
  given(
    ["replicas", "ordered"],
    "self.replicas < 2 || !self.ordered",
    "ordered requires a single Pod; leave replicas or ordered out",
  ),
  given(
    ["tls"],
    "self.address.startsWith('mqtts:') || self.address.startsWith('wss:')",
    "tls is only valid with mqtts:// and wss://; change the address, or leave tls out",
  ),
];

const scaledKinds = ["kafka", "redis"];

/** The number of triggers of a kind that scale the function. */
const scalingOf = (kind: string) =>
  `(has(self.triggers) && has(self.triggers.${kind}) ? self.triggers.${kind}.filter(key, has(self.triggers.${kind}[key].scale)).size() : 0)`;
const counted = scaledKinds.map(scalingOf).join(" + ");
const scaling = `${counted} > 0`;
const byQueue = `((has(self.scale) && has(self.scale.queue)) || (${scaling}))`;

/** For the function: at most one queue scales it, and within a limit. */
export const scaledByQueue: Rule[] = [
  {
    rule: `!(has(self.scale) && has(self.scale.queue)) || !(${scaling})`,
    message: "scale.queue and scale of a trigger are mutually exclusive; set only one",
  },
  {
    rule: `${counted} <= 1`,
    message: "two triggers scale the function; set scale in only one of them",
  },
  {
    rule: `!${byQueue} || (has(self.scale) && has(self.scale.max) && self.scale.max > 0)`,
    message: "scale.max is required with a queue, or a long queue could start any number of Pods; set a limit, e.g. 10",
  },
  {
    rule: `!${byQueue} || !has(self.scale) || !has(self.scale.class) || self.scale.class != 'hpa'`,
    message: "expected scale.class to be kpa with a queue; remove one of them",
  },
];

const attributes = ["type", "source", "subject", "id"];

/** The placeholders that a redis trigger fills in, by what it reads. */
const ofRedis = { stream: ["stream", "id"], list: ["list"], channel: ["channel"] };

export const placeholdersOfRedis: Rule[] = Object.entries(ofRedis).flatMap(([kind, names]) => {
  const withNames = kind === "stream" ? ["field", "json"] : ["json"];
  const event = attributes.map((name) => `(has(self.event.${name}) ? self.event.${name} : '')`);
  const { pattern, list } = placeholder(names, withNames);
  const message = (path: string) => `${path} has an unknown placeholder with ${kind}; use ${list}`;
  return [
    given([kind, "event"], `[${event.join(", ")}].all(one, one.matches(${pattern}))`, message("event")),
    given([kind, "orderBy"], `self.orderBy.matches(${pattern})`, message("orderBy")),
  ];
});

/** The rules of texts with placeholders, by path. Which ones a redis trigger fills in depends on what it reads. */
export const placeholders: Record<string, Rule[]> = Object.fromEntries([
  ...attributes.flatMap((name) => [
    [`triggers.kafka.NAME.event.${name}`, known(["topic", "partition", "offset", "key"], ["header", "json"])],
    [`triggers.mqtt.NAME.event.${name}`, known(["topic"], ["topic", "json"])],
    [`triggers.redis.NAME.event.${name}`, known(["stream", "list", "channel", "id"], ["field", "json"])],
  ]),
  ["triggers.redis.NAME.orderBy", known(["stream", "list", "channel", "id"], ["field", "json"])],
]);

function placeholder(names: string[], withNames: string[]): { pattern: string; list: string } {
  const all = [...names, ...withNames.map((word) => `${word}\\.[^{}]+`)].join("|");
  const list = [...names, ...withNames.map((word) => `${word}.NAME`)].map((word) => `{${word}}`).join(", ");
  return { pattern: celText(`^([^{}]|\\{(${all})\\})*$`), list };
}

function known(names: string[], withNames: string[]): Rule[] {
  const { pattern, list } = placeholder(names, withNames);
  return [
    {
      rule: `self.matches(${pattern})`,
      message: `has an unknown placeholder or an unpaired brace; use ${list}`,
    },
  ];
}
