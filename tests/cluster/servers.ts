// A Redis server and an MQTT broker for tests, on the node's address, which Pods reach; each requires credentials.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeAddress } from "../environment/cluster/settings";
import { attempt, run } from "../environment/command";
import { serverPath } from "../environment/tools/debian";
import { pause } from "./ingress";

export const login = { user: "shop", password: "opensesame-4711" };

const env = { ...process.env, PATH: serverPath };

/** A program that runs until `stop`, in its own directory. */
abstract class Server {
  readonly directory = mkdtempSync(join(tmpdir(), "knative-faas-server-"));
  private process: ChildProcess | undefined;

  protected constructor(readonly port: number) {}

  get address(): string {
    return `${nodeAddress}:${this.port}`;
  }

  protected abstract command(): string[];
  protected abstract answers(): Promise<boolean>;

  async start(): Promise<this> {
    const [program = "", ...args] = this.command();
    this.process = spawn(program, args, { cwd: this.directory, env, stdio: "ignore" });
    for (let tries = 0; tries < 100; tries++) {
      if (await this.answers()) return this;
      await pause(100);
    }
    throw new Error(`${program} does not answer at ${this.address}`);
  }

  stop(): void {
    this.process?.kill("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export class Redis extends Server {
  /** With `password: false` the server requires none. */
  static async start({ password = true } = {}): Promise<Redis> {
    return new Redis(await freePort(), password).start();
  }

  private constructor(
    port: number,
    private readonly hasPassword: boolean,
  ) {
    super(port);
  }

  protected command(): string[] {
    const listens = ["--bind", nodeAddress, "--port", String(this.port)];
    const access = this.hasPassword ? ["--requirepass", login.password] : ["--protected-mode", "no"];
    return ["redis-server", ...listens, ...access, "--save", "", "--appendonly", "no"];
  }

  protected async answers(): Promise<boolean> {
    return (await attempt("redis-cli", [...this.at(), "PING"])).stdout.trim() === "PONG";
  }

  /** Runs a command of Redis. */
  ask(...words: string[]): Promise<string> {
    return run("redis-cli", [...this.at(), ...words]);
  }

  /** Appends entries to a list, in one command. */
  push(key: string, entries: string[]): Promise<string> {
    return this.ask("RPUSH", key, ...entries);
  }

  private at(): string[] {
    const access = this.hasPassword ? ["--no-auth-warning", "-a", login.password] : [];
    return ["-h", nodeAddress, "-p", String(this.port), ...access];
  }
}

export class Mqtt extends Server {
  static async start(): Promise<Mqtt> {
    return new Mqtt(await freePort()).start();
  }

  private constructor(port: number) {
    super(port);
  }

  protected command(): string[] {
    const file = join(this.directory, "mosquitto.conf");
    const passwords = join(this.directory, "passwords");
    writeFileSync(passwords, "");
    const settings = [`listener ${this.port} ${nodeAddress}`, "allow_anonymous false", `password_file ${passwords}`];
    writeFileSync(file, [...settings, "user root", ""].join("\n"));
    return [
      "sh",
      "-c",
      `mosquitto_passwd -b "${passwords}" ${login.user} ${login.password} && exec mosquitto -c "${file}"`,
    ];
  }

  protected async answers(): Promise<boolean> {
    return (await attempt("mosquitto_pub", [...this.at(), "-t", "started", "-n"])).code === 0;
  }

  publish(topic: string, message: string): Promise<string> {
    return run("mosquitto_pub", [...this.at(), "-q", "1", "-t", topic, "-m", message]);
  }

  private at(): string[] {
    return ["-h", nodeAddress, "-p", String(this.port), "-u", login.user, "-P", login.password];
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, nodeAddress, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
