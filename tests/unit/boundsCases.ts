// Pods, and namespaces that accept or refuse them: tests/cluster/podBounds.spec.ts compares the results with the API server's.
import type { LiveObject } from "../../provider/src/cluster/cluster";
import type { Amounts, Container } from "../../provider/src/kubernetes/podBounds";

const live = (kind: string, spec: object) => ({ apiVersion: "v1", kind, metadata: { name: "team", uid: "1" }, spec });
const range = (limits: object) => live("LimitRange", { limits: [{ type: "Container", ...limits }] });
const quota = (hard: Amounts, more: object = {}) => live("ResourceQuota", { hard, ...more });

const own = (requests: Amounts, limits: Amounts = {}): Container => ({ name: "own", resources: { requests, limits } });
const beside = (requests: Amounts, limits: Amounts): Container => ({ ...own(requests, limits), name: "beside" });
const helper: Container = { name: "helper" };
export const small = own({ cpu: "20m", memory: "32Mi" }, { memory: "256Mi" });

export interface BoundsCase {
  containers?: Container[];
  initContainers?: Container[];
  count?: number;
  bounds: LiveObject[];
  expected: string[];
}

export const boundsCases: Record<string, BoundsCase> = {
  "no bounds": { bounds: [], expected: [] },
  "a limit above the maximum": {
    bounds: [range({ max: { memory: "128Mi" }, default: { memory: "128Mi" } })],
    expected: ["maximum memory usage per Container is 128Mi, but limit is 256Mi"],
  },
  "a limit at the maximum, in another unit": { bounds: [range({ max: { memory: "268435456" } })], expected: [] },
  "a request below the minimum": {
    bounds: [range({ min: { cpu: "50m" }, defaultRequest: { cpu: "50m" } })],
    expected: ["minimum cpu usage per Container is 50m, but request is 20m"],
  },
  "no limit, where the range gives one": {
    bounds: [range({ max: { cpu: "1" }, default: { cpu: "1" } })],
    expected: [],
  },
  "a limit that the range gives, below the request": {
    containers: [own({ cpu: "500m" })],
    bounds: [range({ default: { cpu: "200m" }, defaultRequest: { cpu: "100m" } })],
    expected: ["cpu request 500m must be less than or equal to cpu limit of 200m"],
  },
  "all containers together": {
    containers: [small, beside({ memory: "32Mi" }, { memory: "300Mi" })],
    bounds: [live("LimitRange", { limits: [{ type: "Pod", max: { memory: "512Mi" } }] })],
    expected: ["maximum memory usage per Pod is 512Mi, but limit is 556Mi"],
  },
  "an init container counts where it takes more than all the others": {
    initContainers: [beside({ memory: "32Mi" }, { memory: "600Mi" })],
    bounds: [live("LimitRange", { limits: [{ type: "Pod", max: { memory: "512Mi" } }] })],
    expected: ["maximum memory usage per Pod is 512Mi, but limit is 600Mi"],
  },
  "a quota of what a container does not say": {
    containers: [small, helper],
    bounds: [quota({ "limits.cpu": "4", "requests.memory": "1Gi", pods: "9" })],
    expected: ["failed quota: team: must specify limits.cpu for: helper,own; requests.memory for: helper"],
  },
  "a quota of what the range gives": {
    containers: [small, helper],
    bounds: [
      quota({ "limits.cpu": "4", "requests.memory": "1Gi" }),
      range({ default: { cpu: "1", memory: "64Mi" }, defaultRequest: { cpu: "10m", memory: "8Mi" } }),
    ],
    expected: [],
  },
  "a quota below one Pod": {
    bounds: [quota({ "requests.memory": "16Mi", memory: "1Gi", "requests.cpu": "10m" })],
    expected: [
      "exceeded quota: team, requested: requests.cpu=20m,requests.memory=32Mi, limited: requests.cpu=10m,requests.memory=16Mi",
    ],
  },
  "a quota below all Pods that run at one time": {
    count: 3,
    bounds: [quota({ "limits.memory": "512Mi", pods: "2" })],
    expected: [
      "exceeded quota: team, requested: limits.memory=768Mi,pods=3, limited: limits.memory=512Mi,pods=2 of 3 Pods",
    ],
  },
  "what a request is, where only the limit is said": {
    containers: [own({}, { cpu: "2" })],
    bounds: [quota({ cpu: "1" })],
    expected: ["exceeded quota: team, requested: cpu=2000m, limited: cpu=1"],
  },
  "a quota of other Pods": {
    bounds: [
      quota({ pods: "0" }, { scopes: ["Terminating"] }),
      quota(
        { pods: "0" },
        { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] } },
      ),
    ],
    expected: [],
  },
  "a quota of Pods like these": {
    bounds: [quota({ pods: "0" }, { scopes: ["NotTerminating", "NotBestEffort"] })],
    expected: ["exceeded quota: team, requested: pods=1, limited: pods=0"],
  },
};
