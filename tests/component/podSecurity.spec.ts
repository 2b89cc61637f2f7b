// A namespace with Pod Security `restricted`: a preview reports which argument helps.
import assert from "node:assert/strict";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, deploy, image } from "./deployed";
import { restricted, withCluster } from "./fakeCluster";
import type { LogMessage } from "./harness";

describe("errors: a function under Pod Security", () => {
  const flags = {
    data: { "kubernetes.podspec-securitycontext": "enabled", "kubernetes.podspec-init-containers": "enabled" },
  };
  const warnings = (args: Partial<FunctionArgs>, preview = true) =>
    withCluster(
      () => [],
      async ({ config }) => {
        const logs: LogMessage[] = [];
        await deploy({ image, ...args }, undefined, { ...cluster(), read: () => flags, preview, config, logs });
        return logs.filter(({ severity }) => severity === "warning").map(({ message }) => message.split(":")[0]);
      },
    );
  const user = { securityContext: { runAsNonRoot: true } };
  const cases: [string, Partial<FunctionArgs>, boolean, string[]][] = [
    ["is told in a preview", { namespace: restricted }, true, ["securityContext.runAsNonRoot"]],
    ["is not told in an update, which the cluster refuses", { namespace: restricted }, false, []],
    ["is not told where the function says so", { namespace: restricted, ...user }, true, []],
    ["is not told elsewhere", { namespace: "shop" }, true, []],
  ];
  const helper = { name: "helper", image };
  const other = { name: "other", image };
  const job = (more: object) => ({ rollout: { image, smoke: { job: { image, ...more } } } });
  cases.push(
    [
      "is told of each container beside it",
      {
        namespace: restricted,
        ...user,
        pod: { sidecars: [{ ...other, ...user }, helper], initContainers: [{ ...helper, name: "before" }] },
      },
      true,
      ["pod.sidecars.1.securityContext.runAsNonRoot", "pod.initContainers.0.securityContext.runAsNonRoot"],
    ],
    [
      "is not told where the whole Pod says so",
      { namespace: restricted, pod: { ...user, sidecars: [helper] } },
      true,
      [],
    ],
    [
      "is told of a gate's program, whatever the function says",
      { namespace: restricted, pod: user, ...job({}) },
      true,
      ["rollout.smoke.job.securityContext.runAsNonRoot"],
    ],
    ["is not told of one that says so", { namespace: restricted, ...user, ...job(user) }, true, []],
  );
  for (const [title, args, preview, expected] of cases)
    it(title, async () => assert.deepEqual(await warnings(args, preview), expected));
});
