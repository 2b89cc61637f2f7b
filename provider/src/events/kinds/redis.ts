// Entries of Redis streams and lists, and messages of its channels, read by our program redis-source. Schema and manifests. Pure.
import { z } from "zod";
import { integer, named, stringEnum, text } from "../../input/fields";
import { type Problem, show } from "../../input/problems";
import {
  type AdapterArgs,
  adapterProperties,
  adapterWorkload,
  eventAt,
  makeAdapter,
  onePod,
} from "../adapters/adapter";
import { eventProblems, placeholderProblems } from "../adapters/placeholders";
import { queueScale } from "../adapters/queueScale";
import {
  isTagged,
  redisServer,
  redisServerConfig,
  redisServerProblems,
  redisServerSecrets,
} from "../adapters/redisServer";
import type { RedisTriggerArgs } from "../eventArgs.gen";
import { type Kind, nameAtServer, type Place } from "./kind";

const key = z.string().min(1).max(1024);

const from = stringEnum("RedisStreamStart", "Where a new consumer group begins.", {
  start: "At the oldest entry of the stream.",
  end: "After the newest entry.",
});

const stream = z
  .strictObject({
    keys: z.array(key).min(1).meta({ description: "Keys of the streams. Required." }),
    group: named(
      z.string().min(1).max(256),
      "Name of the consumer group; it is made where it is missing, and never taken away. Defaults to project, stack, backend, namespace and name of the source.",
    ),
    from: from.optional().meta({ description: "Where a new consumer group begins. Defaults to `start`." }),
    claimSeconds: integer(
      1,
      "How long an entry stays with a consumer that is gone until another takes it over, in seconds. Defaults to 60.",
      86_400,
    ),
    dataField: text(
      "Field of an entry that is the data of the event, as it is. Defaults to none: the data is a JSON object of all fields.",
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
        "Key of the list. Entries in work lie in lists named `{KEY}:processing:<reader>`, beside `{KEY}:consumers` and `{KEY}:alive:<reader>`; a reader is project, stack, backend, namespace, name and number of a Pod. Equal entries have equal ids: give them one of their own with `event.id`. Required.",
    }),
    take: take.optional().meta({ description: "From which end entries are taken. Defaults to `left`." }),
  })
  .meta({
    id: "RedisList",
    description: "Entries of a list, moved to a list of what is in work until they are delivered: at least once.",
  });

const channel = z
  .strictObject({
    names: z.array(key).optional().meta({ description: "Names of channels. Defaults to none." }),
    patterns: z.array(key).optional().meta({
      description: "Patterns of names, in which `*` stands for any text, e.g. `news.*`. Defaults to none.",
    }),
  })
  .meta({
    id: "RedisChannel",
    description: "Messages of channels (pub/sub): at most once, as Redis keeps none for who is not listening.",
  });

const one = "Exactly one of `stream`, `list` and `channel` is given.";

const schema = z
  .strictObject({
    ...redisServer,
    stream: stream.optional().meta({ description: `Entries of streams. ${one}` }),
    list: list.optional().meta({ description: `Entries of a list. ${one}` }),
    channel: channel.optional().meta({ description: `Messages of channels. ${one}` }),
    orderBy: text(
      "A text with placeholders as in `event`: what has the same value is delivered one after the other, e.g. `{field.customer}`; it needs one Pod. Defaults to no order.",
    ),
    batch: integer(1, "Number of entries that are read at once, at most. Defaults to 64.", 10_000),
    event: eventAt(
      "`{stream}`, `{list}` or `{channel}` (the key or name), `{id}` (of a stream's entry), `{field.NAME}` (a field of it), `{json.NAME}` (a property of data in JSON)",
    ),
    scale: queueScale.optional().meta({
      description:
        "Scales the function by what waits: one declaration for source, function and scaler. Only for the trigger of a function, with `stream` of one key or `list`. Defaults to scaling by requests alone.",
    }),
    ...adapterProperties,
  })
  .meta({
    id: "RedisTrigger",
    oneOf: ["stream", "list", "channel"],
    description:
      "Entries of Redis (6.2 or newer, also with Sentinel or Cluster) as events of the types `dev.knative-faas.redis.{stream|list|channel}`. Entries of streams and lists stay with Redis until the sink has answered 2xx, also when the source is killed.",
  });

export const redis: Kind<RedisTriggerArgs> = {
  schema,
  program: () => "redis-source",
  workload: adapterWorkload,
  manifests: (args, place) => {
    const { stream, list, channel, orderBy, batch } = args;
    const config = { redis: redisServerConfig(args), stream: withGroup(stream, place), list, channel, orderBy, batch };
    return makeAdapter(args as AdapterArgs, { config, secrets: redisServerSecrets(args) }, place);
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
  ],
};

/** The name of the group must outlast the program's own name for its Pods. */
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
  const got = stream === undefined ? "a channel, which keeps nothing that could wait" : "several streams";
  return [{ propertyPath: `${path}.scale`, reason: `needs one list, or one stream, got ${got}; leave scale out` }];
}

function severalPods(args: RedisTriggerArgs, path: string): Problem[] {
  const { orderBy, channel } = args;
  const ordered = orderBy === undefined ? [] : onePod(args as AdapterArgs, path, "orderBy", "as each Pod gets some");
  if (channel === undefined) return ordered;
  return onePod(args as AdapterArgs, path, "channel", "as each Pod gets every message");
}

function channelProblems({ channel }: RedisTriggerArgs, path: string): Problem[] {
  const isOpen = [channel?.names, channel?.patterns].some((all) => Array.isArray(all) && all.length > 0);
  if (channel === undefined || isOpen) return [];
  return [{ propertyPath: `${path}.channel`, reason: "names no channel; give names or patterns" }];
}

function keyProblems({ stream, list, cluster }: RedisTriggerArgs, path: string): Problem[] {
  const keys = Array.isArray(stream?.keys) ? stream.keys : [];
  const repeated = keys.findIndex((one, index) => keys.indexOf(one) < index);
  const twice = { propertyPath: `${path}.stream.keys[${repeated}]`, reason: "is there already; leave it out" };
  const found = repeated === -1 ? [] : [twice];
  if (cluster !== true || typeof list?.key !== "string" || isOneSlot(list.key)) return found;
  const reason = `needs the list and those of entries in work in one slot of the cluster: expected no braces but around a part that is not empty, as in {shop}:jobs, got ${show(list.key)}`;
  return [...found, { propertyPath: `${path}.list.key`, reason }];
}

/** A key with braces that mark nothing has no other key in its slot. */
function isOneSlot(text: string): boolean {
  return isTagged(text) || !/[{}]/.test(text);
}
