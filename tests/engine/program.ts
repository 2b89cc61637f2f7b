// A Pulumi program in a directory of its own, on the real engine and the cluster of the last `npm run up`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { attempt, type CommandResult } from "../environment/command";
import { engineEnvironment, recover } from "../environment/engine";
import { repository } from "../environment/home";
import { clusterSettings, type StackTarget } from "../environment/stack";

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
  private readonly root: string;

  /**
   * `name` is the project's. The plugin is found on PATH, or not at all when the program says itself where it is.
   * `below` is where in its temporary directory the program lies.
   */
  constructor(
    readonly target: StackTarget,
    readonly name: string,
    { pluginOnPath = true, below = "." } = {},
  ) {
    this.root = mkdtempSync(join(tmpdir(), `knative-faas-${name}-`));
    this.directory = join(this.root, below);
    mkdirSync(this.directory, { recursive: true });
    const plugin = pluginOnPath ? [join(repository, "provider", "bin")] : [];
    const engine = {
      path: [target.tools.path, ...plugin].join(":"),
      pulumiHome: target.tools.pulumiHome,
      backend: join(this.root, "state"),
      kubeconfig: target.kubeconfig,
    };
    this.environment = engineEnvironment(engine);
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

  async init(): Promise<void> {
    await this.must(["stack", "init", "test"]);
    const settings = clusterSettings(this.target);
    await this.must(["config", "set-all", ...settings.flatMap((setting) => ["--plaintext", setting])]);
  }

  async pulumi(args: string[], onLine?: (line: string) => void): Promise<Run> {
    const began = Date.now();
    const options = { cwd: this.directory, env: this.environment, ...(onLine === undefined ? {} : { onLine }) };
    const result = await attempt(this.target.tools.pulumi, [...args, "--non-interactive"], options);
    return { ...result, written: result.stdout + result.stderr, seconds: (Date.now() - began) / 1000 };
  }

  /** Runs a command that is expected to work, and returns all that it wrote. */
  async must(args: string[]): Promise<Run> {
    const run = await this.pulumi(args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${run.written}`);
    return run;
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

  // biome-ignore lint/suspicious/noExplicitAny: outputs of any program
  async outputs(): Promise<any> {
    return JSON.parse((await this.must(["stack", "output", "--json", "--show-secrets"])).stdout);
  }

  /** The state as it lies in the backend. */
  async state(): Promise<string> {
    return (await this.must(["stack", "export"])).stdout;
  }

  /** Clears away what a killed engine leaves in the backend. */
  recover(): void {
    recover(join(this.root, "state"));
  }

  /** Takes away what was deployed and the program itself. */
  async remove(): Promise<void> {
    this.recover();
    await this.must(["destroy", "--yes", "--skip-preview"]);
    this.discard();
  }

  /** Takes away the program and its state only. */
  discard(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
