// The built plugin, run as Pulumi runs it, with a fake engine: schema and construct over gRPC, without a CLI.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type ClientUnaryCall, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { type ConstructResponse, GetSchemaRequest, type GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  ConstructError,
  type Constructed,
  type ConstructOptions,
  deploymentOf,
  formatLogs,
  toRequest,
  toState,
} from "./construct";
import { type Listening, type LogMessage, monitorHandlers, serveEngine, serveMonitor } from "./engine";
import type { Registration } from "./registration";

export { ConstructError, type Constructed, type ConstructOptions, type PropertyProblem } from "./construct";
export type { LogMessage } from "./engine";
export type { AliasSpec, CustomTimeouts, Reading, Registration } from "./registration";
export {
  OutputValue,
  output,
  type Properties,
  ResourceReference,
  reference,
  Secret,
  secret,
  Unknown,
  unknown,
} from "./values";

/** A call that hangs ends before mocha's limit, with its log; one that is slow on a busy machine does not. */
const limitMilliseconds = 120_000;
/** Time for what the plugin could still, wrongly, register after a resource has failed. */
const cancelMilliseconds = 300;
const providerDirectory = join(__dirname, "..", "..", "provider");

export interface PluginOptions {
  /**
   * "bundle": node runs the bundle. "path": the plugin on PATH. "package": that of a package directory. "runner": the effect of `runtime:
   * nodejs`.
   */
  via?: "bundle" | "path" | "package" | "runner";
  /** The directory of the plugin's package; this repository's by default. */
  directory?: string;
  /** Working directory of the process. Pulumi uses the directory of the user's program. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The engine's response to a plugin that requires a version of it; throws if it has another. */
  refuse?: () => void;
}

/** Starts the plugin and waits until it listens. */
export async function startPlugin(options: PluginOptions = {}): Promise<Plugin> {
  const logs: LogMessage[] = [];
  const engine = await serveEngine(logs, options.refuse);
  const [program = "", ...args] = commandOf(options);
  const began = performance.now();
  // In its own process group, so that a wrapper ends together with the process it started.
  const child = spawn(program, [...args, engine.address], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const plugin = new Plugin(child, engine, logs);
  try {
    await plugin.connect(began);
    return plugin;
  } catch (error) {
    await plugin.stop();
    throw error;
  }
}

function commandOf({ via = "bundle", directory = providerDirectory }: PluginOptions): string[] {
  if (via === "path") return [join(directory, "bin", "pulumi-resource-knative-faas")];
  if (via === "package") return [join(directory, "pulumi-resource-knative-faas")];
  if (via === "bundle") return [process.execPath, join(directory, "dist", "start.js")];
  const runner = require.resolve("@pulumi/pulumi/cmd/run-plugin", { paths: [directory] });
  return [process.execPath, runner, directory];
}

/** A running plugin. */
export class Plugin {
  /** From spawn to the port on standard output. */
  startMilliseconds = 0;
  stderr = "";
  /** Monitors stay open to the end, as a failed component may still register: the engine's would respond, too. */
  private readonly served: Listening[];
  private client: ResourceProviderClient | undefined;
  private readonly killAtExit = () => this.kill("SIGKILL");

  constructor(
    private readonly child: ChildProcess,
    engine: Listening,
    readonly logs: LogMessage[],
  ) {
    this.served = [engine];
    child.stderr?.on("data", (data) => {
      this.stderr += data;
    });
    process.once("exit", this.killAtExit);
  }

  /** Reads the port from standard output, as the engine does. */
  async connect(began: number): Promise<void> {
    const port = await this.readPort();
    this.startMilliseconds = Math.round(performance.now() - began);
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
    });
  }

  private readPort(): Promise<number> {
    return new Promise((resolve, reject) => {
      const fail = (what: string) => {
        clearTimeout(timer);
        reject(new Error(`the plugin ${what}; stderr:\n${this.stderr}\nlog:\n${formatLogs(this.logs)}`));
      };
      const timer = setTimeout(() => fail(`printed no port in ${limitMilliseconds} ms`), limitMilliseconds);
      this.child.once("error", (error) => fail(`cannot be started: ${error.message}`));
      this.child.once("close", (code) => fail(`ended with code ${code} before it listened`));
      createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).once("line", (line) => {
        clearTimeout(timer);
        if (/^\d+$/.test(line)) resolve(Number(line));
        else fail(`printed "${line}" instead of its port`);
      });
    });
  }

  /** The package schema, parsed. */
  async getSchema(): Promise<unknown> {
    const response = await this.call<GetSchemaResponse>((client, deadline, callback) =>
      client.getSchema(new GetSchemaRequest(), new Metadata(), { deadline }, callback),
    );
    return JSON.parse(response.getSchema());
  }

  /** Constructs a component in its own fake deployment; a failure is a ConstructError. */
  async construct(options: ConstructOptions): Promise<Constructed> {
    const registrations: Registration[] = [];
    const cancellation = new AbortController();
    const cancel = (reason: Error) => setTimeout(() => cancellation.abort(reason), cancelMilliseconds);
    const monitor = await serveMonitor(monitorHandlers(deploymentOf(options), options, registrations, cancel));
    this.served.push(monitor);
    const request = toRequest(options, monitor.address);
    const firstLog = this.logs.length;
    const began = performance.now();
    const milliseconds = () => Math.round(performance.now() - began);
    try {
      const response = await this.call<ConstructResponse>(
        (client, deadline, callback) => client.construct(request, new Metadata(), { deadline }, callback),
        cancellation.signal,
        options.limitMilliseconds,
      );
      return {
        ...toState(response),
        registrations,
        logs: this.logs.slice(firstLog),
        milliseconds: milliseconds(),
      };
    } catch (error) {
      const cancelled: Error | undefined = cancellation.signal.reason;
      throw new ConstructError(
        error as ServiceError,
        cancelled,
        registrations,
        this.logs.slice(firstLog),
        milliseconds(),
      );
    }
  }

  private call<Response>(send: Send<Response>, signal?: AbortSignal, limit = limitMilliseconds): Promise<Response> {
    const { client } = this;
    if (client === undefined) throw new Error("the plugin does not listen");
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + limit;
      const call = send(client, deadline, (error, response) => (error ? reject(error) : resolve(response)));
      signal?.addEventListener("abort", () => call.cancel());
    });
  }

  /**
   * Waits for a log message that matches and is not a debug message. Only needed after a failure: the messages of a successful construct
   * have all arrived when it responds, those of a failure may arrive after its error.
   */
  async waitForLog(pattern: RegExp): Promise<LogMessage> {
    const deadline = Date.now() + limitMilliseconds;
    while (Date.now() < deadline) {
      const found = this.logs.find(({ severity, message }) => severity !== "debug" && pattern.test(message));
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no log message matches ${pattern} after ${limitMilliseconds} ms; log:\n${formatLogs(this.logs)}`);
  }

  /** Resident memory of the process in bytes; read from /proc, so on Linux only. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** Ends the process and the fake engine. */
  async stop(): Promise<void> {
    process.removeListener("exit", this.killAtExit);
    this.client?.close();
    if (this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, "exit");
      this.kill("SIGTERM");
      const timer = setTimeout(this.killAtExit, 2000);
      await ended;
      clearTimeout(timer);
    }
    for (const { close } of this.served) close();
  }

  private kill(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.child.pid as number), signal);
    } catch {
      // The group has ended by itself.
    }
  }
}

type Send<Response> = (
  client: ResourceProviderClient,
  deadline: number,
  callback: (error: ServiceError | null, response: Response) => void,
) => ClientUnaryCall;
