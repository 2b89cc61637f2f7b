// A rollout's Jobs and rights against tests/golden/function/rollout-<case>.yaml, and the plans that the program in the Pod reads.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadAll } from "js-yaml";
import type { FunctionGateArgs } from "../../provider/src/function/functionArgs.gen";
import { type GateJob, makeGateJob, makeRights } from "../../provider/src/function/rollout/gateManifest";
import type { DueGate } from "../../provider/src/function/rollout/rollout";
import type { Manifest } from "../../provider/src/kubernetes/kubernetesObject";
import { digest, table } from "./previous";

const [old, next] = ["hello-00000000aa", "hello-00000000bb"];

const job: GateJob = {
  name: "hello",
  namespace: "shop",
  revision: next,
  image: `registry.example.com/knative-faas-rollout@${digest("e")}`,
  pauseSeconds: 30,
  pullSecrets: [],
  uid: "0a1b2c",
};

const smoke = (check: FunctionGateArgs, more: Partial<DueGate> = {}): DueGate => ({
  gate: "smoke",
  percent: undefined,
  check,
  name: `${next}-smoke`,
  attempt: 1,
  move: undefined,
  first: false,
  done: false,
  ...more,
});

const step = (check?: FunctionGateArgs): DueGate => ({
  gate: "step-25",
  percent: 25,
  check,
  name: `${next}-step-25`,
  attempt: 1,
  move: { traffic: table(`${next} 25 canary`, `${old} 75`), back: table(`${old} 100`) },
  first: false,
  done: false,
});

/** A program of the user, with all settings. */
const program: FunctionGateArgs = {
  job: {
    image: `ghcr.io/acme/checks@${digest("c")}`,
    command: ["/checks"],
    args: ["--fast"],
    env: { ZONE: "eu", LEVEL: "2" },
    serviceAccount: "checker",
    timeoutSeconds: 60,
  },
};
const query = {
  address: "http://prometheus.monitoring:9090",
  query: 'sum(rate(errors{revision="$revision"}[1m]))',
  atMost: 0.01,
  atLeast: 0,
};

const cases: Record<string, () => Manifest[]> = {
  smoke: () => [makeGateJob(smoke({ http: {} }), job, undefined)],
  step: () => [makeGateJob(step(), job, undefined)],
  job: () => [
    makeGateJob(
      smoke(program, { name: `${next}-smoke-2`, attempt: 2 }),
      { ...job, pullSecrets: ["hello-pull-0123456789", "more"] },
      undefined,
    ),
  ],
  prometheus: () => [makeGateJob(step({ prometheus: query }), job, undefined)],
  rights: () => [...makeRights(job, false), ...makeRights({ name: "checked", namespace: "shop" }, true)],
};

describe("rollout: manifests", () => {
  for (const [title, make] of Object.entries(cases))
    it(title, () => {
      const file = join(__dirname, "..", "golden", "function", `rollout-${title}.yaml`);
      assert.deepEqual(make(), loadAll(readFileSync(file, "utf8")));
    });
});

describe("rollout: plan of a gate", () => {
  const planOf = (gate: DueGate, more: Partial<GateJob> = {}) => {
    const { containers } = makeGateJob(gate, { ...job, ...more }, undefined).spec.template.spec;
    assert.deepEqual(containers[0].env[1], { name: "JOB_NAME", value: gate.name });
    return JSON.parse(containers[0].env[0].value);
  };
  const place = { namespace: "shop", service: "hello", revision: next };
  const { traffic, back } = step().move as NonNullable<DueGate["move"]>;

  const http = { path: "/healthz?deep=1", status: 204, body: "ok", repeat: 5, intervalSeconds: 2, timeoutSeconds: 3 };
  it("a smoke gate moves nothing and does not pause", () =>
    assert.deepEqual(planOf(smoke({ http })), { ...place, gate: "smoke", pauseSeconds: 0, check: { http } }));
  it("a path that is not given is written out", () =>
    assert.deepEqual(planOf(smoke({ http: { status: 204 } })).check, { http: { path: "/", status: 204 } }));
  it("a step says where traffic goes, and where it goes back to", () => {
    const check = { prometheus: query };
    assert.deepEqual(planOf(step(check)), { ...place, gate: "step-25", traffic, back, pauseSeconds: 30, check });
  });
  it("a step that nothing is asked after has no check", () =>
    assert.deepEqual(planOf(step()), { ...place, gate: "step-25", traffic, back, pauseSeconds: 30 }));

  const spec = (pod: object, container: object, limit: number) => ({
    backoffLimit: 0,
    activeDeadlineSeconds: limit,
    template: {
      metadata: {
        labels: { "sidecar.istio.io/inject": "false" },
        annotations: { "sidecar.istio.io/inject": "false", "linkerd.io/inject": "disabled" },
      },
      spec: { restartPolicy: "Never", ...pod, containers: [{ name: "check", ...container }] },
    },
  });
  const hardened = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  it("a program of the user's is a Job's whole spec", () => {
    const { image, command, args } = program.job as NonNullable<FunctionGateArgs["job"]>;
    const env = [
      { name: "LEVEL", value: "2" },
      { name: "ZONE", value: "eu" },
    ];
    const expected = { image, command, args, env, securityContext: hardened };
    assert.deepEqual(planOf(smoke(program)).check, { job: spec({ serviceAccountName: "checker" }, expected, 60) });
  });
  it("its rights and resources are those that are given", () => {
    const more = { securityContext: { runAsNonRoot: true }, resources: { limits: { memory: "64Mi" } } };
    const { check } = planOf(smoke({ job: { image: "checks", ...more } }));
    const [container] = check.job.template.spec.containers;
    const { securityContext, resources } = container;
    assert.deepEqual({ securityContext, resources }, { ...more, securityContext: { ...hardened, runAsNonRoot: true } });
  });
  it("one of which only the image is said runs for 300 seconds, without a token", () =>
    assert.deepEqual(planOf(smoke({ job: { image: "checks" } })).check, {
      job: spec({ automountServiceAccountToken: false }, { image: "checks", securityContext: hardened }, 300),
    }));
});

describe("rollout: time limit of a gate", () => {
  const limits: [string, DueGate, number][] = [
    ["a step alone: its pause and 180 seconds", step(), 210],
    ["a request", smoke({ http: {} }), 191],
    [
      "requests, each at its longest, with their intervals",
      smoke({ http: { repeat: 10, intervalSeconds: 5, timeoutSeconds: 20 } }),
      430,
    ],
    ["a query", step({ prometheus: query }), 270],
    ["a program, and a minute to start it", smoke(program), 300],
  ];
  for (const [title, gate, seconds] of limits)
    it(title, () => assert.equal(makeGateJob(gate, job, undefined).spec.activeDeadlineSeconds, seconds));

  it("is never shorter than what the gate itself may take, of Outputs too", async () => {
    const gate = smoke({ http: { repeat: pulumi.output(3), timeoutSeconds: pulumi.output(7) } });
    const limit = makeGateJob(gate, job, undefined).spec.activeDeadlineSeconds as pulumi.Output<number>;
    assert.equal(await new Promise((resolve) => limit.apply(resolve)), 3 * 8 + 180);
  });
});
