// `knative-faas logs` on the cluster: 10,000 numbered lines through a rollout and a start from zero, and the log of a crash.
import assert from "node:assert/strict";
import { CommandProcess, ran } from "../engine/commandProcess";
import { needsCluster } from "../levels";
import { type Hello, HelloProgram } from "./helloProgram";

const name = "loop-logs";
const linesEach = 50;
const runs = 200;

/** Logs numbered lines for each request, and ends if the path says so. */
const numbered = `func hello(w http.ResponseWriter, r *http.Request) {
	for i := range ${linesEach} {
		fmt.Printf("run %s line %d\\n", r.URL.Query().Get("run"), i)
	}
	if r.URL.Path == "/crash" {
		os.Exit(1)
	}
	fmt.Fprintln(w, os.Getenv("NAME"))
}
`;

describe("loop: logs on the cluster", () => {
  let program: HelloProgram;
  let url: string;

  before(async function () {
    program = new HelloProgram(needsCluster(this), name);
    const source = program.read("hello/main.go");
    program.write("hello/main.go", source.slice(0, source.indexOf("func hello(")) + numbered);
    await program.start();
    await program.up();
    ({ url } = (await program.outputs()) as Hello);
  });

  after(() => program?.end());

  const noPods = () => program.cluster.waitForAll("Pod", name, {}, "no Pod is left", 120, (pods) => pods.length === 0);

  /** Requests until so many were answered; the numbers of those that were. */
  async function answered(from: number, count: number, isOver: () => boolean = () => false): Promise<number[]> {
    const found: number[] = [];
    for (let run = from; found.length < count && !isOver(); run++)
      if ((await program.cluster.ask(`${url}?run=${run}`)).status === 200) found.push(run);
    return found;
  }

  it("follows 10,000 lines through a rollout and a start from zero, each exactly once", async () => {
    const following = new CommandProcess(program, ["logs", "hello", "--follow", "--since", "1h", "--json"]);
    const first = await answered(0, 40);
    program.set({ env: { NAME: "again" } });
    let isOver = false;
    const rollout = program.up().finally(() => {
      isOver = true;
    });
    const during = await answered(1_000, 80, () => isOver);
    await rollout;
    const after = await answered(2_000, 40);
    const idle = await noPods();
    const rest = await answered(3_000, runs - first.length - during.length - after.length);
    const asked = [...first, ...during, ...after, ...rest];
    await program.cluster.until("the last line has come", 60, async () =>
      following.stdout.includes(`run ${asked.at(-1)} line ${linesEach - 1}"`),
    );
    following.interrupt();
    assert.equal(await following.end(), 0, following.stderr);
    const logged = following.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const counts = new Map<string, number>();
    for (const { line } of logged) counts.set(line, (counts.get(line) ?? 0) + 1);
    const expected = asked.flatMap((run) => Array.from({ length: linesEach }, (_, line) => `run ${run} line ${line}`));
    assert.deepEqual(
      expected.filter((line) => !counts.has(line)),
      [],
      "missing lines",
    );
    assert.deepEqual(
      [...counts].filter(([, count]) => count > 1),
      [],
      "repeated lines",
    );
    const of = (key: string) => new Set(logged.map((line) => line[key]));
    assert.equal(of("revision").size, 2);
    assert.ok(of("pod").size >= 3, `${of("pod").size} Pods`);
    console.log(
      `      ${expected.length} lines of ${of("pod").size} Pods, ${during.length} requests in the rollout, idle after ${idle.toFixed(0)} s`,
    );
  });

  it("has the last run of a program that ended", async () => {
    const [run] = await answered(4_000, 1);
    assert.equal((await program.cluster.ask(`${url}/crash?run=crash`)).status, 502);
    const crashed = `run crash line ${linesEach - 1}`;
    const log = async () => (await ran(program, ["logs", "hello"])).stdout;
    await program.cluster.until("the crashed run is there", 30, async () => (await log()).includes(crashed));
    const lines = (await log()).split("\n").filter((line) => line.endsWith(crashed));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /^hello [a-z0-9]{5} run crash/);
    assert.equal(run, 4_000);
  });
});
