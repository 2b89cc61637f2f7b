// Every kind of function runs on this machine, with the real Go: what `func create` makes, programs, two of one module.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudeventsModule } from "./handlerSources";
import { eventually, GoModule, LocalRig } from "./localRig";
import { created, handler, program, reply } from "./localSources";

describe("loop: every kind of function runs on this machine", () => {
  const rigs: LocalRig[] = [];
  const modules: GoModule[] = [];

  after(async () => {
    await Promise.all(rigs.map((rig) => rig.stop()));
    for (const one of modules) one.remove();
  });

  async function started(module: GoModule, path = "."): Promise<LocalRig> {
    const rig = new LocalRig(module.directory, { package: path });
    modules.push(module);
    rigs.push(rig);
    await rig.start();
    return rig;
  }

  for (const [kind, text] of Object.entries(created))
    it(`what func create makes: ${kind}`, async () => {
      const isEvents = kind.startsWith("cloudevents");
      const files: Record<string, string> = isEvents ? { "go.mod": cloudeventsModule, "reply.go": reply } : {};
      const module = new GoModule({ "handle.go": text, ...files });
      if (isEvents) module.tidy();
      const rig = await started(module);
      const headers = { "Ce-Specversion": "1.0", "Ce-Id": "1", "Ce-Source": "/test", "Ce-Type": "asked" };
      assert.equal(await rig.text("/", { method: "POST", headers }), "created");
    });

  it("two functions of one module, a program and a handler, each of which is replaced alone", async () => {
    const module = new GoModule({ "cmd/a/main.go": program('"a"'), "b/handle.go": handler('"b"') });
    const [a, b] = [await started(module, "./cmd/a"), await started(module, "./b")];
    assert.deepEqual([await a.text(), await b.text()], ["a", "b"]);
    module.write("cmd/a/main.go", program('"new a"'));
    await eventually(async () => (await a.text()) === "new a" || undefined);
    assert.equal(await b.text(), "b");
    assert.deepEqual([a.reloads.length, b.reloads.length], [2, 1]);
  });

  it("leaves no file behind", async () => {
    await Promise.all(rigs.splice(0).map((rig) => rig.stop()));
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith("knative-faas-local-"));
    const alive = left.filter((name) => !existsSync(join(tmpdir(), name, "alive")));
    assert.deepEqual(alive, []);
  });
});
