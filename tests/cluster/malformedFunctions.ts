// Function objects with one mistake each, by a seed: mutations of the golden ones, and violations of the component's rules.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { unsaidRules } from "../../provider/generate/cel/rules";
import { wrong } from "../../provider/generate/wrong";
import { functionKind, omitted } from "../../provider/src/function/functionObject";
import { functionDefinition } from "../../provider/src/knative/functionDefinition";
import { randomOf } from "../random";
import { mutationsOf, nodesOf } from "./mutations";

// biome-ignore lint/suspicious/noExplicitAny: an object with any mistake
type Json = any;

export interface MalformedFunction {
  /** The mistake, as a path and what was changed there. */
  what: string;
  /** Who reports it: the API server refuses the object, or the controller reports it in the status. */
  told: "admission" | "status";
  object: Json;
}

const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;

/** The same objects for the same seed. Their names are `malformed-0` and so on, unless the name is the mistake. */
export function malformedFunctions(count = 500, seed = 1): MalformedFunction[] {
  const fixed = [
    ...ofNames(),
    ...ofRules(),
    ...ofPlaceholders(),
    ...ofKafka(),
    ...ofReplies(),
    ...ofOmitted(),
    ...ofStatus(),
  ];
  const mutated = shuffled(mutations(), randomOf(seed)).slice(0, Math.max(0, count - fixed.length));
  return [...fixed, ...mutated].slice(0, count).map(named);
}

function named(malformed: MalformedFunction, index: number): MalformedFunction {
  const { object } = malformed;
  const metadata = { name: `malformed-${index}`, ...object.metadata };
  return { ...malformed, object: { ...functionKind, metadata, spec: object.spec } };
}

/** Every mutation of every golden Function, each mistake once. */
function mutations(): MalformedFunction[] {
  const schema = functionDefinition().spec.versions[0].schema.openAPIV3Schema.properties.spec;
  const all = goldenSpecs().flatMap((spec) => nodesOf(spec, schema).flatMap((node) => mutationsOf(spec, node)));
  const found = all.map(({ what, spec }) => [what, { what, told: "admission", object: { spec } }] as const);
  return [...new Map<string, MalformedFunction>(found).values()];
}

function goldenSpecs(): Json[] {
  const folder = join(__dirname, "..", "golden", "controller");
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return texts.map((text) => (loadAll(text) as Json[])[0].spec);
}

function ofNames(): MalformedFunction[] {
  const names = ["Malformed", "1st", "a.b", "a_b", "-a", "a-", "a".repeat(53), "ä"];
  return names.map((name) => admission(`metadata.name: ${JSON.stringify(name)}`, { image }, name));
}

function admission(what: string, spec: Json, name?: string): MalformedFunction {
  return { what, told: "admission", object: { ...(name === undefined ? {} : { metadata: { name } }), spec } };
}

/** Arguments that violate a rule of the component, without those that Functions omit. */
function ofRules(): MalformedFunction[] {
  const rules = Object.entries(wrong.Function ?? {}).filter(([rule]) => !(rule in unsaidRules));
  return rules.map(([rule, args]) => {
    const { name, ...spec } = args as Json;
    return admission(`rule ${rule}`, rule === "oneImage" ? {} : { image, ...spec }, name);
  });
}

/** Placeholders that are not valid for what is read. */
function ofPlaceholders(): MalformedFunction[] {
  const redis = (args: Json) => ({ triggers: { redis: { jobs: { addresses: ["redis:6379"], image, ...args } } } });
  const specs = [
    redis({ stream: { keys: ["jobs"] }, orderBy: "{list}" }),
    redis({ list: { key: "jobs" }, event: { id: "{field.id}" } }),
    redis({ channel: { names: ["jobs"] }, event: { subject: "{id}" } }),
  ];
  return specs.map((spec) => admission(`placeholder: ${JSON.stringify(spec)}`, { image, ...spec }));
}

