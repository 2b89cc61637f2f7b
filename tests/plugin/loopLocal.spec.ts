// A function on this machine, with the real Go: reloads without a failed request, bad code, crashes, and what is watched.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually, GoModule, LocalRig } from "./localRig";
import { handler, program } from "./localSources";

describe("loop: a function on this machine", () => {
  let shop: GoModule;
  let rig: LocalRig;

  before(async () => {
    shop = new GoModule({ "hello/handle.go": handler('"first"') });
    rig = new LocalRig(join(shop.directory, "hello"), { environment: { NAME: "World" } });
    await rig.start();
  });

  after(async () => {
    await rig?.stop();
    shop.remove();
  });

  const save = (text: string) => shop.write("hello/handle.go", text);
  const answers = (text: string) => eventually(async () => (await rig.text()) === text || undefined);

  it("answers, and its health checks too", async () => {
    assert.equal(await rig.text(), "first");
    assert.equal((await fetch(`${rig.url}/health/readiness`)).status, 200);
  });

  it("is replaced when it is saved, while no request fails", async () => {
    let isDone = false;
    const seen = new Set<string>();
    const clients = Array.from({ length: 4 }, async () => {
      for (; !isDone; await sleep(5)) seen.add(await rig.text("/", { method: "POST", body: "x" }));
    });
    for (const word of ["second", "third", "fourth"]) {
      save(handler(`"${word}"`));
      await answers(word);
    }
    isDone = true;
    await Promise.all(clients);
    assert.deepEqual([...seen], ["first", "second", "third", "fourth"]);
  });

  it("finishes a slow request in the process that has it", async () => {
    const slow = rig.text("/slow");
    await sleep(50);
    save(handler('"after the slow one"'));
    await answers("after the slow one");
    assert.equal(await slow, "fourth");
  });

  it("shows the compiler's words about bad code, and keeps the last good process", async () => {
    save(handler("undeclared"));
    const words = await eventually(() => rig.failures.at(-1));
    assert.match(words, /handle\.go:17:16: undefined: undeclared/);
    assert.equal(await rig.text(), "after the slow one");
    save("package hello\n\nfunc {\n");
    assert.match(await eventually(() => rig.failures[1]), /handle\.go:3:6: syntax error/);
    assert.equal(await rig.text(), "after the slow one");
    save(handler('"good again"'));
    await answers("good again");
  });

  it("builds again if it is saved during a build", async () => {
    const before = rig.reloads.length;
    save(handler('"too early"'));
    await sleep(60);
    save(handler('"last"'));
    await answers("last");
    await sleep(300);
    assert.equal(await rig.text(), "last");
    assert.ok(rig.reloads.length > before);
  });

  it("does nothing about a file that is saved without a change, or that no build reads", async () => {
    const before = rig.reloads.length;
    save(handler('"last"'));
    shop.write("hello/handle_test.go", "package hello\n");
    shop.write("hello/notes.md", "# Notes\n");
    shop.write("hello/.handle.go.swp", "x");
    await sleep(500);
    assert.equal(rig.reloads.length, before);
  });

  it("restarts after a crash, and tells why", async () => {
    const before = await rig.text();
    await rig.text("/crash");
    assert.equal(await rig.text(), before);
    assert.equal(rig.failures.at(-1), "it ended by itself: exit code 3");
    assert.match(rig.said.join("\n"), /hello starts again in 0\.1 s/);
  });

  it("notices another kind of handler, and files that editors rename into place", async () => {
    const text = `package hello\n\nimport "net/http"\n\ntype F struct{}\n\nfunc New() (*F, error) { return &F{}, nil }\n\nfunc (*F) Handle(w http.ResponseWriter, r *http.Request) { w.Write([]byte("instance")) }\n`;
    const temporary = join(shop.directory, "hello", ".handle.go.tmp");
    writeFileSync(temporary, text);
    renameSync(temporary, join(shop.directory, "hello", "handle.go"));
    await answers("instance");
  });

  it("watches the packages that it comes to import, files that it embeds, and a directory that is replaced", async () => {
    shop.write("words/words.go", 'package words\n\nconst Hello = "from words"\n');
    shop.write("hello/text.txt", "embedded");
    const imports = (body: string) =>
      `package hello\n\nimport (\n\t_ "embed"\n\t"net/http"\n\n\t"example.com/shop/words"\n)\n\n//go:embed text.txt\nvar text string\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tw.Write([]byte(${body}))\n}\n`;
    save(imports('words.Hello + " " + text'));
    await answers("from words embedded");
    shop.write("words/words.go", 'package words\n\nconst Hello = "other words"\n');
    await answers("other words embedded");
    shop.write("hello/text.txt", "again");
    await answers("other words again");
    const words = join(shop.directory, "words");
    renameSync(words, `${words}.old`);
    mkdirSync(words);
    shop.write("words/words.go", 'package words\n\nconst Hello = "replaced"\n');
    await answers("replaced again");
    shop.write("words/words.go", 'package words\n\nconst Hello = "replaced twice"\n');
    await answers("replaced twice again");
    rmSync(`${words}.old`, { recursive: true });
  });

  it("sees what Knative and the function set, and little else", async () => {
    process.env.KNATIVE_FAAS_TEST = "not for functions";
    save(handler("os.Environ()"));
    const seen = await eventually(async () => {
      const text = await rig.text();
      return text.includes("K_SERVICE=hello") ? text : undefined;
    });
    delete process.env.KNATIVE_FAAS_TEST;
    for (const one of ["NAME=World", "K_REVISION=hello-local", "K_CONFIGURATION=hello", "PATH=", "PORT="])
      assert.ok(seen.includes(one), `${one} in ${seen}`);
    assert.doesNotMatch(seen, /KNATIVE_FAAS_TEST|GOFLAGS|GOGC/);
  });
});

describe("loop: functions on this machine that do not start", () => {
  let shop: GoModule;
  let rig: LocalRig;
  const start = (files: Record<string, string>) => {
    shop = new GoModule(files);
    rig = new LocalRig(shop.directory);
    return rig.start();
  };

  afterEach(async () => {
    await rig?.stop();
    shop.remove();
  });

  it("bad code is not an error of the start: clients get the compiler's words until it is mended", async () => {
    await start({ "handle.go": handler("undeclared") });
    assert.match(rig.failures.join(), /undefined: undeclared/);
    const response = await fetch(rig.url);
    assert.equal(response.status, 503);
    assert.match(await response.text(), /undefined: undeclared/);
    shop.write("handle.go", handler('"mended"'));
    await eventually(async () => (await rig.text()) === "mended" || undefined);
  });

  it("a program that ends at once starts again with growing pauses", async () => {
    await start({ "main.go": 'package main\n\nimport "log"\n\nfunc main() { log.Fatal("no database") }\n' });
    const pauses = () => rig.said.filter((line) => /starts again/.test(line));
    await eventually(() => pauses().length >= 3 || undefined);
    assert.deepEqual(
      pauses()
        .slice(0, 3)
        .map((line) => /starts again in ([\d.]+) s/.exec(line)?.[1]),
      ["0.1", "0.2", "0.4"],
    );
    assert.match(rig.lines.join("\n"), /no database/);
    shop.write("main.go", program('"a database"'));
    await eventually(async () => (await rig.text().catch(() => "")) === "a database" || undefined);
  });
});
