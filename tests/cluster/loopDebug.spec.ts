// `knative-faas dev --debug` of two functions: an event of a broker stops the process of one at a breakpoint, the other takes it.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { bringDelve } from "../environment/tools/tools";
import { needsCluster } from "../levels";
import { TestCluster } from "./cluster";
import { Delve } from "./delve";
import { DevCommand } from "./devCommand";
import { DevProgram } from "./devProgram";
import { Events } from "./eventing";

const namespace = "loop-debug";

const addressOf = ({ text }: DevCommand) =>
  text.match(/^orders +\| its debugger \(delve\) listens at (\S+)$/m)?.[1] ?? "";

/** The processes of the functions, each the child of a debugger. */
function programsBelow(pid: number): number[] {
  // A thread of Delve starts the program.
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/children`);
  const children = threads.flatMap((file) => readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number));
  const isProgram = /^[^\0]*\/program-\d+\0$/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  return [...(isProgram ? [pid] : []), ...children.flatMap(programsBelow)];
}

describe("loop: a debugger and an event of the cluster", function () {
  this.timeout(300_000);
  let program: DevProgram;
  let cluster: TestCluster;
  let command: DevCommand;
  let bus: string;
  let PATH: string;

  before(async function () {
    const target = needsCluster(this);
    PATH = await bringDelve();
    const properties = {
      namespace,
      source: { directory: "orders" },
      triggers: { event: { all: { broker: "${bus.name}" } } },
    };
    program = DevProgram.withEvents(target, namespace, { returns: { type: "knative-faas:Function", properties } });
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    await program.init();
    await program.up();
    ({ bus } = await program.outputs());
    command = new DevCommand(program, ["--debug"], { PATH });
    for (const name of ["orders ", "returns"]) await command.prints(`${name} | answers here`);
  });

  after(async () => {
    await command?.stop();
    await program?.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
  });

  it("stops at a breakpoint, shows the event, and takes it when it continues", async () => {
    const { file, line } = program.place;
    const delve = await Delve.connect(addressOf(command));
    await delve.breakAt(file, line);
    const stop = delve.goOn();
    // A broker of in-memory channels answers once the event is delivered.
    const published = new Events(cluster, {}).send(bus, { id: "looked-at", type: "saved" });
    assert.deepEqual(await stop, { file, line, name: "example.com/orders.Handle" });
    assert.equal(await delve.value("id"), "looked-at");
    await command.prints("returns | took looked-at");
    assert.doesNotMatch(command.text, /^orders +\| took/m);
    delve.leave();
    await command.prints("orders  | took looked-at");
    assert.equal(await published, 202);
  });

  it("Ctrl-C ends a program that stands at a breakpoint", async () => {
    const { file, line } = program.place;
    const delve = await Delve.connect(addressOf(command));
    await delve.breakAt(file, line);
    const stop = delve.goOn();
    const published = new Events(cluster, {}).send(bus, { id: "left-there", type: "saved" });
    await stop;
    const began = Date.now();
    assert.equal(await command.stop(), 0);
    assert.ok(Date.now() - began < 15_000);
    // The deployed revision takes it.
    assert.equal(await published, 202);
    assert.doesNotMatch(command.text, /^orders +\| took left-there/m);
  });

  it("kill -9 of the command ends its programs too", async () => {
    command = new DevCommand(program, ["--debug"], { PATH });
    for (const name of ["orders ", "returns"]) await command.prints(`${name} | answers here`);
    const programs = programsBelow(command.pid);
    assert.equal(programs.length, 2);
    await command.kill();
    await cluster.until("both have ended", 10, async () => !programs.some((pid) => existsSync(`/proc/${pid}`)));
  });
});
