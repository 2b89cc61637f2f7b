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

/** One step in the output of `pulumi preview --json`. */
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
   * `name` is the project's. The plugin is found on PATH, or not at all if the program sets it itself. `below` is the program's path in
   * its temporary directory, `backend` the location of its state if another program continues with it.
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
    // Go programs that end after a second need not save memory.
    this.environment = { ...engineEnvironment(engine), GOGC: "400" };
  }

  /** Writes a file of the program. */
  write(file: string, text: string): void {
    const path = join(this.directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Reads a file of the program. */
  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  /** Writes the program as YAML (JSON is YAML, too). */
  writeYaml(resources: object, outputs: object = {}, more: object = {}): void {
    this.write("Pulumi.yaml", JSON.stringify({ name: this.name, runtime: "yaml", resources, outputs, ...more }));
  }

  /** Creates the stack, with the configuration of every stack on this cluster and further settings as KEY=VALUE. */
  async init(...settings: string[]): Promise<void> {
    await this.must(["stack", "init", this.stack]);
    this.configure(...clusterSettings(this.target), ...settings);
  }

  /** Appends settings to the stack's new configuration file, after the salt that Pulumi wrote; this needs no process. */
  configure(...settings: string[]): void {
    const lines = settings.map((setting) => {
      const [key = "", ...value] = setting.split("=");
      return `  ${key.includes(":") ? key : `${this.project()}:${key}`}: ${JSON.stringify(value.join("="))}\n`;
    });
    appendFileSync(join(this.directory, `Pulumi.${this.stack}.yaml`), `config:\n${lines.join("")}`);
  }

  /** An example has its own name in its Pulumi.yaml. */
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

  /** Runs a command that must succeed, and returns all of its output. */
  async must(args: string[]): Promise<Run> {
    const run = await this.pulumi(args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${run.written}`);
    return run;
  }

  /** The preview of a program that is already applied. Any change is reported in the error. */
  expectNoChanges(): Promise<Run> {
    return this.must(["preview", "--diff", "--expect-no-changes"]);
  }

  /** Asserts that the cluster matches the state. */
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

  /** The outputs of the stack, with secrets decrypted. */
  // biome-ignore lint/suspicious/noExplicitAny: outputs of any program
  async outputs(): Promise<any> {
    return outputsOf(this.state(), () => this.environment.PULUMI_CONFIG_PASSPHRASE ?? "");
  }

  /** The state as stored in the backend. */
  state(): string {
    return stateText(this.backend, this.stack);
  }

  /** The resources in the state. */
  resources(): Resource[] {
    return resourcesOf(this.state());
  }

  /** The pending operations of an engine that died. */
  pendingOperations(): Pending[] {
    return pendingOf(this.state());
  }

  /** Removes what a killed engine leaves in the backend. */
  recover(): void {
    recover(this.backend);
  }

  /** Removes what was deployed and the program itself. */
  async remove(): Promise<void> {
    // A case that timed out has left its command running, which holds a lock.
    await this.running;
    this.recover();
    if (this.resources().length > 0) await this.must(["destroy", "--yes", "--skip-preview"]);
    this.discard();
  }

  /** If everything that was deployed is in a namespace that is deleted next, the engine need not destroy anything. */
  async removeBefore(namespace: string): Promise<void> {
    await this.running;
    if (this.resources().every((resource) => goesWith(resource, namespace))) this.discard();
    else await this.remove();
  }

  /** Removes only the program and its state. */
  discard(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A destroy does not change patches of others' objects, or objects that were only read. */
function goesWith({ type, custom, external, id }: Resource, namespace: string): boolean {
  const isObject = custom && !external && type.startsWith("kubernetes:") && !type.endsWith("Patch");
  return !isObject || id.startsWith(`${namespace}/`);
}
