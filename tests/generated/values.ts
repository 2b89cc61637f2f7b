// Random values that a schema accepts: edges of ranges, all kinds of strings, optional parts present or absent.
import type { z } from "zod";
import type { Chance } from "./chance";

// biome-ignore lint/suspicious/noExplicitAny: zod's definitions differ by kind
type Definition = any;

/** Hosts are on this machine, without a server: requests fail immediately. */
const host = "127.0.0.1:9";
const digest = `sha256:${"a".repeat(64)}`;

/** Each pattern of the schemas accepts some of these. */
const texts = [
  ...["a", "b", "shop", "orders-2", "x1", "a".repeat(20), "A", "X-Probe", "MODE", "a.b", "a_b", "ALL", "NET_ADMIN"],
  ...["example.com", "api.example.com", "example.com/team", "team", "v1", "apps/v1", "messaging.knative.dev/v1"],
  ...["ConfigMap", "Deployment", "InMemoryChannel", "Kafka", "MTChannelBasedBroker", "configmaps"],
  ...["1", "0", "100m", "250m", "2", "64Mi", "1Gi", "1.5", "10k", "0.5", "3e2"],
  ...["/a", "/data", "/var/lib/a", "./a", "./cmd/a", "a.txt", "a/b.txt", "-tags=a", "-s", "linux/amd64", "linux/arm64"],
  ...["metadata.name", "metadata.labels['a']", "status.podIP", "limits.memory", "requests.cpu"],
  ...["10.0.0.1", "fd00::1", "kafka:9092", "redis:6379", "a:1", "kubernetes.io/hostname"],
  ...[
    "http://a",
    "https://a.example.com/b",
    "http://prometheus:9090",
    "mqtt://broker:1883",
    "mqtts://b:8883",
    "amqp://r:5672/",
  ],
  ...[
    "orders/#",
    "+/a",
    "jobs",
    "jobs.*",
    "{json.id}",
    "{topic}",
    "{stream}",
    "order.paid",
    "latest",
    "2026-01-31T12:00:00Z",
  ],
  ...["@daily", "* * * * *", "0 2 * * 1-5", "*/5 * * * *", "UTC", "Europe/Berlin", "PT5S", "PT0.2S", "P1D", "PT1M"],
  ...[
    "EXISTS a",
    "a = 'b'",
    "amount > 100",
    "type LIKE 'order%' AND NOT EXISTS b",
    "Hello",
    "text/plain",
    "application/json",
  ],
  ...['{"a":1}', "aGVsbG8=", "{}", "enabled", "disabled", "true", "10", "60s", "0.2", "smoke", "sum(up)"],
  ...[`${host}/a/b@${digest}`, `registry.example.com/a@${digest}`, digest, `${host}/acme`, "registry.example.com/a:v1"],
  ...["1.23.0", "1.22.1", "hello-0123456789", "sha256-abc", "a".repeat(63), "ä b"],
];

const numbers = [
  0,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  10,
  20,
  30,
  50,
  60,
  80,
  100,
  150,
  200,
  300,
  420,
  600,
  1000,
  3600,
  8080,
  65535,
  2 ** 31 - 1,
  -1,
  0.5,
  1.5,
  0.01,
  0.2,
];

/** The values that a schema accepts of a list; they never change. */
const taken = new WeakMap<z.ZodType, unknown[]>();

function takenOf(schema: z.ZodType, all: unknown[]): unknown[] {
  const known = taken.get(schema) ?? all.filter((value) => schema.safeParse(value).success);
  taken.set(schema, known);
  if (known.length === 0) throw new Error(`no value of ${JSON.stringify(schema.def)}: ${schema.meta()?.description}`);
  return known;
}

export function bare(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as Definition;
  return innerType === undefined ? schema : bare(innerType);
}

/** A value that the schema accepts. `depth` is the distance from the top, as deeper objects have fewer properties. */
export function valueOf(wrapped: z.ZodType, chance: Chance, depth = 0): unknown {
  const schema = bare(wrapped);
  const def = schema.def as Definition;
  const below = (inner: z.ZodType) => valueOf(inner, chance, depth + 1);
  switch (def.type) {
    case "string":
      return chance.pick(takenOf(schema, texts));
    case "number":
      return chance.pick(takenOf(schema, numbers));
    case "boolean":
      return chance.is(0.5);
    case "enum":
      return chance.pick(Object.values(def.entries));
    case "array":
      return Array.from({ length: chance.pick([1, 1, 1, 2, 3]) }, () => below(def.element));
    case "record":
      return Object.fromEntries(
        Array.from({ length: chance.pick([1, 1, 2, 3]) }, () => [below(def.keyType), below(def.valueType)]),
      );
    case "object":
      return objectOf(schema, chance, depth);
    case "any":
      return "a";
    default:
      throw new Error(`no value of a ${def.type}`);
  }
}

/** What is required, one of those that exclude each other, and some of the rest. */
function objectOf(schema: z.ZodType, chance: Chance, depth: number): Record<string, unknown> {
  const { shape } = schema.def as unknown as { shape: Record<string, z.ZodType> };
  const group = schema.meta()?.oneOf ?? [];
  // Filters nest without limit.
  const nests = (name: string) => depth > 6 && ["all", "any", "not"].includes(name);
  const chosen = group.length === 0 ? [] : [chance.pick(group.filter((name) => !nests(name)))];
  const share = [0.4, 0.3, 0.25, 0.2][depth] ?? 0.15;
  const names = Object.entries(shape).flatMap(([name, inner]) => {
    if (group.includes(name)) return chosen.includes(name) ? [name] : [];
    const isOptional = (inner.def as Definition).type === "optional";
    return !isOptional || (!nests(name) && chance.is(share)) ? [name] : [];
  });
  return Object.fromEntries(names.map((name) => [name, valueOf(shape[name] as z.ZodType, chance, depth + 1)]));
}
