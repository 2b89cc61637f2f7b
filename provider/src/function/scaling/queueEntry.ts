// What the queue scaler reads of a function: an annotation of its Knative Service, and permission to read its Secrets. Pure.
import type { Input } from "@pulumi/pulumi";
import { kafkaServerConfig } from "../../events/adapters/kafkaServer";
import { queueScaleConfig } from "../../events/adapters/queueScale";
import { processingKey, redisServerConfig } from "../../events/adapters/redisServer";
import type { ServerLogin } from "../../events/adapters/serverLogin";
import type {
  KafkaSaslArgs,
  KafkaTriggerArgs,
  QueueScaleArgs,
  RedisTriggerArgs,
  SecretKeyArgs,
} from "../../events/eventArgs.gen";
import { nameAtServer } from "../../events/kinds/kind";
import { givenTriggers } from "../../events/kinds/kinds";
import { given } from "../../input/given";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type { PolicyRule, Role, RoleBinding } from "../../kubernetes/objectTypes";
import { combined } from "../../pulumi/value";
import type { FunctionArgs, FunctionQueueArgs } from "../functionArgs.gen";

export const scaleKeys = { label: "knative-faas.dev/scaled", annotation: "knative-faas.dev/scale-on" };

/** The service account of the scaler; its namespace is that of all extensions. */
export const scalerAccount = { name: "queue-scaler", namespace: "knative-faas" };

type Login = Record<string, SecretKeyArgs | undefined>;

export interface ScaleEntry {
  /** As provider/programs/internal/scaler reads it. */
  config: object;
  login: Login;
}

interface Named {
  name: Input<string>;
  namespace: Input<string>;
  stack?: Input<string> | undefined;
}

type Scaled = Pick<FunctionArgs, "scale" | "triggers">;

/** At most one queue scales a function, as queueRules.ts checks. */
export function scaleEntry({ scale, triggers }: Scaled, of: Named): ScaleEntry | undefined {
  if (scale?.queue !== undefined) return entryOf(...givenIn(scale.queue));
  const scaling = scalingTrigger(triggers);
  if (scaling === undefined) return undefined;
  return (scaling.kind === "kafka" ? entryOfKafka : entryOfRedis)(scaling.args, scaling.key, of);
}

/** The scaler's login alone, which the names of its objects depend on: also of arguments that nobody has checked. */
export function scalerLogin({ scale, triggers }: Scaled): Login | undefined {
  const args = scale?.queue === undefined ? scalingTrigger(triggers)?.args : givenIn(scale.queue)[1];
  return args === undefined ? undefined : loginOf(args);
}

const scalingTrigger = (triggers: Scaled["triggers"]) =>
  givenTriggers(triggers).find(({ args }) => args.scale !== undefined);

/** The property path of what the scaler is needed for. */
export function scaledPath({ scale, triggers }: Scaled): string {
  const { kind, key } = scalingTrigger(triggers) ?? {};
  return scale?.queue === undefined ? `triggers.${kind}.${key}.scale` : "scale.queue";
}

/** The schema requires exactly one. */
function givenIn(queue: FunctionQueueArgs): [Queue, Args<Queue>] {
  const kind = kinds.find((one) => queue[one] !== undefined) as Queue;
  return [kind, queue[kind] as Args<Queue>];
}

function entryOf<Kind extends Queue>(kind: Kind, args: Args<Kind>): ScaleEntry {
  const login = loginOf(args);
  const queue = { ...queues[kind](args), ...given({ login: filled(login) }) };
  return { config: { ...queueScaleConfig(args), [kind]: queue }, login };
}

type Queues = Required<FunctionQueueArgs>;
type Queue = keyof Queues;
type Args<Kind extends Queue> = Queues[Kind];

/** By kind of queue: its address and what is counted in it. */
const queues: { [Kind in Queue]: (args: Args<Kind>) => object } = {
  redisList: (args) => ({ redis: redisServerConfig(args), keys: args.keys }),
  redisStream: (args) => ({ redis: redisServerConfig(args), key: args.key, group: args.group }),
  rabbitmq: ({ address, queue, tls }) => ({ address, queue, ...tlsOf(tls) }),
  kafkaLag: ({ group, ...args }) => kafkaLag(args, group),
  prometheus: ({ address, query, tls }) => ({ address, query, ...tlsOf(tls) }),
};

const kinds = Object.keys(queues) as Queue[];

