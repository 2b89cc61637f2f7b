// Rollout gates in a program: the Jobs between a revision and its traffic, when there are none, and the error of a failed one.
import assert from "node:assert/strict";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, type Deployed, deploy, digest, type Fields, failing, image, only, summary, type } from "./deployed";
import { type FakeObject, objectsOf, withCluster } from "./fakeCluster";
import type { Registration, State } from "./harness";

const second = `registry.example.com/hello@${digest("b")}`;
const rollout: FunctionArgs["rollout"] = {
  smoke: { http: { path: "/healthz" } },
  steps: [25, 100],
  each: { prometheus: { address: "http://prometheus", query: "errors", atMost: 0 } },
  pauseSeconds: 5,
  image: `registry.example.com/knative-faas-rollout@${digest("e")}`,
};

const jobs = ({ all }: Deployed) => all.filter((one) => one.type === type.job);
const planOf = ({ inputs }: Registration) =>
  JSON.parse((inputs as Fields).spec.template.spec.containers[0].env[0].value);

describe("rollout: gates of a function that changes", () => {
  let first: Deployed;
  let changed: Deployed;
  let old: string;
  let next: string;
  before(async () => {
    first = await deploy({ image, rollout });
    changed = await deploy({ image: second, rollout }, first);
    [old, next] = [first.outputs.revision, changed.outputs.revision];
  });

  const rights = ["ServiceAccount hello/rollout", "Role hello/rollout", "RoleBinding hello/rollout"];

  it("a first deployment has its smoke gate, as there is nothing to move from", () => {
    assert.deepEqual(summary(first.all).sort(), [
      "Function hello",
      "Job hello/smoke after hello, hello/rollout",
      "Role hello/rollout",
      "RoleBinding hello/rollout",
      "Service hello",
      "ServiceAccount hello/rollout",
      "ServicePatch hello-traffic after hello, hello/smoke",
    ]);
    assert.deepEqual(first.outputs.release.gates, ["smoke"]);
  });

  it("are a chain of Jobs between the revision and its traffic", () => {
    const withoutRights = summary(changed.all).filter((line) => !rights.includes(line));
    assert.deepEqual(withoutRights.sort(), [
      "Function hello",
      "Job hello/smoke after hello, hello/rollout",
      "Job hello/step-100 after hello, hello/rollout, hello/step-25",
      "Job hello/step-25 after hello, hello/rollout, hello/smoke",
      `RevisionPatch hello/${old} after hello`,
      "Service hello",
      "ServicePatch hello-traffic after hello, hello/smoke, hello/step-100, hello/step-25",
    ]);
    assert.deepEqual(changed.outputs.release.gates, ["smoke", "step-25", "step-100"]);
  });

  it("know where traffic goes, and where it goes back to", () => {
    const place = { namespace: "default", service: "hello", revision: next };
    const back = [{ revisionName: old, percent: 100 }];
    const check = rollout?.each;
    assert.deepEqual(jobs(changed).map(planOf), [
      { ...place, gate: "smoke", pauseSeconds: 0, check: rollout?.smoke },
      {
        ...place,
        gate: "step-25",
        traffic: [
          { revisionName: next, percent: 25 },
          { revisionName: old, percent: 75 },
        ],
        back,
        pauseSeconds: 5,
        check,
      },
      { ...place, gate: "step-100", traffic: [{ revisionName: next, percent: 100 }], back, pauseSeconds: 5, check },
    ]);
  });

  it("belong to the Service, and Pulumi waits for each as long as it may take", () => {
    for (const job of jobs(changed)) {
      const { metadata, spec } = job.inputs as Fields;
      const owner = { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "hello", uid: "0a1b" };
      assert.deepEqual(metadata.ownerReferences, [owner]);
      const limit = `${spec.activeDeadlineSeconds + 60}s`;
      assert.deepEqual(job.customTimeouts, { create: limit, update: limit });
      assert.deepEqual(job.ignoreChanges, []);
    }
  });

  it("a preview shows the same Jobs, and takes it for granted that they hold", async () => {
    const preview = await deploy({ image: second, rollout }, first, { ...cluster(), preview: true });
    assert.deepEqual(summary(preview.all).sort(), summary(changed.all).sort());
    assert.deepEqual(jobs(preview).map(planOf), jobs(changed).map(planOf));
    assert.deepEqual(preview.outputs.release, changed.outputs.release);
  });

  it("once they held they stay as they are, whatever is said of them now", async () => {
    const again = await deploy({ image: second, rollout: { ...rollout, pauseSeconds: 60 } }, changed);
    assert.deepEqual(
      jobs(again).map(({ name }) => name),
      jobs(changed).map(({ name }) => name),
    );
    for (const { ignoreChanges } of jobs(again)) assert.deepEqual(ignoreChanges, ["metadata", "spec"]);
    assert.deepEqual(again.outputs.release.gates, ["smoke", "step-25", "step-100"]);
  });

  it("going back to a revision needs none, and it has the gates that it passed", async () => {
    const back = await deploy({ image, rollout }, changed);
    assert.deepEqual([back.outputs.revision, jobs(back)], [old, []]);
    assert.ok(summary(back.all).includes("ServicePatch hello-traffic after hello"));
    assert.deepEqual(back.outputs.release.gates, ["smoke"]);
  });

  it("a revision that gets no traffic has none, and has them once it gets some", async () => {
    const canary = (percent: number) => [
      { revision: old, percent: 100 - percent },
      { latest: true, percent, tag: "canary" },
    ];
    const idle = await deploy({ image: second, rollout, traffic: canary(0) }, first);
    assert.deepEqual([jobs(idle), idle.outputs.release.revision, idle.outputs.releases[0].served], [[], old, false]);
    const shared = await deploy({ image: second, rollout, traffic: canary(10) }, idle);
    assert.deepEqual(
      jobs(shared)
        .map(planOf)
        .map(({ gate, traffic }) => [gate, traffic?.map((share: Fields) => share.percent)]),
      [
        ["smoke", undefined],
        // A quarter of the way to ten percent.
        ["step-25", [98, 2]],
        ["step-100", [90, 10]],
      ],
    );
  });

  it("gates of another stack count with those of this one", async () => {
    const promoted = await deploy({
      release: changed.outputs.release,
      rollout: { smoke: rollout?.smoke, image: rollout?.image },
    });
    assert.deepEqual(promoted.outputs.release.gates, ["smoke", "step-25", "step-100"]);
  });
});

