// A Redis server, an MQTT broker and a Kafka server for tests, on the node's address, which Pods reach; each requires credentials.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeAddress } from "../environment/cluster/settings";
import { attempt, run } from "../environment/command";
import { repository } from "../environment/home";
import { serverPath } from "../environment/tools/debian";
import { go } from "../environment/tools/go";
import { pause } from "./ingress";
import { type Certificates, makeCertificates } from "./kafkaCertificates";

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

  /** In tenths of a second. */
  protected readonly startsWithin: number = 100;

  protected abstract command(): string[];
  protected abstract answers(): Promise<boolean>;

  async start(): Promise<this> {
    const [program = "", ...args] = this.command();
    this.process = spawn(program, args, { cwd: this.directory, env, stdio: "ignore" });
    for (let tries = 0; tries < this.startsWithin; tries++) {
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

export interface Entry {
  key: string;
  value: string;
  headers?: Record<string, string>;
}

/**
 * Three listeners: one that requires credentials, which tests can change, one that also requires TLS and a certificate of the user, and one
 * without.
 */
export class Kafka extends Server {
  protected override readonly startsWithin = 900;
  private readonly client = join(this.directory, "topics");

  static async start(): Promise<Kafka> {
    const kafka = new Kafka(await freePort(), await freePort(), await freePort(), await freePort());
    kafka.given = await makeCertificates(kafka.directory, nodeAddress);
    await go(join(repository, "tests", "cluster", "topics"), ["build", "-o", kafka.client, "."]);
    await kafka.start();
    await kafka.setPassword(login.password);
    return kafka;
  }

  private constructor(
    port: number,
    private readonly openPort: number,
    private readonly tlsPort: number,
    private readonly controllerPort: number,
  ) {
    super(port);
  }

  private given: Certificates | undefined;

  /** Of a user of the listener with TLS. */
  get certificates(): Certificates {
    if (this.given === undefined) throw new Error("the server has not started");
    return this.given;
  }

  /** Of the listener with TLS. */
  get tlsAddress(): string {
    return `${nodeAddress}:${this.tlsPort}`;
  }

  /** Of the listener without credentials. */
  get openAddress(): string {
    return `${nodeAddress}:${this.openPort}`;
  }

  protected command(): string[] {
    const file = join(this.directory, "server.properties");
    writeFileSync(
      file,
      `${Object.entries(this.settings())
        .map(([name, value]) => `${name}=${value}\n`)
        .join("")}`,
    );
    return ["kafka-server", file];
  }

  private settings(): Record<string, string | number> {
    const listeners = `SASL://${this.address},TLS://${this.tlsAddress},OPEN://${this.openAddress}`;
    const controller = `127.0.0.1:${this.controllerPort}`;
    const login = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    // Connections must log in again after this long, with a changed password.
    const scram = { "sasl.jaas.config": login, "connections.max.reauth.ms": 5000 };
    const listener = (name: string, all: object) =>
      Object.fromEntries(Object.entries(all).map(([key, value]) => [`listener.name.${name}.${key}`, value]));
    const alone = ["offsets.topic", "transaction.state.log"].flatMap((log) => [
      [`${log}.replication.factor`, 1],
      [`${log}.num.partitions`, 1],
    ]);
    return {
      ...{ "process.roles": "broker,controller", "node.id": 1, "log.dirs": join(this.directory, "data") },
      ...{ "controller.quorum.voters": `1@${controller}`, "controller.listener.names": "CONTROLLER" },
      ...{ listeners: `${listeners},CONTROLLER://${controller}`, "advertised.listeners": listeners },
      "listener.security.protocol.map": "SASL:SASL_PLAINTEXT,TLS:SASL_SSL,OPEN:PLAINTEXT,CONTROLLER:PLAINTEXT",
      ...{ "inter.broker.listener.name": "OPEN", "sasl.enabled.mechanisms": "SCRAM-SHA-512" },
      ...{ ...listener("sasl.scram-sha-512", scram), ...listener("tls.scram-sha-512", scram) },
      ...listener("tls", { "ssl.client.auth": "required" }),
      ...{ "ssl.keystore.type": "PEM", "ssl.keystore.location": join(this.directory, "server.pem") },
      ...{ "ssl.truststore.type": "PEM", "ssl.truststore.location": join(this.directory, "ca.pem") },
      ...{ ...Object.fromEntries(alone), "transaction.state.log.min.isr": 1, "group.initial.rebalance.delay.ms": 0 },
      "auto.create.topics.enable": "false",
    };
  }

  protected async answers(): Promise<boolean> {
    return (await attempt(this.client, [this.openAddress, "groups"], { timeoutSeconds: 3 })).code === 0;
  }

  /** Runs a command of the test client (topics/). */
  ask(...words: string[]): Promise<string> {
    return run(this.client, [this.openAddress, ...words]);
  }

  /** Replaces the user's password: the previous one is refused from then on. */
  setPassword(password: string): Promise<string> {
    return this.ask("password", login.user, password);
  }

  write(topic: string, entries: Entry[]): Promise<string> {
    const input = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    return run(this.client, [this.openAddress, "write", topic], { input });
  }

  /** The committed entries of a topic, once their number is reached. */
  async read(topic: string, count: number): Promise<Entry[]> {
    const lines = await this.ask("read", topic, String(count));
    return lines
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  async lag(group: string): Promise<number> {
    return Number(await this.ask("lag", group));
  }

  async groups(): Promise<string[]> {
    return (await this.ask("groups")).split("\n").filter(Boolean);
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
