// Knative's life on the cluster, in the quickstart's own stack: removed without a trace, an engine killed during an install, an upgrade,
// and the quickstart again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { timeouts } from "../engine/hello";
import { Program } from "../engine/program";
import { listObjects } from "../environment/cluster/inventory";
import { sendSignal } from "../environment/cluster/processes";
import { paths } from "../environment/cluster/settings";
import { repository } from "../environment/home";
import {
  deployQuickstart,
  quickstartEngine,
  removeQuickstart,
  type StackTarget,
  stackName,
} from "../environment/stack";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { type Item, pause, TestCluster } from "./cluster";
import { digestsOf, earlierImages, runningDigests, servingPrograms } from "./release";

/** A process and all that it started, which the engine puts into their own process groups. */
function family(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(family)];
}

/** The kernel lists children by the thread that started them; a thread may end meanwhile. */
function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"));
    return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

/** Starts an update and kills the engine and all that it started as soon as a line matches. */
function killedUp(program: Program, moment: RegExp): Promise<void> {
  const args = ["up", "--yes", "--skip-preview", "--non-interactive"];
  const { directory: cwd, environment: env } = program;
  const child = spawn(program.target.tools.pulumi, args, { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    let killed = false;
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (killed || !moment.test(line)) return;
      killed = true;
      for (const pid of family(child.pid as number)) sendSignal(pid, "SIGKILL");
    });
    child.on("close", () => (killed ? resolve() : reject(new Error(`the update ended before ${moment}`))));
  });
}

