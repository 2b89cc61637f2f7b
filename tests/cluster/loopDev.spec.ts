// `knative-faas dev` on the cluster: who answers before, during and after a session, however it ends.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { needsCluster } from "../levels";
import { pause, TestCluster } from "./cluster";
import { CutConnection } from "./cutConnection";
import { DevCommand } from "./devCommand";
import { DevProgram } from "./devProgram";

const namespace = "loop-dev";
const stock = {
  type: "knative-faas:Function",
  properties: { namespace, image: "${orders.image}", visibility: "cluster-local", env: { TOKEN: "stock" } },
};

/** The process of a Pod's relay; the test cluster's Pods run on this machine. */
function relayOf(pod: string): number {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  const found = pids.filter((pid) => {
    try {
      const of = (file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0");
      return of("cmdline")[0] === "/ko-app/dev-relay" && of("environ").includes(`HOSTNAME=${pod}`);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
  assert.equal(found.length, 1);
  return found[0] as number;
}

describe("loop: knative-faas dev on the cluster", function () {
  this.timeout(240_000);
  let program: DevProgram;
  let cluster: TestCluster;
  let way: CutConnection;
  let urls: { url: string; stock: string };
  let command: DevCommand | undefined;

  before(async function () {
    const target = needsCluster(this);
    way = await CutConnection.open(target);
    program = new DevProgram(way.target, namespace, { stock }, { stock: "${stock.url}" });
    cluster = new TestCluster(target);
    await cluster.namespace(namespace);
    await program.init();
    await program.up();
    urls = await program.outputs();
  });

  afterEach(async () => {
    await command?.kill();
    command = undefined;
    program.save("deployed");
  });

  after(async () => {
    await program?.removeBefore(namespace);
    await cluster?.removeNamespace(namespace);
    way?.close();
  });

  const begin = async (...args: string[]) => {
    program.save("local");
    command = new DevCommand(program, ["orders", ...args]);
    await command.prints("answers here");
    return command;
  };

  const answer = async (headers = {}, body = "") => (await cluster.post(urls.url, headers, body)).body;

  const answers = (version: string, seconds = 10) =>
    cluster.until(`${version} answers`, seconds, async () => (await answer().catch(() => "")).startsWith(version));

  /** The name of the running session's Configuration. */
  const session = async () => {
    const labelSelector = "knative-faas.dev/dev-session-of=orders";
    const [found] = await cluster.list("Configuration", namespace, { labelSelector });
    return found?.metadata.name as string;
  };

  const nothingIsLeft = async (deployed = "deployed") => {
    await cluster.until("nothing of the session is left", 30, async () => {
      const kinds = ["Configuration", "ServiceAccount", "Role", "RoleBinding"] as const;
      const lists = await Promise.all(kinds.map((kind) => cluster.list(kind, namespace)));
      return !lists.flat().some(({ metadata }) => metadata.name.startsWith("orders-dev-"));
    });
    program.save(deployed);
    await program.expectNoChanges();
  };

  it("requests come here with the function's Secret, saves are answered, the cluster is reachable; Ctrl-C ends it all", async () => {
    const dev = await begin();
    assert.equal(await answer({}, "one"), "local s3cret one");
    assert.match(await answer({}, ""), /^local s3cret/);
    const inside = `${urls.url}?to=${encodeURIComponent(urls.stock)}`;
    assert.equal((await cluster.ask(inside)).body, "deployed stock ");
    program.save("saved");
    await answers("saved", 30);
    program.save("deployed");
    const preview = await program.must(["preview"]);
    assert.match(preview.written, /a session of knative-faas dev \(.*\) answers the requests of this function/);
    assert.match(preview.written, /unchanged/);
    assert.doesNotMatch(preview.written, /to (update|create|delete|replace)/);
    program.save("local");
    await answers("local", 30);
    assert.equal(await dev.stop(), 0);
    assert.equal(await answer({}, ""), "deployed s3cret ");
    await nothingIsLeft();
  });

  it("kill -9 of the command: the deployed revision answers at once, and the relay leaves nothing", async () => {
    const dev = await begin();
    await dev.kill();
    assert.ok((await answers("deployed", 5)) < 5);
    await nothingIsLeft();
  });

  it("kill -9 of the relay, and of its Pod: somebody answers within five seconds, and the session goes on", async () => {
    await begin();
    const pod = async () => {
      const labelSelector = `serving.knative.dev/configuration=${await session()}`;
      const pods = await cluster.list("Pod", namespace, { labelSelector });
      return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)[0]?.metadata.name as string;
    };
    const somebodyAnswers = async () => {
      const isAnswered = async () => /^(deployed|local) s3cret/.test(await answer());
      await cluster.until("somebody answers", 5, isAnswered);
      await answers("local", 30);
    };
    process.kill(relayOf(await pod()), "SIGKILL");
    await somebodyAnswers();
    await cluster.kubectl("delete", "pod", await pod(), "-n", namespace, "--grace-period=0", "--force");
    await somebodyAnswers();
  });

  it("the API is cut for ten seconds: the deployed revision answers within five, and then the local code again", async () => {
    const dev = await begin();
    const cut = way.cut(10_000);
    assert.ok((await answers("deployed", 5)) < 5);
    await cut;
    await dev.prints("connected again", 30);
    await answers("local", 10);
    assert.equal(await dev.stop(), 0);
    await nothingIsLeft();
  });

  it("with a header only marked requests come here, with a tag only those to its address", async () => {
    const dev = await begin("--header", "ce-subject=ada");
    assert.equal(await answer({ "ce-subject": "ada" }), "local s3cret ");
    assert.equal(await answer({ "ce-subject": "eve" }), "deployed s3cret ");
    await dev.stop();
    await begin("--tag", "ada");
    assert.equal(await answer(), "deployed s3cret ");
    const { protocol, host } = new URL(urls.url);
    const tagged = `${protocol}//ada-${host}`;
    await cluster.until("the tag answers", 10, async () => (await cluster.ask(tagged)).body.startsWith("local"));
  });

  it("an update of the function ends its session", async () => {
    const dev = await begin();
    program.save("next");
    await answers("next", 30);
    await program.up();
    assert.equal(await dev.exit, 1);
    assert.match(dev.text, /the session of orders was ended by an update/);
    assert.equal(await answer(), "next s3cret ");
    await nothingIsLeft("next");
    program.save("deployed");
    await program.up();
  });

  it("a stack that forbids it says so", async () => {
    await program.must(["config", "set", "knative-faas:dev", "false"]);
    command = new DevCommand(program, ["orders"]);
    assert.equal(await command.exit, 1);
    assert.match(command.text, /this stack forbids it: its configuration has knative-faas:dev: false/);
    await program.must(["config", "rm", "knative-faas:dev"]);
  });

  it("a session of somebody else is not ended without being asked to", async () => {
    await begin();
    await cluster.kubectl(
      ...["annotate", "configuration", await session(), "-n", namespace],
      ...["--overwrite", "knative-faas.dev/dev-session=eve@desk"],
    );
    const second = new DevCommand(program, ["orders"]);
    assert.equal(await second.exit, 1);
    assert.match(second.text, /orders is in a session of eve@desk; wait for its end, or end it with --take-over/);
    await pause(100);
    assert.match(await answer(), /^local/);
  });
});