describe("rollout: a gate that does not hold", () => {
  let first: Deployed;
  before(async () => {
    first = await deploy({ image, rollout });
  });

  const status = {
    conditions: [{ type: "Failed", status: "True", reason: "PodFailurePolicy", message: "exit code 42" }],
  };

  /** An update whose gate fails, and whose Service has this message of a gate. */
  const failingAt = (gate: string, left?: object, seen: Registration[] = [], others: FakeObject[] = [], more = {}) => {
    const annotations = left && { "knative-faas.dev/rollout-failure": JSON.stringify(left) };
    const metadata = { name: "hello", namespace: "default", annotations };
    const service = { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata };
    const answers = cluster((registration) => {
      seen.push(registration);
      return registration.name === `hello/${gate}` && registration.type === type.job ? { status } : undefined;
    });
    return withCluster(
      () => [service, ...others, ...objectsOf(first.state)],
      ({ config }) => failing({ image: second, rollout, ...more }, first, { ...answers, config }),
    );
  };

  const revisionOf = async (more = {}) => (await deploy({ image: second, ...more }, first)).outputs.revision as string;

  it("leaves traffic where another client has set it meanwhile, and says so", async () => {
    const revision = await revisionOf();
    const message = "another client has set traffic to hello-1 100 %, and it stays there";
    const { error } = await failingAt("step-25", { job: `${revision}-step-25`, message, trafficLeft: true });
    assert.equal(
      error.message,
      `rollout gate step-25 failed for revision ${revision}: ${message}\n  traffic is where the other client has set it`,
    );
  });

  it("ends the update with its own words: traffic is back, no later gate and no traffic is registered", async () => {
    const revision = await revisionOf();
    const left = { job: `${revision}-step-25`, message: "errors is 7, expected at most 0" };
    const { error, registered } = await failingAt("step-25", left);
    assert.equal(
      error.message,
      `rollout gate step-25 failed for revision ${revision}: errors is 7, expected at most 0\n  traffic was restored`,
    );
    assert.ok(registered.includes("hello/step-25"));
    assert.deepEqual(
      registered.filter((name) => /step-100|traffic/.test(name)),
      [],
    );
  });

  it("is an error where the Job of a gate that has passed was replaced, and ran again", async () => {
    const respond = ({ name, type: of }: Registration) =>
      name === "hello/smoke" && of === type.job ? { status } : undefined;
    const { error } = await failing({ image, rollout }, first, cluster(respond));
    const { revision } = first.outputs;
    const why = `PodFailurePolicy: exit code 42; see kubectl logs job/${revision}-smoke`;
    assert.equal(error.message, `rollout gate smoke failed for revision ${revision}: ${why}\n  traffic is unchanged`);
  });

  it("that is the last one leaves traffic unregistered too", async () => {
    const { error, registered } = await failingAt("step-100");
    assert.match(error.message, /^rollout gate step-100 failed for revision hello-[0-9a-f]{10}: PodFailurePolicy/);
    assert.deepEqual([registered.includes("hello/step-100"), registered.includes("hello-traffic")], [true, false]);
  });

  it("before any step the revision got no traffic", async () => {
    const revision = await revisionOf();
    const left = { job: `${revision}-smoke`, message: "GET /healthz: 500" };
    const { error } = await failingAt("smoke", left);
    assert.equal(
      error.message,
      `rollout gate smoke failed for revision ${revision}: GET /healthz: 500\n  the revision got no traffic`,
    );
  });

  it("quotes what its Pod alone has of a program, without the secrets in it", async () => {
    const secrets = { PASSWORD: "hunter22" };
    const revision = await revisionOf({ secrets });
    const left = { job: `${revision}-smoke`, message: "GET /: request 1 of 1 was answered with 500 (expected 200)" };
    const pod = (exitCode: number, message: string, container = "rollout") => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", namespace: "default", labels: { "batch.kubernetes.io/job-name": left.job } },
      status: { containerStatuses: [{ name: container, state: { terminated: { exitCode, message } } }] },
    });
    const pods = [
      pod(1, "of an earlier try"),
      pod(42, "of a sidecar", "proxy"),
      pod(42, `${left.message}: no hunter22`),
    ];
    const { error } = await failingAt("smoke", left, [], pods, { secrets });
    assert.equal(
      error.message,
      `rollout gate smoke failed for revision ${revision}: ${left.message}: no [secret]\n  the revision got no traffic`,
    );
  });

  for (const [title, left] of [
    ["without words", undefined],
    ["with words of another revision", { job: "hello-other-smoke" }],
    ["with words of another gate", { job: "hello-other-step-25" }],
    ["with words of an earlier attempt", { job: "hello-other-smoke-2" }],
  ] as [string, object | undefined][])
    it(`${title} tells what is known of its Job`, async () => {
      const revision = await revisionOf();
      const given = left && { message: "something else", ...left };
      const { error } = await failingAt("smoke", given);
      const why = `PodFailurePolicy: exit code 42; see kubectl logs job/${revision}-smoke`;
      assert.equal(
        error.message,
        `rollout gate smoke failed for revision ${revision}: ${why}\n  the revision got no traffic`,
      );
    });

  it("whose Job never had a Pod says what its events say, and the way out", async () => {
    const message = 'Error creating: pods "hello-abcde" is forbidden: exceeded quota: team, requested: pods=1';
    const metadata = { name: "e", namespace: "default" };
    const event = { apiVersion: "v1", kind: "Event", metadata, reason: "FailedCreate", message };
    const revision = await revisionOf();
    const { error } = await failingAt("smoke", undefined, [], [event]);
    const told = "Error creating: the Pod is forbidden: exceeded quota: team, requested: pods=1";
    const why = `PodFailurePolicy: exit code 42\n  FailedCreate: ${told}`;
    const helps = "lower what other Pods use, or have the ResourceQuota team raised";
    assert.equal(
      error.message,
      `rollout gate smoke failed for revision ${revision}: ${why}; ${helps}\n  the revision got no traffic`,
    );
  });

  it("the next update asks all of them again, under names of their own", async () => {
    const seen: Registration[] = [];
    await failingAt("step-25", undefined, seen);
    // What the engine keeps of a failed update: the component as it was, and what was created.
    const made = seen.map(({ urn, type: kind, outputs = {} }) => [urn, { type: kind, outputs }]);
    const failed = seen.find(({ name }) => name === "hello/step-25") as Registration;
    const state: State = { ...first.state, ...Object.fromEntries(made) };
    state[failed.urn] = { type: type.job, outputs: { ...failed.inputs, status } };
    const again = await deploy({ image: second, rollout }, { state });
    const { revision } = again.outputs;
    assert.deepEqual(
      jobs(again).map(({ inputs }) => (inputs as Fields).metadata.name),
      [`${revision}-smoke-2`, `${revision}-step-25-2`, `${revision}-step-100-2`],
    );
    assert.deepEqual(again.outputs.release.gates, ["smoke", "step-25", "step-100"]);
    assert.equal(only(again.all, type.traffic).name, "hello-traffic");
  });
});
