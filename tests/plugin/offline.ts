// A plugin without a cluster, registry or network: its queries fail immediately, and nothing leaves the machine.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { eventingFlags } from "../../provider/src/knative/eventingConfig";
import { featureFlags } from "../../provider/src/knative/knativeFlags";
import { type ConstructOptions, type Plugin, startPlugin } from "./harness";
import { quickKo } from "./ko";

/** Loaded before the plugin's own code: names and addresses outside this machine do not exist. */
const refusing = `
const dns = require("node:dns");
const net = require("node:net");
const ours = /^(localhost|127\\.|::1$|0\\.0\\.0\\.0$)/;
const { lookup } = dns;
dns.lookup = (name, options, done) => {
  if (ours.test(name)) return lookup(name, options, done);
  const answer = typeof options === "function" ? options : done;
  setImmediate(() => answer(Object.assign(new Error("getaddrinfo ENOTFOUND " + name), { code: "ENOTFOUND" })));
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = [args[0]].flat();
  const host = options && typeof options === "object" ? options.host : undefined;
  if (typeof host !== "string" || net.isIP(host) === 0 || ours.test(host)) return connect.apply(this, args);
  const error = Object.assign(new Error("connect ENETUNREACH " + host), { code: "ENETUNREACH" });
  setImmediate(() => this.destroy(error));
  return this;
};
`;

export interface Offline {
  plugin: Plugin;
  /** Its working directory. */
  directory: string;
  stop(): Promise<void>;
}

export async function startOffline(): Promise<Offline> {
  const directory = mkdtempSync(join(tmpdir(), "offline-"));
  mkdirSync(join(directory, "bin"));
  writeFileSync(join(directory, "bin", "ko"), quickKo, { mode: 0o755 });
  writeFileSync(join(directory, "refusing.js"), refusing);
  const env = {
    ...process.env,
    PATH: [join(directory, "bin"), process.env.PATH].join(delimiter),
    NODE_OPTIONS: `--require ${join(directory, "refusing.js")}`,
    XDG_CACHE_HOME: join(directory, "cache"),
    DOCKER_CONFIG: directory,
    GOPROXY: "off",
    KUBECONFIG: join(directory, "none"),
  };
  const plugin = await startPlugin({ cwd: directory, env });
  const stop = async () => {
    await plugin.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  return { plugin, directory, stop };
}

const flags = Object.fromEntries([...featureFlags, ...eventingFlags].map((flag) => [flag, "enabled"]));
const conditions = ["Ready", "Complete", "ConfigurationsReady", "RoutesReady"].map((type) => ({
  type,
  status: "True",
}));

/** A cluster where all flags are on, and everything is ready immediately. */
export const ready: Pick<ConstructOptions, "read" | "respond"> = {
  read: () => ({ metadata: {}, data: flags, status: {} }),
  respond: ({ type, inputs }) =>
    type.startsWith("kubernetes:")
      ? { metadata: { ...(inputs.metadata as object), uid: "0a1b" }, status: { conditions } }
      : undefined,
};
