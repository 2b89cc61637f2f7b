// Entries of Redis streams and lists, and messages of its channels, read by this package's program redis-source. Schema and manifests. Pure.
import { z } from "zod";
import { integer, named, stringEnum, text } from "../../input/fields";
import { type Problem, show } from "../../input/problems";
import { adapterProperties, adapterWorkload, eventAt, makeAdapter, onePod } from "../adapters/adapter";
import { eventProblems, placeholderProblems } from "../adapters/placeholders";
import { queueScale } from "../adapters/queueScale";
import {
  isTagged,
  redisServer,
  redisServerConfig,
  redisServerProblems,
  redisServerSecrets,
} from "../adapters/redisServer";
import { repliesAt, withReplies } from "../adapters/replies";
import { repliesProblems } from "../adapters/repliesRules";
import type { RedisTriggerArgs } from "../eventArgs.gen";
import { type Kind, nameAtServer, type Place } from "./kind";

const key = z.string().min(1).max(1024);

const from = stringEnum("RedisStreamStart", "Where a new consumer group starts.", {
  start: "At the oldest entry of the stream.",
  end: "After the newest entry.",
});

const stream = z
  .strictObject({
    keys: z.array(key).min(1).meta({ description: "Keys of the streams. Required." }),
    group: named(
      z.string().min(1).max(256),
      "Name of the consumer group; it is created if missing, and never deleted. Defaults to project, stack, backend, namespace and name of the source.",
    ),
    from: from.optional().meta({ description: "Where a new consumer group starts. Defaults to `start`." }),
    claimSeconds: integer(
      1,
      "How long an entry stays with a lost consumer until another one claims it, in seconds. Defaults to 60.",
      86_400,
    ),
    dataField: text(
      "Field of an entry that becomes the data of the event, unchanged. Defaults to none: the data is a JSON object of all fields.",
    ),
  })
  .meta({ id: "RedisStream", description: "Entries of streams, read by a consumer group: at least once." });

const take = stringEnum("RedisListEnd", "An end of a list.", {
  left: "The first entry: producers append with RPUSH.",
  right: "The last entry: producers prepend with LPUSH.",
});

const list = z
  .strictObject({
    key: key.meta({
      description:
        "Key of the list. Entries being processed are moved to lists named `{KEY}:processing:<reader>`, next to `{KEY}:consumers` and `{KEY}:alive:<reader>`; a reader is project, stack, backend, namespace, name and number of a Pod. Equal entries have equal ids, unless `event.id` makes them distinct. Required.",
    }),
    take: take.optional().meta({ description: "The end from which entries are taken. Defaults to `left`." }),
  })
  .meta({
    id: "RedisList",
    description: "Entries of a list, moved to a processing list until they are delivered: at least once.",
  });

const channel = z
  .strictObject({
    names: z.array(key).optional().meta({ description: "Names of channels. Defaults to none." }),
    patterns: z.array(key).optional().meta({
      description: "Patterns of names, in which `*` matches any text, e.g. `news.*`. Defaults to none.",
    }),
  })
  .meta({
    id: "RedisChannel",
    description:
      "Messages of channels (pub/sub): at most once, because Redis does not store messages for absent subscribers.",
  });

const one = "Exactly one of `stream`, `list` and `channel` must be set.";

const schema = z
  .strictObject({
    ...redisServer,
    stream: stream.optional().meta({ description: `Entries of streams. ${one}` }),
    list: list.optional().meta({ description: `Entries of a list. ${one}` }),
    channel: channel.optional().meta({ description: `Messages of channels. ${one}` }),
    orderBy: text(
      "A template with placeholders as in `event`: entries with the same value are delivered one after the other, e.g. `{field.customer}`; requires a single Pod. Defaults to no order.",
    ),
    batch: integer(1, "Maximum number of entries read in one request. Defaults to 64.", 10_000),
    event: eventAt(
      "`{stream}`, `{list}` or `{channel}` (the key or name), `{id}` (of a stream entry), `{field.NAME}` (one of its fields), `{json.NAME}` (a property of JSON data)",
    ),
    scale: queueScale.optional().meta({
      description:
        "Scales the function by the number of waiting entries: one declaration for source, function and scaler. Only for a function's trigger, with `list` or a `stream` of one key. Defaults to scaling by requests only.",
    }),
    ...adapterProperties,
    replies: repliesAt("Defaults to none: answers are dropped."),
  })
  .meta({
    id: "RedisTrigger",
    oneOf: ["stream", "list", "channel"],
    description:
      "Entries of Redis (6.2 or newer, also with Sentinel or Cluster) as events of the types `dev.knative-faas.redis.{stream|list|channel}`. Entries of streams and lists stay in Redis until the sink has responded with 2xx, even if the source is killed.",
  });

