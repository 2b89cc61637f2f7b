// Functions that fail on the cluster: wrong arguments, programs that do not compile or start, and the error messages.
import assert from "node:assert/strict";
import { needsCluster } from "../levels";
import type { TestCluster } from "./cluster";
import { type Hello, HelloProgram } from "./helloProgram";

const wrong: { name: string; changes: object; says: RegExp[] }[] = [
  {
    name: "scale.min over scale.max",
    changes: { scale: { min: 3, max: 1 } },
    says: [/scale\.min/, /expected at most scale\.max \(1\), got 3/],
  },
  // Pulumi's YAML knows the schema and reports it itself, before the plugin is called.
  { name: "an unknown key", changes: { scael: { min: 1 } }, says: [/Property scael does not exist/, /scale, /] },
  {
    name: "a bad quantity",
    changes: { resources: { requests: { memory: "64 megs" } } },
    says: [/resources\.requests\.memory/, /expected a Kubernetes quantity .*got "64 megs"/],
  },
  { name: "a reserved port", changes: { port: 8012 }, says: [/port/, /queue-proxy/, /got 8012/] },
  {
    name: "a directory that is no Go module",
    changes: { source: { directory: "." } },
    says: [/source\.directory/, /no go\.mod in it or above it; set one that has it, \.\/hello below it/],
  },
  {
    name: "a registry that does not answer",
    changes: { registry: "127.0.0.1:5009", env: { NAME: "nobody" } },
    says: [/registry 127\.0\.0\.1:5009 does not answer: .*ECONNREFUSED/],
  },
  { name: "a reserved variable", changes: { env: { K_SERVICE: "x" } }, says: [/env\.K_SERVICE/, /set by Knative/] },
];

describe("errors: of a function on the cluster", () => {
  let program: HelloProgram;
  let cluster: TestCluster;
  let first: Hello;

  const stillAnswers = async () => assert.equal(await cluster.answer(first.url), "Hello, World!\n");

  before(async function () {
    program = new HelloProgram(needsCluster(this), "errors-function");
    cluster = program.cluster;
    await program.start();
    await program.up();
    first = await program.outputs();
  });

  after(() => program?.end());

  describe("a wrong program", () => {
    for (const { name, changes, says } of wrong) {
      it(`is told of ${name}; nothing is applied`, async () => {
        const specs = async () => (await program.objects()).map(({ spec }) => spec);
        const before = await specs();
        program.set(changes);
        const { written } = await program.failingUp();
        program.set();
        for (const text of says) assert.match(written, text);
        assert.deepEqual(await specs(), before);
      });
    }

    it("is told of a type error as the compiler writes it; the function still answers", async () => {
      const mistyped = (source: string) => source.replace('os.Getenv("NAME")', "42 + true");
      const { written } = await program.withSource(mistyped, () => program.failingUp());
      assert.match(written, /function hello .* does not compile:/);
      assert.match(written, /main\.go:\d+:\d+: .*mismatched types|main\.go:\d+:\d+: .*cannot convert/);
      await stillAnswers();
    });
  });

  describe("a revision that fails", () => {
    const crash =
      'package main\n\nimport "log"\n\nfunc main() { log.Fatal("cannot open the database: no such host") }\n';

    it("fails the update with the container's last log lines; the old revision serves", async () => {
      const run = await program.withSource(
        () => crash,
        () => program.failingUp(),
      );
      assert.match(run.written, /revision hello-[0-9a-f]{10} is not ready/);
      assert.match(run.written, /cannot open the database: no such host/);
      // When it happens, and not only after Knative has given up.
      const early =
        /Service hello updating \(\d{1,2}s\).*waiting for revision .*: container user-container exited with code 1: .*no such host/;
      assert.match(run.written, early);
      await stillAnswers();
      console.log(`      crash told after ${run.seconds.toFixed(1)} s`);
    });

    it("says nothing of a secret that its program has printed as it ended", async () => {
      const secret = "s3cret-of-the-tests";
      const prints =
        'package main\n\nimport (\n\t"log"\n\t"os"\n)\n\nfunc main() { log.Fatal("cannot log in as shop:" + os.Getenv("PASSWORD")) }\n';
      program.set({ secrets: { PASSWORD: { "fn::secret": secret } } });
      const run = await program.withSource(
        () => prints,
        () => program.failingUp(),
      );
      program.set();
      assert.match(run.written, /cannot log in as shop:\[secret\]/);
      const shown = run.written.split("\n").filter((line) => line.includes(secret));
      assert.deepEqual(shown, []);
      await stillAnswers();
    });

    it("fails the update for a program on another port, with that port as its log says it", async () => {
      const elsewhere = `package main\n\nimport (\n\t"log"\n\t"net/http"\n)\n\nfunc main() {\n\tlog.Println("listening on :3000")\n\tlog.Fatal(http.ListenAndServe(":3000", nil))\n}\n`;
      program.set({ timeouts: { requestSeconds: 5, readySeconds: 12 } });
      const run = await program.withSource(
        () => elsewhere,
        () => program.failingUp(),
      );
      program.set();
      assert.match(
        run.written,
        /revision hello-[0-9a-f]{10} is not ready: the program runs, but nothing listens on port 8080; its log names port 3000: set port: 3000/,
      );
      await stillAnswers();
    });

    it("fails the update for an image that does not exist, with the reason", async () => {
      const image = `${program.target.registry}/nothing@sha256:${"0".repeat(64)}`;
      program.set({ source: undefined, image, timeouts: { requestSeconds: 5, readySeconds: 20 } });
      const run = await program.failingUp();
      program.set();
      assert.match(run.written, /is not ready: .*(ImagePullBackOff|ErrImagePull|not found)/s);
      await stillAnswers();
      console.log(`      missing image told after ${run.seconds.toFixed(1)} s`);
    });

    it("is forgotten with the next good update", async () => {
      program.set();
      await program.up();
      assert.deepEqual(await program.outputs(), first);
      await program.expectNoChanges();
    });
  });
});
