// The quickstart's function as a program in each language: examples/languages, all concurrently.
import assert from "node:assert/strict";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { run } from "../environment/command";
import { repository } from "../environment/home";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { ExampleProgram } from "./example";

/** The text of each function's greeting, and whether `pulumi install` writes the program's SDK. */
const languages = {
  yaml: { greets: "YAML", installs: false },
  typescript: { greets: "TypeScript", installs: true },
  python: { greets: "Python", installs: true },
  go: { greets: "Go", installs: false },
};
type Language = keyof typeof languages;
const names = Object.keys(languages) as Language[];

describe("languages: the quickstart in four", function () {
  this.timeout(firstBuildMilliseconds);
  let cluster: TestCluster;
  const programs = new Map<Language, ExampleProgram>();
  const answers = new Map<Language, Promise<{ answer: string; took: string }>>();
  const programOf = (language: Language) => programs.get(language) as ExampleProgram;

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    for (const language of names) {
      const program = new ExampleProgram(target, `languages-${language}`, `examples/languages/${language}`);
      programs.set(language, program);
      await cluster.namespace(program.name);
      answers.set(language, deploy(language, program));
    }
    await Promise.allSettled(answers.values());
  });

  after(async () => {
    await Promise.all([...programs.values()].map((program) => program.removeBefore(program.name)));
    for (const program of programs.values()) await cluster.removeNamespace(program.name);
  });

  async function deploy(language: Language, program: ExampleProgram) {
    const installed = languages[language].installs ? `install ${(await program.must(["install"])).seconds} s, ` : "";
    await program.init();
    await program.must(["config", "set", "namespace", program.name]);
    const { seconds } = await program.up();
    const answer = await cluster.answer((await program.outputs()).url);
    return { answer, took: `${installed}up ${seconds} s` };
  }

  for (const language of names) {
    it(`answers from ${languages[language].greets}, and a second preview has no changes`, async () => {
      const { answer, took } = await (answers.get(language) as ReturnType<typeof deploy>);
      assert.equal(answer, `Hello, ${languages[language].greets}!\n`);
      const { seconds } = await programOf(language).expectNoChanges();
      console.log(`      ${took}, preview ${seconds} s`);
    });
  }

  it("the committed SDK for Python is imported, and has every component", async () => {
    const python = join(programOf("python").directory, "venv", "bin", "python");
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
    const took = await Promise.all(
      names.map((language) => programOf(language).must(["destroy", "--yes", "--skip-preview"])),
    );
    for (const language of names) {
      assert.deepEqual(await cluster.list("KnativeService", programOf(language).name), []);
    }
    console.log(`      destroy ${Math.max(...took.map(({ seconds }) => seconds))} s`);
  });
});
