// A preview reports which Pods the LimitRanges and ResourceQuotas of a namespace will refuse, each with the property that helps.
import assert from "node:assert/strict";
import { EventSource, Function, type FunctionArgs } from "../../provider/src/index";
import { cluster, digest, image } from "./deployed";
import { type FakeObject, withCluster } from "./fakeCluster";
import { type LogMessage, render } from "./harness";

const namespace = "shop";
const quota = (hard: object) => object("ResourceQuota", "team", { spec: { hard } });
const range = (limit: object) =>
  object("LimitRange", "bounds", { spec: { limits: [{ type: "Container", ...limit }] } });
const settings = (name: string, data: object) => object("ConfigMap", name, { data }, "knative-serving");

function object(kind: string, name: string, fields: object, home = namespace): FakeObject {
  return { apiVersion: "v1", kind, metadata: { name, namespace: home }, ...fields };
}

const beginning = `namespace ${namespace} rejects the Pods of `;

/** The warnings about Pods, without their beginning. */
async function told(program: () => void, objects: FakeObject[], preview = true): Promise<string[]> {
  const logs: LogMessage[] = [];
  await withCluster(
    () => objects,
    ({ config }) => render(program, { ...cluster(), preview, config, logs }),
  );
  const warnings = logs.filter(({ severity, message }) => severity === "warning" && message.startsWith(beginning));
  return warnings.map(({ message }) => message.slice(beginning.length));
}

const of = (args: Partial<FunctionArgs>) => () => void new Function("hello", { namespace, image, ...args });
const wholly = { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "1", memory: "64Mi" } };
const fallback = "; or a LimitRange of the namespace can give every container a default";
const cpus = quota({ "limits.cpu": "4" });

const cases: Record<string, [() => void, FakeObject[], string[]]> = {
  "nothing where the namespace has no bounds": [of({}), [], []],
  "a quota that wants what the function and Knative's container do not say": [
    of({}),
    [cpus],
    [
      `this function: failed quota: team: must specify limits.cpu for: queue-proxy,user-container; set queueProxy.limits.cpu, resources.limits.cpu${fallback}`,
    ],
  ],
  "Knative's container alone, which the webhook does not try": [
    of({ resources: wholly }),
    [cpus],
    [
      `this function: failed quota: team: must specify limits.cpu for: queue-proxy; set queueProxy.limits.cpu${fallback}`,
    ],
  ],
  "nothing where all of it is said": [of({ resources: wholly, queueProxy: wholly }), [cpus], []],
  "nothing where Knative's ConfigMaps say it": [
    of({}),
    [
      cpus,
      settings("config-defaults", { "revision-cpu-limit": "1" }),
      settings("config-deployment", { "queue-sidecar-cpu-limit": "1" }),
    ],
    [],
  ],
  "nothing where a flag has Knative say it of its container": [
    of({ resources: wholly }),
    [cpus, settings("config-features", { "queueproxy.resource-defaults": "Enabled" })],
    [],
  ],
  "nothing where a range gives it": [of({}), [cpus, range({ default: { cpu: "1" } })], []],
  "a container that is too large": [
    of({ resources: { limits: { memory: "2Gi" } } }),
    [range({ max: { memory: "1Gi" }, default: { memory: "1Gi" } })],
    [
      "this function: maximum memory usage per Container is 1Gi, but limit is 2Gi; lower resources or queueProxy, or have the LimitRange of the namespace changed",
    ],
  ],
  "more Pods at one time than there is room for": [
    of({ resources: wholly, scale: { min: 3 } }),
    [quota({ pods: "2" })],
    [
      "this function: exceeded quota: team, requested: pods=3, limited: pods=2 of 3 Pods; lower resources or queueProxy or scale.min, or have the ResourceQuota team raised",
    ],
  ],
  "a gate, and its program": [
    of({ resources: wholly, queueProxy: wholly, rollout: { image, smoke: { job: { image } } } }),
    [cpus],
    [
      `gate rollout.smoke: failed quota: team: must specify limits.cpu for: rollout${fallback.replace("or a", "a")}`,
      `the program of gate rollout.smoke: failed quota: team: must specify limits.cpu for: check; set rollout.smoke.job.resources.limits.cpu${fallback}`,
    ],
  ],
  "a source of ours": [
    () =>
      void new EventSource("jobs", {
        namespace,
        redis: {
          image: `registry.example.com/source@${digest("b")}`,
          addresses: ["r:6379"],
          list: { key: "k" },
          memory: "512Mi",
        },
        sink: { url: "http://there.example.com" },
      }),
    [quota({ "requests.memory": "256Mi" })],
    [
      "the source redis: exceeded quota: team, requested: requests.memory=512Mi, limited: requests.memory=256Mi; lower redis.cpu or redis.memory, or have the ResourceQuota team raised",
    ],
  ],
};

describe("preview: Pods that a namespace does not take", () => {
  for (const [title, [program, objects, expected]] of Object.entries(cases))
    it(title, async () => assert.deepEqual((await told(program, objects)).sort(), expected));

  it("nothing in an update, which the API server refuses", async () =>
    assert.deepEqual(await told(of({}), [cpus], false), []));
});
