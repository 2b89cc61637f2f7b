// `knative-faas dev` while it is worked with: a hundred saves under load, one of which does not compile.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";
import { DevCommand } from "./devCommand";
import { DevProgram } from "./devProgram";
import { Events } from "./eventing";

const namespace = "loop-edits";
const edits = 100;
const perSecond = 20;

describe("loop: a hundred saves under load", function () {
  this.timeout(600_000);
  let program: DevProgram;
  let cluster: TestCluster;
  let command: DevCommand;
  let url: string;
  let bus: string;

  before(async function () {
    const target = needsCluster(this);
    program = DevProgram.withEvents(target, namespace);
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    await program.init();
    await program.up();
    ({ url, bus } = await program.outputs());
    program.save("v0");
    command = new DevCommand(program);
    await command.prints("answers here");
  });

  after(async () => {
    await command?.stop();
    await program?.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
  });

  const version = async () => (await cluster.post(url, {}, "x")).body.split(" ")[0] ?? "";

  /** The milliseconds from a save until a request is answered by it. */
  async function saved(next: string): Promise<number> {
    const began = performance.now();
    program.save(next);
    while ((await version()) !== next) await pause(5);
    return performance.now() - began;
  }

  it("every request is answered by a version that was saved, none by a broken one, and none is lost", async () => {
    const allowed = new Set(["v0"]);
    const wrong: string[] = [];
    let sent = 0;
    const load = setInterval(() => {
      sent++;
      cluster.post(url, {}, "x").then(
        ({ status, body }) => {
          const [answered = ""] = body.split(" ");
          if (status !== 200 || !allowed.has(answered)) wrong.push(`${status} ${body}`);
        },
        (error) => wrong.push(String(error)),
      );
    }, 1000 / perSecond);
    let published = 0;
    const events = new Events(cluster, {});
    const publishing = setInterval(() => {
      events.send(bus, { id: `event-${published++}`, type: "saved" }).catch((error) => wrong.push(String(error)));
    }, 1000);
    const times: number[] = [];
    for (let edit = 1; edit <= edits; edit++) {
      if (edit === edits / 2) await broken();
      allowed.add(`v${edit}`);
      times.push(await saved(`v${edit}`));
    }
    clearInterval(load);
    clearInterval(publishing);
    await pause(2_000);
    const ids = Array.from({ length: published }, (_, index) => `event-${index}`);
    assert.deepEqual(
      ids.filter((id) => !new RegExp(`took ${id}\\b`).test(command.text)),
      [],
    );
    const sorted = times.sort((a, b) => a - b);
    console.log(
      `      ${sent} requests, ${published} events, p50 ${sorted[49]?.toFixed(0)} ms, p95 ${sorted[94]?.toFixed(0)} ms`,
    );
    assert.deepEqual(wrong, []);
    assert.ok(sent > edits);
  });

  /** The compiler's words are shown, and the version before keeps answering. */
  async function broken(): Promise<void> {
    const before = await version();
    program.saveBroken();
    await command.prints("assignment mismatch");
    assert.equal(await version(), before);
  }

  it("the Secret is seen by the process here, and by nothing on a disk", () => {
    const holds = (path: string) => {
      try {
        return readFileSync(path, "latin1").includes("s3cret");
      } catch {
        return false;
      }
    };
    const files = readdirSync(program.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`)
      .filter((path) => !path.endsWith("Pulumi.yaml"));
    assert.deepEqual(files.filter(holds), []);
    const tree = (pid: number): number[] => {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
      return [pid, ...children.flatMap(tree)];
    };
    const processes = tree(command.pid);
    assert.ok(processes.some((pid) => holds(`/proc/${pid}/environ`)));
    assert.deepEqual(
      processes.filter((pid) => holds(`/proc/${pid}/cmdline`)),
      [],
    );
  });
});