type Lagging = Pick<
  KafkaTriggerArgs,
  "bootstrapServers" | "topics" | "topicPattern" | "initialOffset" | "sasl" | "tls"
>;

function kafkaLag(args: Lagging, group: Input<string>, mostPerPartition?: Input<number | undefined>): object {
  const { bootstrapServers, topics, topicPattern: pattern, initialOffset } = args;
  const own = { bootstrapServers, group, ...given({ topics, pattern, initialOffset, mostPerPartition }) };
  return { ...own, ...kafkaServerConfig(args) };
}

function tlsOf(tls: { serverName?: Input<string> } | undefined): object {
  return tls === undefined ? {} : { tls: given({ serverName: tls.serverName }) };
}

type WithLogin = ServerLogin & { sentinel?: ServerLogin; sasl?: KafkaSaslArgs };

function loginOf({ user, password, tls, sentinel, sasl }: WithLogin): Login {
  return {
    user: user ?? sasl?.user,
    password: password ?? sasl?.password,
    token: sasl?.token,
    ca: tls?.caCert,
    cert: tls?.cert,
    key: tls?.key,
    sentinelUser: sentinel?.user,
    sentinelPassword: sentinel?.password,
  };
}

function filled(login: Login): object | undefined {
  const keys = given(login);
  return Object.keys(keys).length === 0 ? undefined : keys;
}

type Scaling<Args extends { scale?: QueueScaleArgs }> = Args & Required<Pick<Args, "scale">>;

/** Counts what the trigger's source has not read yet, and what its Pods are processing. */
function entryOfRedis(args: Scaling<RedisTriggerArgs>, key: string, { name, namespace, stack }: Named): ScaleEntry {
  const source = combined([name], (known) => `${known}-${key}`);
  const login = loginOf(args);
  const server = { redis: redisServerConfig(args), ...given({ login: filled(login) }) };
  const scale = queueScaleConfig(args.scale);
  if (args.stream !== undefined) {
    const { keys, group = nameAtServer({ stack, namespace, name: source }) } = args.stream;
    const first = combined([keys], ([one]) => one as string);
    return { config: { ...scale, redisStream: { ...server, key: first, group } }, login };
  }
  const list = args.list?.key as Input<string>;
  const reader = nameAtServer({ stack, namespace, name: source });
  const keys = combined([list, reader, args.replicas ?? 1], listsOf);
  return { config: { ...scale, redisList: { ...server, keys } }, login };
}

/** If a partition's entries are delivered one after the other, it occupies only one Pod, and must not count for more. */
function entryOfKafka(args: Scaling<KafkaTriggerArgs>, key: string, { name, namespace, stack }: Named): ScaleEntry {
  const source = combined([name], (known) => `${known}-${key}`);
  const { scale, ordered, group = nameAtServer({ stack, namespace, name: source }) } = args;
  const { target } = scale;
  const most = combined([ordered, target], (order, one) => (order === "partition" ? one : undefined));
  const login = loginOf(args);
  const queue = {
    ...kafkaLag(args, group, ordered === undefined ? undefined : most),
    ...given({ login: filled(login) }),
  };
  return { config: { ...queueScaleConfig(scale), kafkaLag: queue }, login };
}

/** The list itself and the processing lists of its source's Pods. */
function listsOf(list: string, reader: string, replicas: number): string[] {
  return [list, ...Array.from({ length: replicas }, (_, ordinal) => processingKey(list, `${reader}-${ordinal}`))];
}

export function scaleAnnotation({ config }: ScaleEntry): Record<string, Input<string>> {
  return { [scaleKeys.annotation]: combined([config], (known) => JSON.stringify(known)) };
}

/** Permission to read just these Secrets; empty without a login. */
export function makeScalerRights({ login }: Pick<ScaleEntry, "login">, { name, namespace }: Named): Manifest[] {
  const secrets = Object.values(login).flatMap((key) => (key === undefined ? [] : [key.name]));
  if (secrets.length === 0) return [];
  const metadata = { name: combined([name], (known) => `${known}-queue-scaler`), namespace };
  const resourceNames = combined([secrets], (known) => [...new Set(known as string[])].sort());
  const rbac = "rbac.authorization.k8s.io";
  const rules: PolicyRule[] = [{ apiGroups: [""], resources: ["secrets"], resourceNames, verbs: ["get"] }];
  return [
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata, rules } satisfies Role,
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "Role", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", ...scalerAccount }],
    } satisfies RoleBinding,
  ];
}
