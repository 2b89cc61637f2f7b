// Pipes, devices, sockets and circular links instead of files: each reader finishes, and names the file or skips it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashOf } from "../../provider/src/input/files";
import { oddTrees } from "./oddFiles";
import { keyOf } from "./readOdd";

interface Answer {
  question: string;
  // biome-ignore lint/suspicious/noExplicitAny: what any reader found
  found?: any;
  error?: string;
}

/** A reader that blocks forever is killed, and has no answer. */
function ask(questions: string[], env: NodeJS.ProcessEnv = {}): Answer[] {
  const program = ["--require", "tsx/cjs", join(__dirname, "readOdd.ts"), ...questions];
  const options = { timeout: 120_000, killSignal: "SIGKILL", env: { ...process.env, ...env } } as const;
  const { stdout, stderr } = spawnSync(process.execPath, program, { ...options, encoding: "utf8" });
  const answers: Answer[] = stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  assert.deepEqual(
    answers.map(({ question }) => question),
    questions,
    `not answered; ${stderr}`,
  );
  return answers;
}

describe("builds: files that are none", () => {
  let root: string;
  const tree = (name: string) => join(root, "sources", name);

  before(() => {
    root = mkdtempSync(join(tmpdir(), "odd-"));
    for (const [name, make] of oddTrees) {
      mkdirSync(tree(name), { recursive: true });
      for (const one of make) one(tree(name));
    }
  });
  after(() => rmSync(root, { recursive: true }));

  it(`of ${oddTrees.length} sources are reported at the property, or are left out as Go does`, () => {
    const answers = ask(oddTrees.map(([name]) => `source=${tree(name)}`));
    for (const [index, [name, , reason]] of oddTrees.entries()) {
      const placed = reason?.replace("ROOT", tree(name)) ?? "";
      const told = placed.includes(tree(name)) ? placed : `${placed}, got ${JSON.stringify(tree(name))}`;
      const expected = reason === undefined ? [] : [{ propertyPath: "source.directory", reason: told }];
      assert.deepEqual(answers[index]?.found, expected, name);
    }
  });

  it("that come between the check and the build are reported by their names", () => {
    const late: [string, string, string][] = [
      ["function", "source-pipe", "x.go is a pipe"],
      ["digestKey", "module-pipe", "go.mod is a pipe"],
      ["digestKey", "source-pipe", "x.go is a pipe"],
      ["digestKey", "data-device", "kodata/zero is a device"],
      ["digestKey", "workspace-pipe", "go.work is a pipe"],
      ["digestKey", "data-circle", "kodata/a/again is a link to a directory above it"],
    ];
    const answers = ask(late.map(([reader, name]) => `${reader}=${tree(name)}`));
    assert.deepEqual(
      answers.map(({ error }) => error),
      late.map(([, name, reason]) => `${tree(name)}/${reason}`),
    );
  });

  it("what lies next to embedded files is not read, and of these only files", () => {
    const embedding = join(root, "embedding");
    mkdirSync(join(embedding, "static"), { recursive: true });
    writeFileSync(join(embedding, "go.mod"), "module a\n");
    writeFileSync(join(embedding, "static", "a.txt"), "a");
    const before = keyOf(embedding);
    assert.match(before, /^[0-9a-f]{64}$/);
    for (const name of ["events", "static/events"]) execFileSync("mkfifo", [join(embedding, name)]);
    symlinkSync("..", join(embedding, "static", "again"));
    mkdirSync(join(embedding, "pgdata"));
    writeFileSync(join(embedding, "pgdata", "changes"), "all the time");
    assert.equal(ask([`digestKey=${embedding}`])[0]?.found, before);
    writeFileSync(join(embedding, "static", "b.txt"), "b");
    assert.notEqual(keyOf(embedding), before);
  });

  it("a file is hashed piece by piece, as one of several GiB has no room in memory", () => {
    const file = join(root, "pieces");
    const content = Buffer.alloc(2.5 * 2 ** 20, "piece by piece");
    writeFileSync(file, content);
    assert.equal(hashOf(file), createHash("sha256").update(content).digest("hex"));
  });

  it("a Dockerfile, the memory of builds, Docker's login and the map of images may be pipes", () => {
    const docker = join(root, "docker");
    const builds = join(root, "cache", "knative-faas", "builds");
    for (const directory of [docker, builds]) mkdirSync(directory, { recursive: true });
    const memory = createHash("sha256").update(JSON.stringify([docker, ".", [], {}, []]));
    const remembered = join(builds, `${memory.digest("hex").slice(0, 32)}.json`);
    for (const path of [join(docker, "Dockerfile"), join(docker, "config.json"), remembered])
      execFileSync("mkfifo", [path]);
    const env = { DOCKER_CONFIG: docker, XDG_CACHE_HOME: join(root, "cache") };
    const questions = [`dockerfile=${docker}`, `recall=${docker}`, "login=", `images=${docker}/config.json`];
    const [dockerfile, recall, login, images] = ask(questions, env);
    const reason = `expected a file; ${docker}/Dockerfile is a pipe, got "Dockerfile"`;
    assert.deepEqual(dockerfile?.found, [{ propertyPath: "dockerfile.file", reason }]);
    assert.deepEqual([recall?.found, login?.found], [null, null]);
    assert.match(images?.error ?? "", /expected a JSON file with a map of images: .*config\.json is a pipe$/);
  });
});
