// A function on this machine for tests: its module in a temporary directory, a port for clients, and what was said of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalFunction, type LocalOptions } from "../../provider/src/commands/local/localFunction";
import { type ClientPort, clientPort } from "../../provider/src/commands/run/clientPort";

/** On a busy machine a build takes many times what it takes on an idle one. */
const limitMilliseconds = 60_000;
const pollMilliseconds = 10;

/** The value of a check as soon as it is one. */
export async function eventually<Value>(check: () => Promise<Value | undefined> | Value | undefined): Promise<Value> {
  for (let left = limitMilliseconds; left > 0; left -= pollMilliseconds) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    await sleep(pollMilliseconds);
  }
  throw new Error("it did not happen");
}

/** A module of Go files. */
export class GoModule {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "local-function-")));

  constructor(files: Record<string, string>) {
    for (const [name, text] of Object.entries({ "go.mod": "module example.com/shop\n\ngo 1.24\n", ...files }))
      this.write(name, text);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.directory, name)), { recursive: true });
    writeFileSync(join(this.directory, name), text);
  }

  tidy(): void {
    execFileSync("go", ["mod", "tidy"], { cwd: this.directory, stdio: "pipe" });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export class LocalRig {
  readonly lines: string[] = [];
  readonly said: string[] = [];
  readonly failures: string[] = [];
  /** Milliseconds of each reload. */
  readonly reloads: number[] = [];
  readonly local: LocalFunction;
  private port: ClientPort | undefined;

  constructor(directory: string, options: Partial<LocalOptions> & { package?: string } = {}) {
    const { package: path = ".", ...others } = options;
    this.local = new LocalFunction({
      name: "hello",
      source: { directory, package: path, goFlags: [], ldflags: [], env: {} },
      environment: {},
      say: (line) => this.said.push(line),
      output: (line) => this.lines.push(line),
      ...others,
    });
    this.local.on("failed", (reason) => this.failures.push(reason));
    this.local.on("reloaded", (milliseconds) => this.reloads.push(milliseconds));
  }

  async start(): Promise<void> {
    this.port = await clientPort(0, this.local.serve);
    await this.local.start();
  }

  async stop(): Promise<void> {
    await this.local.stop();
    this.port?.close();
  }

  get url(): string {
    return this.port?.url ?? "";
  }

  async text(path = "/", init: RequestInit = {}): Promise<string> {
    return (await fetch(`${this.url}${path}`, init)).text();
  }
}
