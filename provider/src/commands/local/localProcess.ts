// One process of a local function: from its start to the end of its last request.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export interface Program {
  command: string[];
  /** The port that it listens on. */
  port: number;
  env: Record<string, string>;
  cwd: string;
  output(line: string): void;
}

/** How long requests in flight may take once the process is replaced. */
export const graceMilliseconds = 10_000;
/** Even then, a process may end what it does in an orderly way. */
const leastTermMilliseconds = 1000;
const pollMilliseconds = 4;

export class LocalProcess {
  /** How it ended, e.g. `exit code 2`. */
  readonly ended: Promise<string>;
  /** When it started to accept connections. */
  readySince: number | undefined;
  /** Whether it was told to end. */
  isEnding = false;
  private how: string | undefined;
  private readonly child: ChildProcess;
  /** Requests whose answers are not complete. */
  readonly waiting = new Set<object>();
  readonly agent = new Agent({ keepAlive: true });

  /** In a process group of its own: Ctrl-C is for this command, which lets the function finish its requests. */
  constructor(private readonly program: Program) {
    const [file = "", ...args] = program.command;
    const { env, cwd, output } = program;
    this.child = spawn(file, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
    for (const stream of [this.child.stdout, this.child.stderr])
      if (stream !== null) createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", output);
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => resolve(this.over(error.message)));
      this.child.on("close", (code, signal) => resolve(this.over(signal ?? `exit code ${code}`)));
    });
  }

  get isOver(): boolean {
    return this.how !== undefined;
  }

  /** Whether it accepts connections; false if it ended before it did. */
  async ready(): Promise<boolean> {
    while (!this.isOver) {
      if (await accepts(this.program.port)) {
        this.readySince = performance.now();
        return !this.isOver;
      }
      await Promise.race([sleep(pollMilliseconds), this.ended]);
    }
    return false;
  }

  get port(): number {
    return this.program.port;
  }

  connect(): Socket {
    return connect(this.program.port, "127.0.0.1");
  }

  /** First lets the requests in flight finish, because a program need not do that itself on SIGTERM. */
  async end(grace = graceMilliseconds): Promise<void> {
    if (this.isEnding) return void (await this.ended);
    this.isEnding = true;
    const limit = performance.now() + grace;
    while (this.waiting.size > 0 && !this.isOver && performance.now() < limit) await sleep(pollMilliseconds);
    this.signal("SIGTERM");
    const killing = setTimeout(
      () => this.signal("SIGKILL"),
      Math.max(leastTermMilliseconds, limit - performance.now()),
    );
    await this.ended;
    clearTimeout(killing);
    this.agent.destroy();
  }

  /** At once, with all its children. */
  kill(): void {
    this.signal("SIGKILL");
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.isOver || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      this.child.kill(signal);
    }
  }

  private over(how: string): string {
    this.how ??= how;
    return this.how;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
