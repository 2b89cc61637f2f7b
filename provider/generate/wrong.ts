// Arguments that break one rule each, by component and rule: the reference pages quote the resulting messages.

import { brokerRules } from "../src/broker/brokerRules";
import { flowRules } from "../src/flow/flowRules";
import { functionRules } from "../src/function/functionRules";
import type { Rule } from "../src/input/validate";
import { knativeRules } from "../src/knative/knativeRules";
import { sourceRules } from "../src/source/eventSourceRules";
import type { WrongArguments } from "./mistakes";

// biome-ignore lint/suspicious/noExplicitAny: rules of any component
export const rules: Record<string, Rule<any>[]> = {
  Function: functionRules,
  Knative: knativeRules,
  Broker: brokerRules,
  EventSource: sourceRules,
  Flow: flowRules,
};

const term = { topologyKey: "kubernetes.io/hostname" };

const ofFunction: WrongArguments = {
  oneImage: {},
  digestOfImage: { image: "ghcr.io/acme/hello:v1" },
  registryOfSource: { source: { directory: "hello" } },
  repositoryOfImage: { source: { directory: "hello" }, registry: "127.0.0.1:5000", name: "f" },
  distinctPullSecrets: { pullSecrets: ["registry", "registry"] },
  buildable: { source: { directory: "/" } },
  scaleBounds: { scale: { min: 3, initial: 3, activation: 2, max: 1 } },
  metricOfClass: { scale: { metric: "cpu" } },
  burstCapacity: { scale: { targetBurstCapacity: -0.5 } },
  timeoutBounds: { timeouts: { requestSeconds: 10, responseStartSeconds: 20, idleSeconds: 20 } },
  distinctVariables: { env: { MODE: "a" }, secrets: { MODE: "b" }, envValueFrom: { MODE: {} } },
  distinctContainers: { pod: { sidecars: [{ name: "proxy" }, { name: "proxy" }] } },
  probeRules: {
    probes: { readiness: { timeoutSeconds: 2 }, liveness: { successThreshold: 2 } },
    pod: { sidecars: [{ name: "proxy", probes: { readiness: { httpGet: {} } } }] },
  },
  seccompProfiles: { securityContext: { seccompProfile: { type: "Localhost" } } },
  limitsHoldRequests: {
    resources: {
      requests: { cpu: "2", memory: "1Gi", ephemeralStorage: "1Gi", extended: { "nvidia.com/gpu": "1" } },
      limits: { cpu: "1", memory: "512Mi", ephemeralStorage: "512Mi" },
    },
  },
  volumesMounted: { volumes: { cache: { emptyDir: {} } } },
  mountsOfVolumes: { pod: { sidecars: [{ name: "proxy", volumeMounts: [{ name: "cache", mountPath: "/cache" }] }] } },
  distinctMountPaths: { volumes: { a: { mountPath: "/data" }, b: { mountPath: "/data/" } } },
  readOnlyVolumes: {
    volumes: { settings: { mountPath: "/settings", readOnly: false, configMap: { name: "settings" } } },
  },
  ephemeralClaims: {
    volumes: {
      scratch: {
        mountPath: "/scratch",
        ephemeral: { accessModes: ["ReadWriteOncePod", "ReadOnlyMany"], storage: "0" },
      },
    },
  },
  tolerations: {
    pod: {
      tolerations: [
        { value: "x", tolerationSeconds: 5 },
        { operator: "Exists", value: "x" },
      ],
    },
  },
  selectors: {
    pod: {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { ...term, labelSelector: { matchExpressions: [{ key: "app", operator: "In" }] } },
          ],
        },
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "Gt", values: ["1", "2"] }] }],
          },
        },
      },
    },
  },
  spreading: {
    pod: { topologySpreadConstraints: [{ ...term, maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway", minDomains: 2 }] },
  },
  nameServers: { pod: { dnsPolicy: "None" } },
  tlsOnlyOff: { network: { externalDomainTls: true } },
  triggerProblems: {
    triggers: {
      cron: { nightly: { schedule: "@daily", data: "full", dataBase64: "ZnVsbA==" } },
      event: { paid: { broker: "orders", filters: [{ cesql: "amount + 1" }] } },
      mqtt: {
        sensors: {
          ...{ address: "mqtt://broker.shop:1883", topics: ["sensors/#"], replicas: 2, tls: {} },
          ...{ event: { subject: "{stream}", type: "{json.kind" } },
        },
      },
      kafka: {
        placed: {
          ...{
            bootstrapServers: ["kafka:9092"],
            topics: ["orders", "orders"],
            event: { id: "{json.id", subject: "{id}" },
          },
          ...{ sasl: { token: { name: "kafka", key: "token" } }, replies: { topic: "orders" } },
          delivery: { deadLetter: { topic: "orders" } },
        },
        renewed: { bootstrapServers: ["kafka:9092"], topicPattern: "orders", sasl: { mechanism: "OAUTHBEARER" } },
      },
      redis: {
        news: { addresses: ["redis.shop:6379"], channel: {}, tls: { cert: { name: "redis", key: "tls.crt" } } },
      },
    },
  },
  repliesRead: {
    triggers: {
      kafka: { placed: { bootstrapServers: ["kafka:9092"], topicPattern: "orders\\..*" } },
      cron: { nightly: { schedule: "@daily", replies: { bootstrapServers: ["kafka:9092"], topic: "orders.counted" } } },
    },
  },
  triggerNames: { name: "a".repeat(52), triggers: { cron: { "every-day-at-noon": { schedule: "@daily" } } } },
  reservedAnnotations: {
    annotations: { "autoscaling.knative.dev/min-scale": "1", "pulumi.com/skipAwait": "true" },
    pod: { annotations: { "autoscaling.knative.dev/window": "60s" } },
  },
};

/** As another stack returns it. */
const release = {
  image: `ghcr.io/acme/hello@sha256:${"a".repeat(64)}`,
  digest: `sha256:${"b".repeat(64)}`,
  gates: ["smoke"],
};

const ofReleases: WrongArguments = {
  wholeTraffic: { traffic: [{ latest: true, percent: 90 }, { revision: "hello-0123456789" }] },
  tagLengths: { name: "a".repeat(50), traffic: [{ latest: true, percent: 100, tag: "a".repeat(20) }] },
  distinctTags: {
    traffic: [
      { latest: true, tag: "canary" },
      { revision: "hello-0123456789", tag: "canary" },
    ],
  },
  latestIsTrue: { traffic: [{ latest: false, percent: 100 }] },
  risingSteps: { rollout: { steps: [25, 5] } },
  boundedQuery: { rollout: { smoke: { prometheus: {} }, each: { prometheus: {} } } },
  eachNeedsSteps: { rollout: { each: { http: {} } } },
  releaseIsWhole: { release },
  requireOfRelease: { require: ["smoke"] },
  gatesPassed: { release, require: ["smoke", "step-25"] },
  boundedScale: { budget: { maxPods: 4 }, scale: { min: 1 } },
};

const queue = { address: "amqp://rabbit.shop:5672/", queue: "jobs", target: 20 };
const list = { addresses: ["redis.shop:6379"], list: { key: "jobs" }, scale: { target: 20 } };

const ofQueues: WrongArguments = {
  oneQueue: { scale: { max: 5, queue: { rabbitmq: queue } }, triggers: { redis: { jobs: list } } },
  boundOfQueue: { scale: { queue: { rabbitmq: queue } } },
  queueOfClass: { scale: { class: "hpa", max: 5, queue: { rabbitmq: queue } } },
  queueServers: {
    scale: {
      max: 5,
      queue: { redisList: { addresses: ["redis.shop:6379"], keys: ["jobs"], cluster: true, database: 2, target: 20 } },
    },
  },
};

const ofKnative: WrongArguments = {
  manifestsExist: { manifests: { directory: "/" } },
  knownFlags: {
    version: "1.22.1",
    features: { tolerations: "enabled", "kubernetes.podspec-volumes-ephemeral": "enabled" },
  },
  flagValues: { features: { "multi-container": "on" } },
  knownConfig: { config: { autoscaler: { "stable-windows": "60s" } } },
  configValues: { config: { autoscaler: { "stable-window": "1s" }, gc: { "max-non-active-revisions": "-5" } } },
  eventingFeatures: { eventing: { features: { "delivery-retry": "enabled", "delivery-timeout": "on" } } },
  configOfLayer: { config: { istio: {} } },
  existingInstallsNothing: { existing: true, replicas: 2 },
  registryOfLogin: { registryLogin: { username: "robot", password: "s3cret" } },
  registryOfExtensions: { extensions: { queueScaler: {} } },
  repositoryOfExtensions: { extensions: { queueScaler: {}, registry: "ghcr.io" } },
};

const ofBroker: WrongArguments = {
  oneConfiguration: { kafka: {}, config: {} },
  classOfConfiguration: { class: "Kafka", channel: {} },
};

const ofSource: WrongArguments = {
  ofKind: { cron: { schedule: "@daily", data: "full", dataBase64: "ZnVsbA==" } },
  buildable: { container: { directory: "/" } },
  registryOfDirectory: { container: { directory: "ticker" } },
  repositoryOfImage: { container: { directory: "ticker" }, registry: "ghcr.io" },
  registryOfProgram: { mqtt: { address: "mqtt://broker.shop:1883", topics: ["orders/#"] } },
  distinctPullSecrets: { redis: list, pullSecrets: ["registry", "registry"] },
  scalesNothing: { redis: list },
  repliesOfSink: {
    kafka: { topics: ["orders"], replies: { topic: "prices" } },
    cron: { replies: {} },
    mqtt: { replies: {} },
    redis: { replies: {} },
    sink: { broker: "orders" },
  },
  pullsNothing: { cron: { schedule: "@daily", data: "full" }, pullSecrets: ["mirror"] },
};

const ofFlow: WrongArguments = {
  repliesOfTransform: { transform: { function: "shorten", discardReply: true } },
  expressionOfTransform: { transform: { jsonata: "{ 'id': order.id" } },
  sameNamespace: {
    namespace: "shop",
    channel: { delivery: { deadLetter: { function: "dead", namespace: "other" } } },
    transform: { jsonata: "{}", sink: { function: "shorten", namespace: "other" } },
  },
};

export const wrong: Record<string, WrongArguments> = {
  Function: { ...ofFunction, ...ofReleases, ...ofQueues },
  Knative: ofKnative,
  Broker: ofBroker,
  EventSource: ofSource,
  Flow: ofFlow,
};
