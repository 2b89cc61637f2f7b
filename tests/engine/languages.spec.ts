// The quickstart's function as a program in each language: examples/languages, all concurrently. Each is deployed, then with a
// changed line of Go, and then its traffic goes back to the earlier release.
import assert from "node:assert/strict";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import type { StackTarget } from "../environment/stack";
import { find } from "../environment/tools/path";
import { firstBuildMilliseconds, leaveOut, needsCluster } from "../levels";
import { ExampleProgram } from "./example";
import { type Language, type LanguageName, languages, withTraffic } from "./languages";

const names = Object.keys(languages) as LanguageName[];
const handler = "../../quickstart/hello/main.go";

describe("languages: the quickstart in five", function () {
  this.timeout(firstBuildMilliseconds);
  let cluster: TestCluster;
  const programs = new Map<LanguageName, ExampleProgram>();
  const lives = new Map<LanguageName, ReturnType<typeof live>>();
  const absent = new Map<LanguageName, string[]>();

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    for (const name of names) {
      const missing = missingPrograms(languages[name], target);
      if (missing.length > 0) absent.set(name, missing);
      else await begin(name, target);
    }
    await Promise.allSettled(lives.values());
  });

  after(async () => {
    await Promise.all([...programs.values()].map((program) => program.removeBefore(program.name)));
    for (const program of programs.values()) await cluster.removeNamespace(program.name);
  });

  function missingPrograms({ needs = [] }: Language, target: StackTarget): string[] {
    const path = `${target.tools.path}:${process.env.PATH}`;
    return needs.filter((program) => find(program, path) === undefined);
  }

  async function begin(name: LanguageName, target: StackTarget): Promise<void> {
    const program = new ExampleProgram(target, `languages-${name}`, `examples/languages/${name}`);
    programs.set(name, program);
    await cluster.namespace(program.name);
    lives.set(name, live(languages[name], program));
  }

  async function live(language: Language, program: ExampleProgram) {
    const installed = language.installs ? `install ${(await program.must(["install"])).seconds} s, ` : "";
    await program.init();
    await program.must(["config", "set", "namespace", program.name]);
    const first = await program.up();
    const { url } = await program.outputs();
    const answer = await cluster.answer(url);
    const changed = await change(program, url, language);
    const back = await rollBack(program, url, language);
    return { answer, took: `${installed}up ${first.seconds} s, changed ${changed} s, back ${back} s` };
  }

  async function change(program: ExampleProgram, url: string, { greets }: Language): Promise<number> {
    program.write(handler, program.read(handler).replace("Hello, ", "Bye, "));
    const { seconds } = await program.up();
    await expectAnswer(url, `Bye, ${greets}!\n`);
    return seconds;
  }

  /** To the release that the outputs of the stack name. */
  async function rollBack(program: ExampleProgram, url: string, language: Language): Promise<number> {
    const { releases } = await program.outputs();
    program.write(language.file, withTraffic(language, program.read(language.file), releases[0].revision));
    const { seconds } = await program.up();
    await expectAnswer(url, `Hello, ${language.greets}!\n`);
    return seconds;
  }

  /** The gateway may take a moment to follow a traffic table. */
  async function expectAnswer(url: string, expected: string): Promise<void> {
    await cluster.until(`${url} answers ${expected}`, 30, async () => (await cluster.answer(url)) === expected);
  }

  /** The language's life, or the case is skipped and says why. */
  function lifeOf(name: LanguageName, context: Mocha.Context): ReturnType<typeof live> {
    const missing = absent.get(name);
    if (missing !== undefined) leaveOut(context, `not on PATH: ${missing.join(", ")}`);
    return lives.get(name) as ReturnType<typeof live>;
  }

  for (const name of names) {
    it(`${languages[name].greets} answers, deploys a changed line, goes back, and then has no changes`, async function () {
      const { answer, took } = await lifeOf(name, this);
      assert.equal(answer, `Hello, ${languages[name].greets}!\n`);
      const { seconds } = await (programs.get(name) as ExampleProgram).expectNoChanges();
      console.log(`      ${took}, preview ${seconds} s`);
    });
  }

  it("the committed SDK for Python is imported, and has every component", async () => {
    const python = join((programs.get("python") as ExampleProgram).directory, "venv", "bin", "python");
    const script =
      "import pulumi_knative_faas as faas; print(faas.__file__, faas.Function.__name__, faas.Knative.__name__)";
    const path = join(repository, "sdk", "python");
    const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: "1" };
    assert.equal(
      await run(python, ["-c", script], { env }),
      `${path}/pulumi_knative_faas/__init__.py Function Knative\n`,
    );
  });

  it("a destroy of each leaves nothing", async () => {
    const all = [...programs.values()];
    const took = await Promise.all(all.map((program) => program.must(["destroy", "--yes", "--skip-preview"])));
    for (const { name } of all) assert.deepEqual(await cluster.list("KnativeService", name), []);
    console.log(`      destroy ${Math.max(...took.map(({ seconds }) => seconds))} s`);
  });
});