describe("knative: its life and its upgrade on the cluster", function () {
  this.timeout(300_000);
  let target: StackTarget;
  let cluster: TestCluster;
  let program: Program;
  let empty: string[];
  /** Of the quickstart, before this suite. */
  let installed: string[];
  let isQuickstart = false;
  /** Of the release that is installed first, and of the next one; undefined if the cluster pulls released images. */
  let images: { earlier: Record<string, string>; newest: Record<string, string> } | undefined;

  before(async function () {
    // The first run on a machine builds the programs of the earlier release.
    this.timeout(firstBuildMilliseconds);
    target = needsCluster(this);
    cluster = new TestCluster(target);
    empty = JSON.parse(readFileSync(paths.emptyCluster, "utf8"));
    const { backend } = quickstartEngine(target);
    program = new Program(target, "knative-faas-quickstart", { backend });
    program.stack = stackName;
    const address = target.local?.address;
    const registryLogin = { username: "robot", password: { "fn::secret": "s3cret" } };
    const earlier = await earlierImages(target);
    if (earlier !== undefined)
      images = { earlier, newest: JSON.parse(readFileSync(target.local?.images as string, "utf8")) };
    program.writeYaml(
      {
        knative: {
          type: "knative-faas:Knative",
          properties: {
            version: "1.22.1",
            ...(images === undefined ? {} : { images: images.earlier, registryLogin }),
            domain: "life.example.com",
            ...(address === undefined ? {} : { ingress: { kourier: { service: { externalIPs: [address] } } } }),
            workloads: { cpu: "10m", memory: "20Mi", terminationGracePeriodSeconds: 10 },
            features: { "tag-header-based-routing": "enabled" },
          },
        },
        hello: {
          type: "knative-faas:Function",
          properties: { source: { directory: "hello" }, env: { NAME: "again" }, timeouts },
          options: { dependsOn: ["${knative}"] },
        },
      },
      { url: "${hello.url}", version: "${knative.version}" },
    );
    cpSync(join(repository, "examples", "quickstart", "hello"), join(program.directory, "hello"), { recursive: true });
    await othersGone();
    installed = await ownObjects();
  });

  after(async () => {
    if (isQuickstart) return program.discard();
    if (program === undefined) return;
    await program.remove().catch((error: Error) => console.log(error.message));
    await deployQuickstart(target);
  });

  function replace(found: RegExp, by: string): void {
    program.write("Pulumi.yaml", readFileSync(join(program.directory, "Pulumi.yaml"), "utf8").replace(found, by));
  }

  /** Waits for namespaces of other suites that are being deleted; the rest of the suite would mistake them for Knative's. */
  async function othersGone(): Promise<void> {
    let left: string[] = [];
    const wait = cluster.waitForAll("Namespace", undefined, {}, "only the stack's namespaces are left", 240, (all) => {
      left = all.filter(isOthers).map(({ metadata }) => metadata.name);
      return left.length === 0;
    });
    await wait.catch((error: Error) => assert.fail(`${error.message}; there are ${left.join(", ")} too`));
  }

  /** Neither of the empty cluster nor of Knative. */
  const isOthers = ({ metadata: { name } }: Item) =>
    !empty.some((object) => object.endsWith(`/Namespace ${name}`)) && !/^(knative-|kourier-)/.test(name);

  /** Objects beyond those of the empty cluster; waits for Pods that are ending. */
  async function leftOver(): Promise<string[]> {
    let left: string[] = [];
    await cluster
      .until("the cluster is as before", 60, async () => {
        left = (await listObjects(target.kubeconfig)).filter((object) => !empty.includes(object));
        return left.length === 0;
      })
      .catch(() => undefined);
    return left;
  }

  /** Knative's objects, without those that its controllers name differently each time, and without the function's. */
  async function ownObjects(): Promise<string[]> {
    const passing = /\/(Pod|ReplicaSet|ControllerRevision|EndpointSlice|IPAddress) | default\//;
    const objects = await listObjects(target.kubeconfig);
    return objects.filter((object) => !empty.includes(object) && !passing.test(object));
  }

  async function pullsWithLogin(): Promise<void> {
    const pulls = [{ name: "knative-faas-registry" }];
    for (const namespace of ["knative-serving", "kourier-system"]) {
      for (const { metadata, spec } of await cluster.list("Deployment", namespace))
        assert.deepEqual(spec.template.spec.imagePullSecrets, pulls, metadata.name);
      const { type } = await cluster.get("Secret", namespace, "knative-faas-registry");
      assert.equal(type, "kubernetes.io/dockerconfigjson");
    }
  }

  it("is not destroyed while another owner has a function on it", async () => {
    const { spec } = await cluster.get("KnativeService", "default", "hello");
    const metadata = { name: "others", namespace: "default" };
    const { containers } = spec.template.spec;
    await cluster.create({
      apiVersion: "serving.knative.dev/v1",
      kind: "Service",
      metadata,
      spec: { template: { spec: { containers: [{ image: containers[0].image }] } } },
    });
    await cluster.ready("KnativeService", "default", "others");
    const began = Date.now();
    await assert.rejects(
      removeQuickstart(),
      /Knative is not destroyed, as these would be deleted with it:\s+Service default\/others: /,
    );
    console.log(`      refused after ${((Date.now() - began) / 1000).toFixed(1)} s`);
    assert.deepEqual(await ownObjects(), installed);
    const { status } = await cluster.get("KnativeService", "default", "others");
    assert.match(await cluster.answer(status.url), /Hello/);
    await cluster.delete("KnativeService", "default", "others");
    await cluster.waitFor("KnativeService", "default", "others", "it is gone", 60, (one) => one === undefined);
  });

  it("is destroyed without a trace", async () => {
    const began = Date.now();
    await removeQuickstart();
    console.log(`      destroy ${((Date.now() - began) / 1000).toFixed(1)} s`);
    assert.deepEqual(await leftOver(), []);
    await program.init();
  });

  it("converges after the engine was killed in the middle of an install", async () => {
    await killedUp(program, /CustomResourceDefinition .* created/);
    program.recover();
    const run = await program.up();
    const { url, version } = await program.outputs();
    assert.equal(version, "1.22.1");
    assert.equal(await cluster.answer(url), "Hello, again!\n");
    await program.expectNoChanges();
    if (images !== undefined) await pullsWithLogin();
    console.log(`      up after the kill ${run.seconds.toFixed(1)} s`);
  });

  it("converges after the engine was killed while a function was made", async () => {
    replace(/"NAME":"\w+"/, '"NAME":"killed"');
    await killedUp(program, /serving\.knative\.dev\/v1:Service .*updating/);
    program.recover();
    replace(/"NAME":"\w+"/, '"NAME":"alive"');
    await program.up();
    assert.equal(await cluster.answer((await program.outputs()).url), "Hello, alive!\n");
    await program.expectNoChanges();
  });

  it("applies what the config maps were given, changes it in place, and shows no drift on refresh", async () => {
    const features = () => cluster.get("ConfigMap", "knative-serving", "config-features");
    const before = await features();
    assert.deepEqual(before.data, { "tag-header-based-routing": "enabled" });
    replace(/"tag-header-based-routing":"enabled"/, '"tag-header-based-routing":"disabled"');
    await program.up();
    const after = await features();
    assert.deepEqual(after.data, { "tag-header-based-routing": "disabled" });
    assert.equal(after.metadata.uid, before.metadata.uid);
    await program.expectNoDrift();
  });

  /** Sends requests until it is stopped; returns how many responses were good, and the others. */
  function load(url: string): () => Promise<{ good: number; bad: string[] }> {
    let running = true;
    const result = { good: 0, bad: [] as string[] };
    const asking = async () => {
      while (running) {
        const { status, body } = await cluster.ask(url);
        if (status === 200) result.good++;
        else result.bad.push(`${status} ${body}`);
        await pause(20);
      }
    };
    const all = [asking(), asking()];
    return async () => {
      running = false;
      await Promise.all(all);
      return result;
    };
  }

  it("is upgraded to the next version object by object, while a function answers", async () => {
    const uids = async () => {
      const kinds = ["Deployment", "Service", "ConfigMap"] as const;
      const lists = await Promise.all(kinds.map((kind) => cluster.list(kind, "knative-serving")));
      return lists
        .flat()
        .map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.uid}`)
        .sort();
    };
    const before = await uids();
    const { url } = await program.outputs();
    await cluster.answer(url);
    const old = await runningDigests(cluster, "hello");
    if (images !== undefined) assert.deepEqual(old, digestsOf(images.earlier));
    replace(/"version":"1.22.1"(,"images":\{[^}]*\})?/, '"version":"1.23.0"');
    const stop = load(url);
    const run = await program.up();
    let now: Record<string, string[]> = {};
    // A Pod of the old release exists for a moment after its Deployment is rolled out.
    const isNew = (name: string) => now[name] !== undefined && !now[name].some((digest) => old[name]?.includes(digest));
    const sidecar = await cluster.until("Serving and the function's sidecar run the new release only", 60, async () => {
      now = await runningDigests(cluster, "hello");
      return servingPrograms.every(isNew);
    });
    const { good, bad } = await stop();
    console.log(
      `      upgrade ${run.seconds.toFixed(1)} s, sidecar after ${sidecar.toFixed(1)} s more, ${good} answers`,
    );
    assert.deepEqual(bad, []);
    assert.ok(good > 100, String(good));
    assert.doesNotMatch(run.written, /replaced|deleted/);
    assert.deepEqual(await uids(), before);
    const deployments = await cluster.list("Deployment", "knative-serving");
    const versions = deployments.map(({ metadata }) => metadata.labels["app.kubernetes.io/version"]);
    assert.deepEqual([...new Set(versions)], ["1.23.0"]);
    assert.equal((await program.outputs()).version, "1.23.0");
    for (const name of servingPrograms) assert.notDeepEqual(now[name], old[name], name);
    if (images !== undefined) assert.deepEqual(now, digestsOf(images.newest));
    // Kourier's images are unchanged here, so only the labels of its Deployments change. The Kubernetes provider compares the generation,
    // which stays equal, and may keep the previous labels.
    await program.must(["refresh", "--yes", "--skip-preview"]);
    await program.expectNoChanges();
  });

  it("becomes the quickstart again, and no object is there more or less than of a fresh installation", async () => {
    await deployQuickstart(target);
    isQuickstart = true;
    assert.deepEqual(await ownObjects(), installed);
  });
});
