// One program in two clusters, with one Redis server and one MQTT broker: each gets everything. Two stacks' sources run as processes, as
// on one cluster no two objects have the same namespace and name.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Program } from "../engine/program";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { phase } from "../environment/progress";
import { bringServers } from "../environment/tools/debian";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { pause } from "./ingress";
import { login, Mqtt, Redis } from "./servers";

const image = `registry.example.com/source@sha256:${"b".repeat(64)}`;
const clusters = ["eu", "us"];
const names = ["streamed", "listed", "messages", "divided"];
const count = 20;

/** A function of one cluster: who has sent to it, and how much. */
class Receiver {
  readonly received: Record<string, string[]> = {};
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const [, name = ""] = request.url?.split("/") ?? [];
      this.received[name] ??= [];
      this.received[name].push(String(request.headers["ce-id"]));
      request.resume().on("end", () => response.writeHead(202).end());
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  url(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe("sources: one program in two clusters", function () {
  this.timeout(firstBuildMilliseconds);
  const processes: ChildProcess[] = [];
  const receivers: Record<string, Receiver> = {};
  let program: Program;
  let redis: Redis;
  let mqtt: Mqtt;

  before(async function () {
    const target = needsCluster(this);
    await phase("servers", bringServers);
    [redis, mqtt] = await Promise.all([Redis.start(), Mqtt.start()]);
    program = new Program(target, "sources-shared");
    const programs = join(repository, "provider", "programs");
    await run("go", ["build", "-o", `${program.directory}/`, "./cmd/mqtt-source", "./cmd/redis-source"], {
      cwd: programs,
    });
    program.writeYaml({ worker: { type: "knative-faas:Function", properties: { image, triggers: triggers() } } });
    for (const cluster of clusters) {
      receivers[cluster] = await new Receiver().start();
      await runSources(cluster);
    }
    await ready();
  });

  after(() => {
    for (const process of processes) process.kill("SIGKILL");
    for (const receiver of Object.values(receivers)) receiver.stop();
    redis?.stop();
    mqtt?.stop();
    program?.discard();
  });

  function triggers(): object {
    const server = { image, addresses: [redis.address] };
    const stream = { keys: ["orders"] };
    return {
      redis: {
        streamed: { ...server, stream },
        divided: { ...server, stream: { ...stream, group: "shared" } },
        listed: { ...server, list: { key: "jobs" } },
      },
      mqtt: { messages: { image, address: `mqtt://${mqtt.address}`, topics: ["sensors/#"] } },
    };
  }

  /** Runs the sources that the preview of a stack contains, like their Pods. */
  async function runSources(cluster: string): Promise<void> {
    program.stack = cluster;
    await program.init();
    const steps = await program.preview();
    const sources = steps.filter(({ urn }) => urn.includes("apps/v1:StatefulSet::"));
    assert.equal(sources.length, names.length);
    for (const { urn, newState } of sources) {
      const name = urn.split("/").pop() as string;
      const [{ env }] = newState.inputs.spec.template.spec.containers;
      const { value } = env.find((one: { name: string }) => one.name === "SOURCE");
      const kind = name === "messages" ? "mqtt" : "redis";
      const environment = {
        ...{ SOURCE: value, POD_NAME: `${newState.inputs.metadata.name}-0`, PORT: "0" },
        ...{ K_SINK: receivers[cluster]?.url(name), SECRET_PASSWORD: login.password },
        ...(kind === "mqtt" ? { SECRET_USER: login.user } : {}),
      };
      processes.push(spawn(join(program.directory, `${kind}-source`), { env: environment, stdio: "ignore" }));
    }
  }

  /** Each has subscribed at its server: a message before that would be lost. */
  async function ready(): Promise<void> {
    for (
      let tries = 0;
      (await redis.ask("XINFO", "GROUPS", "orders").catch(() => "")).split("worker-").length < 3;
      tries++
    ) {
      assert.ok(tries < 100, "the sources do not read");
      await pause(100);
    }
    await pause(1_000);
  }

  /** How many messages each cluster has received, once no more arrive. */
  async function counts(name: string): Promise<number[]> {
    const now = () => clusters.map((cluster) => receivers[cluster]?.received[name]?.length ?? 0);
    const total = () => now().reduce((all, one) => all + one, 0);
    for (let tries = 0; total() < count && tries < 100; tries++) await pause(100);
    await pause(1_000);
    return now();
  }

  it("each gets every entry of a stream, and every message", async () => {
    for (let index = 0; index < count; index++) {
      await redis.ask("XADD", "orders", "*", "number", String(index));
      await mqtt.publish("sensors/kitchen", String(index));
    }
    assert.deepEqual(await counts("streamed"), [count, count]);
    assert.deepEqual(await counts("messages"), [count, count]);
  });

  it("they divide a stream where the program names the group", async () => {
    const all = await counts("divided");
    assert.equal(
      all.reduce((sum, one) => sum + one, 0),
      count,
      all.join(),
    );
  });

  it("an entry of a list is of one of them, whatever they are called", async () => {
    await redis.push(
      "jobs",
      Array.from({ length: count }, (_, index) => `job ${index}`),
    );
    const all = await counts("listed");
    assert.equal(
      all.reduce((sum, one) => sum + one, 0),
      count,
      all.join(),
    );
  });
});
