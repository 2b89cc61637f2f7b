// The running local cluster: it is complete and isolated, and starting it again changes nothing.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fences } from "../environment/cluster/fences";
import { listObjects } from "../environment/cluster/inventory";
import { commandLine } from "../environment/cluster/processes";
import { type ClusterTools, nodeLink, paths } from "../environment/cluster/settings";
import { type ComponentStatus, clusterStatus } from "../environment/cluster/status";
import { startCluster } from "../environment/cluster/up";
import { run } from "../environment/command";

describe("environment: the local cluster", () => {
  let components: ComponentStatus[];

  before(async function () {
    // Without its link the node's address would be requested through the uplink.
    if (!existsSync(paths.kubeconfig) || !existsSync(`/sys/class/net/${nodeLink}`)) this.skip();
    components = await clusterStatus();
  });

  it("runs every component and its node is Ready", () => {
    assert.deepEqual(
      components.filter((component) => !component.running),
      [],
    );
    assert.equal(components.at(-1)?.detail, "Ready");
  });

  it("has its fences in place, each of them reached from its built-in chain", async () => {
    const forwarded = JSON.parse(readFileSync(paths.kernelSettings, "utf8"))["net/ipv4/ip_forward"] === "1";
    for (const { table, chain, hook, rules } of fences(forwarded)) {
      const check = (arguments_: string[]) => run("iptables", ["-w", "-t", table, "-C", ...arguments_]);
      await check([hook, "-j", chain]);
      for (const rule of rules) await check([chain, ...rule.split(" ")]);
    }
  });

  it("routes no cluster address to an uplink", async () => {
    for (const address of ["10.96.77.77", "10.96.0.10"]) {
      assert.match(await run("ip", ["route", "get", address]), new RegExp(` dev ${nodeLink} `));
    }
    for (const address of ["10.244.200.1", "10.95.7.7"]) {
      await assert.rejects(run("ip", ["route", "get", address]), /unreachable|No route to host/);
    }
  });

  it("was written down while it was empty, and all of that is still there", async () => {
    const empty: string[] = JSON.parse(readFileSync(paths.emptyCluster, "utf8"));
    const now = new Set(await listObjects(paths.kubeconfig));
    assert.deepEqual(
      empty.filter((object) => !now.has(object)),
      [],
    );
  });

  it("is left alone by a second start", async () => {
    const rules = await ruleNames();
    await startCluster(runningTools(components), () => undefined);
    assert.deepEqual(pids(await clusterStatus()), pids(components));
    assert.deepEqual(await ruleNames(), rules);
  });
});

const pids = (components: ComponentStatus[]) => components.map(({ name, pid }) => [name, pid]);

/** The programs that are running, so that starting again uses the same ones. */
function runningTools(components: ComponentStatus[]): ClusterTools {
  const program = (name: string) => {
    const pid = components.find((component) => component.name === name)?.pid;
    return commandLine(pid ?? 0)[0] ?? "";
  };
  return { kube: program("kube-apiserver"), etcd: program("etcd"), coredns: program("coredns") };
}

/** The cluster's own chains with their rules; kube-proxy's change with Services. */
async function ruleNames(): Promise<string[]> {
  const saved = await run("iptables-save", []);
  return saved.split("\n").filter((line) => line.startsWith("-A") && line.includes("FAAS-"));
}