export const redis: Kind<RedisTriggerArgs> = {
  schema,
  program: () => "redis-source",
  workload: adapterWorkload,
  manifests: (args, at) => {
    const { before, place } = withReplies(args.replies, at);
    const { stream, list, channel, orderBy, batch } = args;
    const config = { redis: redisServerConfig(args), stream: withGroup(stream, place), list, channel, orderBy, batch };
    return [...before, ...makeAdapter(args, { config, secrets: redisServerSecrets(args) }, place)];
  },
  shared: ({ addresses, stream, list }, own) => [
    ...(stream === undefined
      ? []
      : [{ property: "stream.group", key: ["stream", addresses, stream.keys, stream.group ?? own] }]),
    ...(list === undefined ? [] : [{ property: "list.key", key: ["list", addresses, list.key] }]),
  ],
  problems: (args, path) => [
    ...redisServerProblems(args, path),
    ...eventProblems(args.event, path, placeholders(args)),
    ...placeholderProblems(args.orderBy, `${path}.orderBy`, placeholders(args)),
    ...scalable(args, path),
    ...severalPods(args, path),
    ...channelProblems(args, path),
    ...keyProblems(args, path),
    ...repliesProblems(args.replies, path),
  ],
};

/** The group's name must outlast the program's own Pod names. */
function withGroup(stream: RedisTriggerArgs["stream"], place: Place): object | undefined {
  if (stream === undefined) return undefined;
  return { ...stream, group: stream.group ?? nameAtServer(place) };
}

function placeholders({ stream, list }: RedisTriggerArgs): string[] {
  if (stream !== undefined) return ["stream", "id", "field.", "json."];
  return [list === undefined ? "channel" : "list", "json."];
}

function scalable({ scale, stream, list }: RedisTriggerArgs, path: string): Problem[] {
  const streams = stream?.keys;
  const isOne = Array.isArray(streams) && streams.length === 1;
  if (scale === undefined || list !== undefined || isOne) return [];
  const got = stream === undefined ? "a channel, which stores no messages" : "several streams";
  return [{ propertyPath: `${path}.scale`, reason: `requires one list, or one stream, got ${got}; leave scale out` }];
}

function severalPods(args: RedisTriggerArgs, path: string): Problem[] {
  const { orderBy, channel } = args;
  const ordered = orderBy === undefined ? [] : onePod(args, path, "orderBy", "because each Pod gets only some entries");
  if (channel === undefined) return ordered;
  return onePod(args, path, "channel", "because each Pod gets every message");
}

function channelProblems({ channel }: RedisTriggerArgs, path: string): Problem[] {
  const isOpen = [channel?.names, channel?.patterns].some((all) => Array.isArray(all) && all.length > 0);
  if (channel === undefined || isOpen) return [];
  return [{ propertyPath: `${path}.channel`, reason: "names no channel; set names or patterns" }];
}

function keyProblems({ stream, list, cluster }: RedisTriggerArgs, path: string): Problem[] {
  const keys = Array.isArray(stream?.keys) ? stream.keys : [];
  const repeated = keys.findIndex((one, index) => keys.indexOf(one) < index);
  const twice = { propertyPath: `${path}.stream.keys[${repeated}]`, reason: "is in the list already; leave it out" };
  const found = repeated === -1 ? [] : [twice];
  if (cluster !== true || typeof list?.key !== "string" || isOneSlot(list.key)) return found;
  const reason = `requires the list and its processing lists to be in one slot of the cluster: expected braces only around a part that is not empty, as in {shop}:jobs, got ${show(list.key)}`;
  return [...found, { propertyPath: `${path}.list.key`, reason }];
}

/** Without a hash tag, no other key is guaranteed to be in a key's slot if it contains braces. */
function isOneSlot(text: string): boolean {
  return isTagged(text) || !/[{}]/.test(text);
}