/** What a Kafka trigger can't be, one mistake each. */
function ofKafka(): MalformedFunction[] {
  const key = (name: string) => ({ name: "kafka", key: name });
  const [user, password, token] = ["user", "password", "token"].map(key);
  const topics = ["orders"];
  const all: Json[] = [
    {},
    { topics, topicPattern: "orders" },
    { topicPattern: "orders(" },
    { topicPattern: "orders(?!x)" },
    { topics: ["orders", "orders"] },
    { topics: ["an order"] },
    { topics, initialOffset: "newest" },
    { topics, initialOffset: "2026-02-31T00:00:00Z" },
    { topics, ordered: "keys" },
    { topics, replies: { topic: "orders" } },
    { topicPattern: "orders.*", replies: { topic: "orders.priced" } },
    { topics, delivery: { deadLetter: { topic: "orders" } } },
    { topics, delivery: { deadLetter: { topic: "lost", function: "lost" } } },
    { topics, sasl: { mechanism: "GSSAPI", user, password } },
    { topics, sasl: { user } },
    { topics, sasl: { user, password, token } },
    { topics, sasl: { mechanism: "OAUTHBEARER" } },
    { topics, sasl: { mechanism: "OAUTHBEARER", token, user } },
    { topics, tls: { cert: key("cert") } },
    { topics, event: { id: "{offsett}" } },
  ];
  return all.map((args) => {
    const kafka = { placed: { bootstrapServers: ["kafka:9092"], image, ...args } };
    return admission(`Kafka trigger: ${JSON.stringify(args)}`, { image, triggers: { kafka } });
  });
}

const server = { bootstrapServers: ["kafka:9092"], image };

const answers = (replies: Json) => ({ cron: { timer: { schedule: "@daily", replies: { ...server, ...replies } } } });

/** What answers can't be written to, one mistake each. */
function ofReplies(): MalformedFunction[] {
  const all: Json[] = [{}, { topic: "an order" }, { topic: "a", replicas: 0 }, { topic: "a", sasl: {} }];
  return all.map((args) => admission(`replies: ${JSON.stringify(args)}`, { image, triggers: answers({ ...args }) }));
}

/** What only the component supports. */
function ofOmitted(): MalformedFunction[] {
  const top = Object.keys(omitted).filter((path) => !/\W/.test(path));
  const inside = [
    { volumes: { v: { mountPath: "/v", files: { a: "b" } } } },
    { volumes: { v: { mountPath: "/v", secretFiles: { a: "b" } } } },
    { traffic: [{ release: { revision: "hello-0123456789" }, percent: 100 }] },
  ];
  return [...top.map((name) => ({ [name]: {} })), ...inside].map((spec) =>
    admission(`not in a Function: ${JSON.stringify(spec)}`, { image, ...spec }),
  );
}

/** What no condition of the CRD can express. */
function ofStatus(): MalformedFunction[] {
  const cron = (timer: Json) => ({ triggers: { cron: { timer: { schedule: "@daily", ...timer } } } });
  const specs = [
    cron({ timeZone: "Mars/Olympus" }),
    cron({ schedule: "30-10 * * * *" }),
    cron({ data: "{no json}" }),
    { triggers: { event: { paid: { broker: "orders", filters: [{ cesql: "amount + " }] } } } },
    {
      triggers: { event: { paid: { broker: "orders", filters: [{ not: { not: { not: { exact: {}, any: [] } } } }] } } },
    },
    { volumes: { a: { mountPath: "/data", emptyDir: {} }, b: { mountPath: "/data/", emptyDir: {} } } },
    { triggers: { kafka: { placed: { ...server, topics: ["orders"] } }, ...answers({ topic: "orders" }) } },
    { triggers: { kafka: { placed: { ...server, topicPattern: "a.*" } }, ...answers({ topic: "ab" }) } },
  ];
  return specs.map((spec) => ({ what: JSON.stringify(spec), told: "status", object: { spec: { image, ...spec } } }));
}

function shuffled<T>(all: T[], next: () => number): T[] {
  return all
    .map((one) => ({ one, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
