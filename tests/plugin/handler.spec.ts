// Handlers as users write them, wrapped, compiled with the real Go and called over HTTP; nothing is left in their tree.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Build } from "../../provider/src/build/builder";
import { type Listed, listed } from "../../provider/src/build/go/goModule";
import { overlayOf } from "../../provider/src/build/handler/handler";
import { kindOf } from "../../provider/src/build/handler/handlerCheck";
import { cloudeventsModule, events, http, instance, reply, results } from "./handlerSources";

const settings = {
  goFlags: [],
  ldflags: [],
  env: {},
  platforms: ["linux/amd64"],
  repository: "registry.example.com/a",
};

interface Running {
  base: string;
  child: ChildProcess;
  lines: string[];
  ended: Promise<number | null>;
}

describe("builds: handlers over gRPC", () => {
  let root: string;
  const running: ChildProcess[] = [];

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "handler-")));
  });
  after(() => {
    for (const child of running) child.kill("SIGKILL");
    rmSync(root, { recursive: true });
  });

  const place = (name: string, files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name, file)), { recursive: true });
      writeFileSync(join(root, name, file), text);
    }
    return join(root, name);
  };

  /** Compiles as ko does: the overlay, from the module's root, without a trace of its location. */
  async function compile(directory: string, path = "."): Promise<string> {
    const build = { name: "handler", directory, package: path, ...settings } as unknown as Build;
    const one = (await listed(build, [path])).get(path);
    assert.ok(!(one instanceof Error), String(one));
    const found = await kindOf(build, one as Listed);
    assert.ok(found.kind === "handler");
    const overlay = overlayOf(path, one as Listed, found.handler);
    const program = join(directory, "..", `${directory.split("/").pop()}.bin`);
    const args = ["build", "-trimpath", "-buildvcs=false", `-overlay=${overlay.file}`, "-o", program, overlay.package];
    execFileSync("go", args, { cwd: directory, stdio: "pipe", env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" } });
    return program;
  }

  async function start(program: string, env: Record<string, string> = {}): Promise<Running> {
    const port = await freePort();
    const child = spawn(program, { env: { PORT: String(port), ...env } });
    running.push(child);
    const lines: string[] = [];
    child.stdout.on("data", (data) => lines.push(...String(data).trim().split("\n")));
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const base = `http://127.0.0.1:${port}`;
    for (let tries = 0; tries < 100; tries++) {
      if (
        await fetch(`${base}/health/liveness`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { base, child, lines, ended };
  }

  const textOf = async (answer: Promise<Response>) => [(await answer).status, await (await answer).text()];

  it("an HTTP handler answers, survives a panic, finishes what is in flight and says so in JSON lines", async () => {
    const directory = place("http", {
      "go.mod": "module function\n\ngo 1.24\n",
      "handle.go": http,
      "handle_test.go": "package function\n",
    });
    const { base, child, lines, ended } = await start(await compile(directory));
    assert.deepEqual(await textOf(fetch(`${base}/a`)), [200, "handled /a"]);
    assert.deepEqual(await textOf(fetch(`${base}/panic`)), [500, "internal server error\n"]);
    assert.deepEqual(await textOf(fetch(`${base}/health/readiness`)), [200, ""]);
    const slow = textOf(fetch(`${base}/slow`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill("SIGTERM");
    assert.deepEqual(await slow, [200, "handled /slow"]);
    assert.equal(await ended, 0);
    const said = lines.map((line) => JSON.parse(line)).map(({ level, msg }) => `${level} ${msg}`);
    assert.deepEqual(said, [
      "INFO function started",
      "ERROR handler panicked",
      "INFO function is stopping, finishing requests in flight",
      "INFO function stopped",
    ]);
    assert.deepEqual(readdirSync(directory).sort(), ["go.mod", "handle.go", "handle_test.go"]);
  });

  it("an instance is made, started, asked whether it is ready, and stopped", async () => {
    const directory = place("instance", { "go.mod": "module function\n\ngo 1.24\n", "function.go": instance });
    const program = await compile(directory);
    const { base, child, lines, ended } = await start(program, { GREETING: "Hello" });
    assert.deepEqual(await textOf(fetch(base)), [200, "Hello"]);
    child.kill("SIGTERM");
    assert.equal(await ended, 0);
    assert.ok(lines.includes("stopped by its own words"), lines.join("\n"));
    const unready = await start(program);
    assert.deepEqual(await textOf(fetch(`${unready.base}/health/readiness`)), [503, "not yet\n"]);
  });

  it("a package below the module's root, internal, with a context", async () => {
    const code =
      'package hello\n\nimport (\n\t"context"\n\t"net/http"\n)\n\nfunc Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }\n';
    const directory = place("nested", {
      "go.mod": "module example.com/shop\n\ngo 1.24\n",
      "internal/hello/handle.go": code,
    });
    const { base } = await start(await compile(directory, "./internal/hello"));
    assert.equal((await fetch(base)).status, 204);
  });

  const modules = ["module function\n\ngo 1.14\n", "module function\n", "module (\n\tfunction\n)\n\ngo 1.17\n"];
  for (const [index, text] of modules.entries())
    it(`a module of an older language version, ${JSON.stringify(text)}`, async () => {
      const directory = place(`old${index}`, { "go.mod": text, "handle.go": http });
      const { base } = await start(await compile(directory));
      assert.deepEqual(await textOf(fetch(`${base}/a`)), [200, "handled /a"]);
    });

  it("the results of the SDK are the statuses that its own receiver gives", async () => {
    const directory = place("results", { "go.mod": cloudeventsModule, "handle.go": results });
    execFileSync("go", ["mod", "tidy"], { cwd: directory, stdio: "pipe" });
    const { base } = await start(await compile(directory));
    const statusFor = async (type: string) => {
      const headers = { "Ce-Specversion": "1.0", "Ce-Id": "1", "Ce-Source": "/test", "Ce-Type": type };
      return (await fetch(base, { method: "POST", headers })).status;
    };
    const statuses = [];
    for (const type of ["ack", "nack", "teapot", "accepted", "error", "reply"]) statuses.push(await statusFor(type));
    assert.deepEqual(statuses, [204, 500, 418, 202, 500, 200]);
  });

  it("a CloudEvents handler gets events in both modes, replies, and an error is a 500", async () => {
    const body = `	if e.Type() == "bad" {
		return nil, context.DeadlineExceeded
	}
${reply}`;
    const directory = place("events", {
      "go.mod": cloudeventsModule,
      "handle.go": events("(ctx context.Context, e event.Event) (*event.Event, error)", body),
    });
    execFileSync("go", ["mod", "tidy"], { cwd: directory, stdio: "pipe" });
    const { base } = await start(await compile(directory));
    const binary = {
      "Ce-Specversion": "1.0",
      "Ce-Id": "1",
      "Ce-Source": "/test",
      "Ce-Type": "good",
      "Ce-Kind": "x",
      "Content-Type": "text/plain",
    };
    const answer = await fetch(base, { method: "POST", headers: binary, body: "data" });
    assert.deepEqual(
      [
        answer.status,
        await answer.text(),
        ...["ce-id", "ce-type", "ce-source", "ce-kind", "content-type"].map((name) => answer.headers.get(name)),
      ],
      [200, "got data", "reply-1", "reply", "/function", "x", "text/plain"],
    );
    const subjects: [got: string, header: string, json?: string][] = [
      ["sensors/b%C3%BCro%201", "sensors/b%C3%BCro%201", "sensors/büro 1"],
      ["50 % off", "50%20%25%20off", "50 % off"],
      ["left%20 as it is", "left%2520%20as%20it%20is", "left%20 as it is"],
      ['"a\\"b"', "a%22b", 'a"b'],
      ["a%0Ab", "a%0Ab"],
      ["100%", "100%25", "100%"],
      ["%FF", "%25FF", "%FF"],
      ["plain/1", "plain/1"],
    ];
    for (const [subject, header, json] of subjects) {
      const headers = { ...binary, "Ce-Subject": subject };
      const reply = await fetch(base, { method: "POST", headers, body: "data" });
      assert.deepEqual([reply.headers.get("ce-subject"), await reply.text()], [header, "got data"]);
      const toKnative = await fetch(base, { method: "POST", headers: { ...headers, Prefer: "reply" }, body: "data" });
      const text = await toKnative.text();
      if (json === undefined) assert.deepEqual([toKnative.headers.get("ce-subject"), text], [header, "got data"]);
      else assert.deepEqual([toKnative.headers.get("ce-subject"), JSON.parse(text).subject], [null, json]);
    }
    const structured = JSON.stringify({
      specversion: "1.0",
      id: "2",
      source: "/test",
      type: "good",
      datacontenttype: "text/plain",
      data: "more",
    });
    const second = await fetch(base, {
      method: "POST",
      headers: { "Content-Type": "application/cloudevents+json" },
      body: structured,
    });
    assert.deepEqual([second.status, second.headers.get("ce-id")], [200, "reply-2"]);
    assert.equal((await fetch(base, { method: "POST", headers: { ...binary, "Ce-Type": "bad" } })).status, 500);
    assert.deepEqual((await textOf(fetch(base, { method: "POST", body: "x" })))[0], 400);
  });

  it("a CloudEvents handler may have the first release of the SDK", async () => {
    const directory = place("first", {
      "go.mod": cloudeventsModule.replace("v2.16.1", "v2.0.0"),
      "handle.go": events("(e event.Event) error", "	return nil"),
    });
    execFileSync("go", ["mod", "tidy"], { cwd: directory, stdio: "pipe" });
    const { base } = await start(await compile(directory));
    const headers = { "Ce-Specversion": "1.0", "Ce-Id": "1", "Ce-Source": "/test", "Ce-Type": "any" };
    assert.deepEqual(await textOf(fetch(base, { method: "POST", headers })), [204, ""]);
    const refused = await textOf(fetch(base, { method: "POST", headers: { ...headers, "Ce-Id": "" } }));
    assert.match(refused.join(" "), /^400 not a CloudEvent: id: MUST be a non-empty string/);
  });

  it("gives the same program in another directory", async () => {
    const files = { "go.mod": "module function\n\ngo 1.24\n", "handle.go": http };
    const [one, other] = [await compile(place("same/a", files)), await compile(place("same/other/b", files))];
    assert.equal(
      execFileSync("sha256sum", [one as string])
        .toString()
        .split(" ")[0],
      execFileSync("sha256sum", [other as string])
        .toString()
        .split(" ")[0],
    );
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
