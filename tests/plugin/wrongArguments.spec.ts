// Wrong arguments of every component, made by chance and sent to the plugin: each is answered, in our words, and nothing else goes down.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { eventingFlags } from "../../provider/src/knative/eventing";
import { featureFlags } from "../../provider/src/knative/flags";
import { marker } from "../generated/mutations";
import { faultsOf } from "../generated/told";
import { type WrongArguments, wrongArguments } from "../generated/wrongArguments";
import { ConstructError, type ConstructOptions, type Plugin, Secret, startPlugin } from "./harness";
import { quickKo } from "./ko";

const count = Number(process.env.WRONG_ARGUMENTS ?? 1000);
/** Another one each time; what failed is repeated by WRONG_ARGUMENTS_SEED. */
const seed = Number(process.env.WRONG_ARGUMENTS_SEED ?? Math.floor(Math.random() * 1_000_000));

const limitMilliseconds = 20_000;
const flags = Object.fromEntries([...featureFlags, ...eventingFlags].map((flag) => [flag, "enabled"]));

/** A cluster where all flags are on, and all is ready at once. */
const answers: Pick<ConstructOptions, "read" | "respond"> = {
  read: () => ({ metadata: {}, data: flags, status: {} }),
  respond: ({ type }) =>
    type.startsWith("kubernetes:") ? { status: { conditions: [{ type: "Ready", status: "True" }] } } : undefined,
};

describe("errors: wrong arguments made by chance, over gRPC", function () {
  this.timeout(600_000);
  let plugin: Plugin;
  let directory: string;

  /** No cluster, no registry, no network: what is asked there is told at once. */
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "wrong-"));
    mkdirSync(join(directory, "bin"));
    writeFileSync(join(directory, "bin", "ko"), quickKo, { mode: 0o755 });
    writeFileSync(join(directory, "offline.js"), offline);
    const env = {
      ...process.env,
      PATH: [join(directory, "bin"), process.env.PATH].join(delimiter),
      NODE_OPTIONS: `--require ${join(directory, "offline.js")}`,
      XDG_CACHE_HOME: join(directory, "cache"),
      DOCKER_CONFIG: directory,
      GOPROXY: "off",
      KUBECONFIG: join(directory, "none"),
    };
    plugin = await startPlugin({ cwd: directory, env });
  });
  after(async () => {
    await plugin?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const construct = ({ component, args }: WrongArguments, dryRun: boolean, index: number) =>
    plugin.construct({
      ...answers,
      type: `knative-faas:index:${component}`,
      name: "hello",
      inputs: args,
      dryRun,
      encoding: index % 3 === 0 ? "plain" : "outputs",
      limitMilliseconds,
    });

  const hidden = (_key: string, inner: unknown) => (inner instanceof Secret ? "[secret]" : inner);

  it(`${count} are refused in our words, or taken (seed ${seed})`, async () => {
    const counts = { refused: 0, failed: 0, taken: 0, slowest: 0 };
    const faults: string[] = [];
    const each = async (index: number, dryRun: boolean) => {
      const wrong = wrongArguments(seed, index);
      const answer = await construct(wrong, dryRun, index).catch((error: Error) => error);
      if (answer instanceof Error && !(answer instanceof ConstructError))
        throw new Error(`${wrong.what}: ${answer.stack}`);
      const logs = answer.logs
        .filter(({ severity }) => severity !== "debug")
        .map(({ message }) => message)
        .join("\n");
      counts.slowest = Math.max(counts.slowest, answer.milliseconds ?? 0);
      if (answer instanceof ConstructError) {
        counts[answer.errors.length > 0 ? "refused" : "failed"]++;
        const told = { problems: answer.errors, message: answer.message, logs };
        const found = faultsOf(wrong.component, wrong.args, told);
        if (answer.errors.length === 0) found.push(`of no property: ${answer.code} ${answer.message.slice(0, 300)}`);
        faults.push(...found.map((fault) => `${wrong.what}: ${fault}`));
      } else {
        counts.taken++;
        const text = JSON.stringify([answer.registrations, answer.state, logs], hidden);
        if (text.includes(marker)) faults.push(`${wrong.what}: a secret shows in what is made`);
      }
    };
    for (let index = 0; index < count; index += 4)
      await Promise.all([0, 1, 2, 3].flatMap((more) => [each(index + more, true), each(index + more, false)]));
    console.log(`      ${JSON.stringify(counts)}`);
    assert.deepEqual(faults, []);
  });

  it("and goes on as before", async () => {
    const image = `registry.example.com/hello@sha256:${"a".repeat(64)}`;
    const { state, milliseconds } = await plugin.construct({
      ...answers,
      type: "knative-faas:index:Function",
      name: "hello",
      inputs: { image },
    });
    assert.equal(state.image, image);
    assert.ok(milliseconds < limitMilliseconds);
    assert.equal(plugin.stderr, "");
    assert.ok((await plugin.memory()) < 1.5 * 2 ** 30);
  });
});

/** Loaded into the plugin before its own code: an address that is not of this machine is not there. */
const offline = `
const dns = require("node:dns");
const { lookup } = dns;
const ours = /^(localhost|127\\.|::1$|0\\.0\\.0\\.0$)/;
dns.lookup = (name, options, done) => {
  if (ours.test(name)) return lookup(name, options, done);
  const answer = typeof options === "function" ? options : done;
  setImmediate(() => answer(Object.assign(new Error("getaddrinfo ENOTFOUND " + name), { code: "ENOTFOUND" })));
};
const net = require("node:net");
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const options = [args[0]].flat()[0];
  const host = options && typeof options === "object" ? options.host : undefined;
  if (typeof host === "string" && net.isIP(host) !== 0 && !ours.test(host)) {
    setImmediate(() => this.destroy(Object.assign(new Error("connect ENETUNREACH " + host), { code: "ENETUNREACH" })));
    return this;
  }
  return connect.apply(this, args);
};
`;
