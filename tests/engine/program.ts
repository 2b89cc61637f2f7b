// A Pulumi program in its own directory, on the real engine and the cluster of the last `npm run up`.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load } from "js-yaml";
import { attempt, type CommandResult } from "../environment/command";
import { engineEnvironment, recover } from "../environment/engine";
import { repository } from "../environment/home";
import { clusterSettings, type StackTarget } from "../environment/stack";
import { outputsOf, type Pending, pendingOf, type Resource, resourcesOf, stateText } from "./backend";

/** One step as `pulumi preview --json` tells it. */
export interface Step {
  op: string;
  urn: string;
  // biome-ignore lint/suspicious/noExplicitAny: the state of a resource of any type
  newState?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the state of a resource of any type
  oldState?: any;
}

export interface Run extends CommandResult {
  /** Both streams. */
  written: string;
  seconds: number;
}

export class Program {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The stack that commands work on. */
  stack = "test";
  private running: Promise<unknown> = Promise.resolve();
  private readonly root: string;
  private readonly backend: string;

  /**
   * `name` is the project's. The plugin is found on PATH, or not at all when the program says itself where it is.
   * `below` is where in its temporary directory the program lies, `backend` where its state is kept when another program takes
   * that up.
   */
  constructor(
    readonly target: StackTarget,
    readonly name: string,
    { pluginOnPath = true, below = ".", backend }: { pluginOnPath?: boolean; below?: string; backend?: string } = {},
  ) {
    this.root = mkdtempSync(join(tmpdir(), `knative-faas-${name}-`));
    this.directory = join(this.root, below);
    this.backend = backend ?? join(this.root, "state");
    mkdirSync(this.directory, { recursive: true });
    const plugin = pluginOnPath ? [join(repository, "provider", "bin")] : [];
    const engine = {
      path: [target.tools.path, ...plugin].join(":"),
      pulumiHome: target.tools.pulumiHome,
      backend: this.backend,
      kubeconfig: target.kubeconfig,
    };
    // Programs of Go that end after a second need not save memory.
    this.environment = { ...engineEnvironment(engine), GOGC: "400" };
  }

  /** Writes a file below the program's directory. */
  write(file: string, text: string): void {
    const path = join(this.directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Reads a file of the program. */
  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  /** Writes the program as YAML (JSON is YAML too). */
  writeYaml(resources: object, outputs: object = {}, more: object = {}): void {
    this.write("Pulumi.yaml", JSON.stringify({ name: this.name, runtime: "yaml", resources, outputs, ...more }));
  }

  /** Makes the stack, with what every stack on this cluster is configured with and further settings as KEY=VALUE. */
  async init(...settings: string[]): Promise<void> {
    await this.must(["stack", "init", this.stack]);
    this.configure(...clusterSettings(this.target), ...settings);
  }

  /** Writes settings into the stack's new configuration file, below the salt that Pulumi wrote; no process is needed for that. */
  configure(...settings: string[]): void {
    const lines = settings.map((setting) => {
      const [key = "", ...value] = setting.split("=");
      return `  ${key.includes(":") ? key : `${this.project()}:${key}`}: ${JSON.stringify(value.join("="))}\n`;
    });
    appendFileSync(join(this.directory, `Pulumi.${this.stack}.yaml`), `config:\n${lines.join("")}`);
  }

  /** An example has a name of its own in its Pulumi.yaml. */
  private project(): string {
    return (load(this.read("Pulumi.yaml")) as { name: string }).name;
  }

  async pulumi(args: string[], onLine?: (line: string) => void): Promise<Run> {
    const began = Date.now();
    const options = { cwd: this.directory, env: this.environment, ...(onLine === undefined ? {} : { onLine }) };
    const running = attempt(this.target.tools.pulumi, [...args, "--non-interactive"], options);
    this.running = Promise.allSettled([this.running, running]);
    const result = await running;
    return { ...result, written: result.stdout + result.stderr, seconds: (Date.now() - began) / 1000 };
  }

  /** Runs a command that is expected to work, and returns all that it wrote. */
  async must(args: string[]): Promise<Run> {
    const run = await this.pulumi(args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${run.written}`);
    return run;
  }

  /** The preview of a program that is applied already. What it would change all the same is in the error. */
  expectNoChanges(): Promise<Run> {
    return this.must(["preview", "--diff", "--expect-no-changes"]);
  }

  /** The cluster is as the state says. */
  expectNoDrift(): Promise<Run> {
    return this.must(["refresh", "--yes", "--skip-preview", "--diff", "--expect-no-changes"]);
  }

  up(...flags: string[]): Promise<Run> {
    return this.must(["up", "--yes", "--skip-preview", ...flags]);
  }

  /** An update that is expected to fail. */
  async failingUp(...flags: string[]): Promise<Run> {
    const run = await this.pulumi(["up", "--yes", "--skip-preview", ...flags]);
    if (run.code === 0) throw new Error(`pulumi up was expected to fail:\n${run.written}`);
    return run;
  }

  async preview(): Promise<Step[]> {
    return JSON.parse((await this.must(["preview", "--json"])).stdout).steps;
  }

  /** The outputs of the stack, secrets as they are. */
  // biome-ignore lint/suspicious/noExplicitAny: outputs of any program
  async outputs(): Promise<any> {
    return outputsOf(this.state(), () => this.environment.PULUMI_CONFIG_PASSPHRASE ?? "");
  }

  /** The state as it lies in the backend. */
  state(): string {
    return stateText(this.backend, this.stack);
  }

  /** The resources in the state. */
  resources(): Resource[] {
    return resourcesOf(this.state());
  }

  /** What an engine that died had in work. */
  pendingOperations(): Pending[] {
    return pendingOf(this.state());
  }

  /** Clears away what a killed engine leaves in the backend. */
  recover(): void {
    recover(this.backend);
  }

  /** Takes away what was deployed and the program itself. */
  async remove(): Promise<void> {
    // A case whose time was over has left its command running, which has a lock.
    await this.running;
    this.recover();
    if (this.resources().length > 0) await this.must(["destroy", "--yes", "--skip-preview"]);
    this.discard();
  }

  /** Where all that was deployed lies in a namespace that is taken away next, nothing is left for the engine to destroy. */
  async removeBefore(namespace: string): Promise<void> {
    await this.running;
    if (this.resources().every((resource) => goesWith(resource, namespace))) this.discard();
    else await this.remove();
  }

  /** Takes away the program and its state only. */
  discard(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A patch of another's object, and an object that was only read, stay as they are in a destroy too. */
function goesWith({ type, custom, external, id }: Resource, namespace: string): boolean {
  const isObject = custom && !external && type.startsWith("kubernetes:") && !type.endsWith("Patch");
  return !isObject || id.startsWith(`${namespace}/`);
}
