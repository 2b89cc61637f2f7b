// `pulumi new` with each template of examples/, offline, then the next steps of a user: package add, preview, up. Concurrently.
import assert from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { attempt } from "../environment/command";
import { repository } from "../environment/home";
import { firstBuildMilliseconds, needsCluster } from "../levels";
import { providerDirectory, quickNpm } from "./node";
import { Program } from "./program";

/** The file that contains the program. */
const templates = { yaml: "Pulumi.yaml", typescript: "index.ts" };
type Template = keyof typeof templates;
const names = Object.keys(templates) as Template[];

const shellVariables = ["PATH", "KUBECONFIG", "PULUMI_HOME", "KO_DOCKER_REPO", "KO_DEFAULTBASEIMAGE"];

describe("languages: templates of pulumi new", function () {
  this.timeout(firstBuildMilliseconds);
  let cluster: TestCluster;
  const programs = new Map<Template, Program>();
  const lives = new Map<Template, ReturnType<typeof live>>();

  before(async function () {
    const target = needsCluster(this);
    cluster = new TestCluster(target);
    for (const name of names) {
      const program = new Program(target, `languages-new-${name}`, { pluginOnPath: false, below: "project" });
      Object.assign(program.environment, quickNpm);
      programs.set(name, program);
      await cluster.namespace(program.name);
      lives.set(name, live(name, program));
    }
    await Promise.allSettled(lives.values());
  });

  after(async () => {
    await Promise.all([...programs.values()].map((program) => program.removeBefore(program.name)));
    for (const program of programs.values()) await cluster.removeNamespace(program.name);
  });

  /** Configured only by the environment of `npm run env`; the state stays the program's own. */
  async function initInShell(program: Program): Promise<void> {
    const script = 'eval "$(npm run -s env)"; env -0';
    const fresh = Object.entries(process.env).filter(([name]) => name === "PATH" || !shellVariables.includes(name));
    const { stdout } = await attempt("bash", ["-c", script], { cwd: repository, env: Object.fromEntries(fresh) });
    const all = stdout.split("\0").map((line) => line.split(/=(.*)/s).slice(0, 2));
    const set = all.filter(([name = ""]) => shellVariables.includes(name));
    Object.assign(program.environment, Object.fromEntries(set));
    await program.must(["stack", "init", program.stack]);
    program.configure(`namespace=${program.name}`);
  }

  async function live(name: Template, program: Program) {
    const template = join(repository, "examples", `template-${name}`);
    // Without a stack: a current CLI would look for the plugin immediately, which `package add` names below.
    const answers = ["--generate-only", "--name", "greeter", "--description", "Greets."];
    const made = await program.must(["new", template, "--offline", "--yes", "--dir", program.directory, ...answers]);
    const project = readFileSync(join(program.directory, "Pulumi.yaml"), "utf8");
    // Pulumi stores the schema of a YAML program in a file next to the provider's directory.
    const provider = join(program.directory, "..", "provider");
    symlinkSync(providerDirectory, provider);
    const added = await program.must(["package", "add", provider]);
    if (name === "yaml") await initInShell(program);
    else await program.init(`namespace=${program.name}`);
    const steps = await program.preview();
    const up = await program.up();
    const { url } = await program.outputs();
    const took = `pulumi new ${made.seconds} s, package add ${added.seconds} s, up ${up.seconds} s`;
    return { project, steps, url, answer: await cluster.answer(url), took };
  }

  for (const name of names) {
    it(`${name}: makes a project of its own, which is previewed, deployed and answers`, async () => {
      const { project, steps, url, answer, took } = await (lives.get(name) as ReturnType<typeof live>);
      assert.match(project, /^name: greeter\ndescription: Greets\.$/m);
      assert.doesNotMatch(project, /^template:/m);
      const { directory } = programs.get(name) as Program;
      for (const file of [templates[name], "function/main.go", "function/go.mod"]) {
        assert.ok(existsSync(join(directory, file)), file);
      }
      assert.deepEqual(new Set(steps.map(({ op }) => op)), new Set(["create"]));
      assert.equal(steps.filter(({ urn }) => urn.endsWith("::knative-faas:index:Function::function")).length, 1);
      assert.match(url, /^http:\/\/greeter\./);
      assert.equal(answer, "Hello, World!\n");
      console.log(`      ${took}`);
    });
  }
});
