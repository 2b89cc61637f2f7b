// A connection to the API server that a test can cut: a TCP proxy on loopback, and a kubeconfig that uses it.
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, isIP, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { load } from "js-yaml";
import type { StackTarget } from "../environment/stack";
import { pause } from "./ingress";

// biome-ignore lint/suspicious/noExplicitAny: a kubeconfig
type Config = any;

export class CutConnection {
  /** Uses the proxy. */
  readonly target: StackTarget;
  private readonly directory = mkdtempSync(join(tmpdir(), "knative-faas-way-"));
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  private constructor(
    target: StackTarget,
    private readonly config: Config,
  ) {
    this.target = { ...target, kubeconfig: join(this.directory, "kubeconfig") };
  }

  static async open(target: StackTarget): Promise<CutConnection> {
    const way = new CutConnection(target, configOf(target));
    const { cluster } = way.config.clusters[0];
    const to = new URL(cluster.server);
    way.upstream = { host: to.hostname, port: Number(to.port || 443) };
    await way.listen(0);
    cluster.server = `https://127.0.0.1:${way.port}`;
    // The certificate of a local cluster, whose name is an address, is also valid for loopback.
    if (isIP(to.hostname) === 0) cluster["tls-server-name"] ??= to.hostname;
    writeFileSync(way.target.kubeconfig, JSON.stringify(way.config), { mode: 0o600 });
    return way;
  }

  /** Closes every connection, and refuses new ones for a while. */
  async cut(milliseconds: number): Promise<void> {
    const closed = once(this.server as Server, "close");
    this.end();
    await closed;
    await pause(milliseconds);
    await this.listen(this.port);
  }

  close(): void {
    this.end();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private upstream = { host: "", port: 0 };
  private port = 0;

  private async listen(port: number): Promise<void> {
    this.server = createServer((socket) => this.pass(socket)).listen(port, "127.0.0.1");
    await once(this.server, "listening");
    this.port = (this.server.address() as AddressInfo).port;
  }

  private end(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
  }

  /** Either side's end closes the other. */
  private pass(client: Socket): void {
    const server = connect(this.upstream);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}

/** Only the context's cluster and user; files that it names have absolute paths. */
function configOf({ kubeconfig, context: name }: StackTarget): Config {
  const config: Config = load(readFileSync(kubeconfig, "utf8"));
  const context = config.contexts.find((one: Config) => one.name === name);
  const named = (list: Config[], wanted: string) => list.filter((one) => one.name === wanted);
  const clusters = named(config.clusters, context.context.cluster);
  const users = named(config.users, context.context.user);
  const home = dirname(kubeconfig);
  for (const settings of [clusters[0].cluster, users[0].user])
    for (const key of ["certificate-authority", "client-certificate", "client-key", "tokenFile"])
      if (settings[key] !== undefined) settings[key] = resolve(home, settings[key]);
  return { ...config, contexts: [context], clusters, users, "current-context": name };
}
