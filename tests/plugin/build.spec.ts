// Functions built from source through the plugin with the real ko, against a registry in memory.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConstructError, type ConstructOptions, type Plugin, startPlugin } from "./harness";
import { buildEnvironment } from "./ko";
import { type Registry, serveRegistry } from "./registry";
import { existing } from "./registryRules";
import { stateOf, withState } from "./state";

const functionType = "knative-faas:index:Function";
const serviceType = "kubernetes:serving.knative.dev/v1:Service";

const program = (greeting: string) => `package main

import "fmt"

func main() { fmt.Println("${greeting}") }
`;

describe("builds: image of a function, over gRPC", () => {
  let plugin: Plugin;
  let registry: Registry;
  let root = "";
  let directory = "";

  before(async function () {
    root = mkdtempSync(join(tmpdir(), "build-"));
    const env = buildEnvironment(this, root);
    registry = await serveRegistry();
    plugin = await startPlugin({ cwd: root, env });
  });
  after(async () => {
    await plugin?.stop();
    registry?.close();
    if (root !== "") rmSync(root, { recursive: true });
  });

  let number = 0;
  beforeEach(() => {
    directory = join(root, `hello${number++}`);
    mkdirSync(directory);
    writeFileSync(join(directory, "go.mod"), "module example.com/hello\n\ngo 1.24\n");
    writeFileSync(join(directory, "main.go"), program("Hello"));
    registry.pushed.length = 0;
    registry.refuse(undefined);
    registry.intercept = undefined;
  });

  const construct = (options: Partial<ConstructOptions> & { source?: object; host?: string } = {}) => {
    const source = { directory, ...options.source };
    const inputs = { source, registry: `${options.host ?? registry.host}/acme`, secrets: { TOKEN: "s3cret" } };
    const config = { "knative-faas:baseImage": registry.base };
    return plugin.construct({ type: functionType, name: "hello", inputs, config, ...options });
  };
  const imageOf = async (options: Parameters<typeof construct>[0] = {}) =>
    (await construct({ dryRun: true, ...options })).state.image as string;

  async function failure(options: Parameters<typeof construct>[0] = {}): Promise<string> {
    const error = await construct(options).then(
      () => assert.fail("it was constructed"),
      (reason) => reason,
    );
    assert.ok(error instanceof ConstructError, String(error));
    const applied = error.registrations.map(({ type }) => type).filter((type) => type !== functionType);
    assert.deepEqual(applied, [], "something was applied");
    return error.message;
  }

  it("a preview knows the digest and pushes nothing; an update pushes it once", async () => {
    const clear = { inputs: { source: { directory }, registry: `${registry.host}/acme` } };
    const preview = await construct({ dryRun: true, ...clear });
    const image = preview.state.image as string;
    assert.match(image, new RegExp(`^${registry.host}/acme/hello@sha256:[0-9a-f]{64}$`));
    assert.equal(preview.state.digest, image.split("@")[1]);
    assert.deepEqual(registry.pushed, []);

    const update = await construct(clear);
    assert.equal(update.state.image, image);
    assert.equal(update.state.revision, preview.state.revision);
    const tagged = `acme/hello:${image.slice(image.indexOf("@sha256:") + 8).slice(0, 16)}`;
    assert.deepEqual(registry.pushed, [tagged]);
    const { inputs } = update.registrations.find(({ type }) => type === serviceType) ?? {};
    assert.ok(JSON.stringify(inputs).includes(image));

    await construct(clear);
    assert.deepEqual(registry.pushed, [tagged]);
  });

  it("the digest follows the content: not the time, not the place, but each line", async () => {
    const image = await imageOf();
    utimesSync(join(directory, "main.go"), new Date(0), new Date(0));
    assert.equal(await imageOf(), image);
    const clone = join(root, "elsewhere", "deep");
    cpSync(directory, clone, { recursive: true });
    assert.equal(await imageOf({ source: { directory: clone } }), image);
    writeFileSync(join(directory, "main.go"), program("Good day"));
    assert.notEqual(await imageOf(), image);
  });

  it("ldflags name the commit of the source: one commit is one digest", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: directory })
        .toString()
        .trim();
    const linked = (commit: string) => imageOf({ source: { ldflags: [`-X main.commit=${commit}`] } });
    writeFileSync(
      join(directory, "commit.go"),
      "package main\n\nvar commit string\n\nfunc init() { println(commit) }\n",
    );
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "first");
    const first = await linked("{{.Git.FullCommit}}");
    assert.equal(await linked(git("rev-parse", "HEAD")), first);
    assert.notEqual(await linked("0"), first);
    git("commit", "-q", "--allow-empty", "-m", "second");
    assert.notEqual(await linked("{{.Git.FullCommit}}"), first);
    assert.match(await failure({ source: { ldflags: ["-X main.at={{.Date}}"] } }), /invalid Function/);
  });

  it("what a func.yaml sets is said to be not read", async () => {
    writeFileSync(join(directory, "func.yaml"), "run:\n  envs:\n    - { name: A, value: b }\n");
    const { logs } = await construct({ dryRun: true });
    const warnings = logs.filter(({ message }) => message.includes("func.yaml")).map(({ message }) => message);
    assert.deepEqual(warnings, [`${directory}/func.yaml is not read: run.envs is the property env`]);
  });

  it("a relative directory starts at the program's own", async () => {
    const relative = directory.slice(root.length + 1);
    assert.equal(await imageOf({ source: { directory: relative } }), await imageOf());
  });

  it("the base image may be named at the source", async () => {
    const image = await imageOf({ source: { baseImage: registry.base }, config: {} });
    assert.equal(image, await imageOf());
  });

  it("shows its progress in the status column only", async () => {
    const { logs, state } = await construct({ dryRun: true });
    const told = logs.filter(({ severity }) => severity !== "debug");
    const building = told.find(({ message }) => message.startsWith("Building example.com/hello"));
    assert.ok(building, JSON.stringify(told));
    assert.deepEqual(
      told.filter(({ urn }) => !urn.endsWith("::hello")),
      [],
    );
    const lasting = told
      .filter(({ severity, ephemeral }) => severity === "info" && !ephemeral)
      .map(({ message }) => message);
    assert.deepEqual(lasting.join().split("\n"), [
      `image: ${state.image}`,
      "revision: not known before the update, as it depends on: secrets (the stack's first update creates the key of their hash)",
    ]);
  });

  for (const dryRun of [true, false]) {
    it(`a type error is shown as the compiler wrote it in ${dryRun ? "a preview" : "an update"}`, async () => {
      writeFileSync(join(directory, "main.go"), 'package main\n\nfunc main() {\n\tvar port int = "8080"\n}\n');
      const message = await failure({ dryRun });
      assert.ok(message.startsWith(`function hello (${directory}) does not compile:\n# example.com/hello\n`), message);
      assert.match(message, /\.\/main\.go:4:17: cannot use "8080" \(untyped string constant\) as int value/);
    });
  }

  it("a go.mod for a newer Go is reported in Go's words", async () => {
    writeFileSync(join(directory, "go.mod"), "module example.com/hello\n\ngo 1.99\n");
    assert.match(await failure(), /^function hello \(.*\) can't be built: go: .*go >= 1\.99/);
  });

  it("a library is reported before anything is built", async () => {
    writeFileSync(join(directory, "main.go"), "package lib\n");
    assert.match(await failure({ dryRun: true }), /invalid Function/);
  });

  it("a registry that does not answer", async () => {
    const closed = await serveRegistry();
    closed.close();
    const message = await failure({ host: closed.host });
    assert.equal(
      message,
      `function hello (${directory}): registry ${closed.host} does not answer (connection refused); check registry and baseImage`,
    );
  });

  it("a base image whose registry does not answer", async () => {
    const closed = await serveRegistry();
    closed.close();
    const message = await failure({ source: { baseImage: closed.base } });
    const where = `function hello (${directory})`;
    assert.equal(
      message,
      `${where}: registry ${closed.host} does not answer (connection refused); check registry and baseImage`,
    );
  });

  it("a registry that is away stops nothing where the image stays, which is reported, and any other image", async () => {
    const away = await serveRegistry();
    const asked = { host: away.host };
    const first = await construct(asked);
    away.close();
    const before = withState(stateOf(first.registrations));
    const again = await construct({ ...asked, ...before });
    assert.deepEqual([again.state.image, again.state.revision], [first.state.image, first.state.revision]);
    const warned = again.logs.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    assert.equal(warned.length, 1, warned.join());
    assert.match(
      warned[0] ?? "",
      new RegExp(`^registry ${away.host} does not answer: .* need not be pushed there\\.$`),
    );
    const foreseen = async () => {
      const { logs } = await construct({ ...asked, ...before, dryRun: true });
      return logs.map(({ message }) => message).filter((message) => message.startsWith("registry"));
    };
    assert.deepEqual(await foreseen(), []);
    writeFileSync(join(directory, "main.go"), program("Good day"));
    assert.deepEqual(await foreseen(), [
      `registry ${away.host} does not answer: connect ECONNREFUSED ${away.host}; check its name, or start it. The update has to push an image there, and fails if this persists.`,
    ]);
    const { message } = await construct({ ...asked, ...before }).catch((error) => error);
    assert.match(message, new RegExp(`registry ${away.host} does not answer`));
  });

  it("a repository that has to be made before is reported", async () => {
    registry.intercept = existing([]);
    writeFileSync(join(directory, "main.go"), program("missing"));
    const message = await failure();
    assert.equal(
      message,
      `registry ${registry.host} has no repository acme/hello and does not create any on push; create it there first`,
    );
  });

  for (const status of [401, 403]) {
    it(`a registry that answers ${status} to a push`, async () => {
      registry.refuse(status);
      writeFileSync(join(directory, "main.go"), program(`refused ${status}`));
      const message = await failure();
      const where = `function hello (${directory})`;
      const start = `${where}: the registry refuses the credentials for ${registry.host}/acme/hello; log in with`;
      assert.ok(message.startsWith(start), message);
    });
  }
});
