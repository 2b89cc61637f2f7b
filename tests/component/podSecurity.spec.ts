// A namespace with Pod Security `restricted`: a preview reports which argument helps.
import assert from "node:assert/strict";
import type { FunctionArgs } from "../../provider/src/index";
import { cluster, deploy, image } from "./deployed";
import { restricted, withCluster } from "./fakeCluster";
import type { LogMessage } from "./harness";

describe("errors: a function under Pod Security", () => {
  const warnings = (args: Partial<FunctionArgs>, preview = true) =>
    withCluster(
      () => [],
      async ({ config }) => {
        const logs: LogMessage[] = [];
        await deploy({ image, ...args }, undefined, { ...cluster(), preview, config, logs });
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
  for (const [title, args, preview, expected] of cases)
    it(title, async () => assert.deepEqual(await warnings(args, preview), expected));
});
