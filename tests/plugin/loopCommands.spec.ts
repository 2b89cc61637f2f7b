// The command `knative-faas` as a process: help, exit codes, colours, and completion in the shells of this machine.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../provider/package.json";
import { commands } from "../../provider/src/commands/commandTable";
import { isOnPath } from "../../provider/src/commands/local/onPath";
import { overview, usageOf } from "../../provider/src/commands/usage";
import { CommandProcess, executable, ran } from "../engine/commandProcess";
import { eventually, GoModule } from "./localRig";
import { program } from "./localSources";
import { keys, TerminalSession } from "./terminalSession";

const { NO_COLOR, FORCE_COLOR, ...environment } = process.env;
const directory = mkdtempSync(join(tmpdir(), "loop-commands-"));
const here = { directory, environment };

after(() => rmSync(directory, { recursive: true }));

describe("loop: the command as a process", () => {
  for (const command of commands)
    it(`${command.name} --help prints its help, and nothing else`, async () =>
      assert.deepEqual(await ran(here, [command.name, "--help"]), {
        ...{ code: 0, stdout: `${usageOf(command)}\n`, stderr: "" },
      }));

  const all = overview(commands);
  const cases: [string, string[], number, string, string][] = [
    ["the list of commands", ["--help"], 0, all, ""],
    ["the version", ["--version"], 0, version, ""],
    ["no command", [], 2, "", all],
    [
      "an unknown command",
      ["stats"],
      2,
      "",
      'there is no command "stats"; did you mean status?\nrun `knative-faas --help`',
    ],
    [
      "help on an unknown command",
      ["help", "stats"],
      2,
      "",
      'there is no command "stats"; did you mean status?\nrun `knative-faas --help`',
    ],
    [
      "an unknown option",
      ["logs", "--folow"],
      2,
      "",
      "there is no option --folow; did you mean --follow?\nrun `knative-faas logs --help`",
    ],
    ["an unknown shell", ["completion", "tcsh"], 2, "", 'expected bash, zsh or fish, got "tcsh"'],
    ["a failure", ["invoke", "--url", "http://127.0.0.1:1"], 1, "", "127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1"],
  ];
  for (const [what, args, code, stdout, stderr] of cases)
    it(`${what}: exit code ${code}`, async () => {
      const found = await ran(here, args);
      assert.deepEqual([found.code, found.stdout.trimEnd(), found.stderr.trimEnd()], [code, stdout, stderr]);
    });
});

describe("loop: colours", () => {
  let module: GoModule;

  before(() => {
    module = new GoModule({ "main.go": program('"hello"') });
  });

  after(() => module.remove());

  const args = ["run", ".", "--port", "0"];
  const begun = "is served at";
  const hasColours = (text: string) => text.includes("\u001b[1mhttp://localhost:");

  async function inTerminal(variables: NodeJS.ProcessEnv): Promise<boolean> {
    const command = ["exec", process.execPath, executable, ...args].join(" ");
    const session = new TerminalSession(command, module.directory, { ...environment, ...variables });
    await session.shows(begun);
    assert.equal(await session.end(keys.interrupt), 0);
    return hasColours(session.raw);
  }

  async function inPipe(variables: NodeJS.ProcessEnv): Promise<boolean> {
    const place = { directory: module.directory, environment: { ...environment, ...variables } };
    const command = new CommandProcess(place, args);
    await eventually(() => command.stderr.includes(begun) || undefined);
    command.interrupt();
    assert.equal(await command.end(), 0);
    return hasColours(command.stderr);
  }

  it("are in a terminal only", async () => assert.deepEqual([await inTerminal({}), await inPipe({})], [true, false]));

  it("are left out with NO_COLOR", async () => assert.equal(await inTerminal({ NO_COLOR: "1" }), false));

  it("follow FORCE_COLOR", async () =>
    assert.deepEqual([await inTerminal({ FORCE_COLOR: "0" }), await inPipe({ FORCE_COLOR: "1" })], [false, true]));
});

describe("loop: run", () => {
  it("names its URL once the function is served, if its first source does not compile", async () => {
    const module = new GoModule({ "main.go": program("undeclared") });
    const place = { directory: module.directory, environment };
    const command = new CommandProcess(place, ["run", ".", "--port", "0", "--json"]);
    const events = () =>
      command.stdout
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    const told = () => eventually(() => (events().at(-1)?.event !== "failed" && events().at(-1)) || undefined);
    try {
      const { event, text } = await told();
      assert.equal(event, "note");
      const url = /then served at (http:\S+)/.exec(text)?.[1] as string;
      module.write("main.go", program('"hello"'));
      await eventually(() => events().some((one) => one.event === "serving") || undefined);
      assert.equal(await (await fetch(url)).text(), "hello");
      assert.deepEqual(
        events().map((one) => [one.event, one.url]),
        [
          ["failed", undefined],
          ["note", undefined],
          ["serving", url],
        ],
      );
    } finally {
      command.interrupt();
      await command.end();
      module.remove();
    }
  });
});

describe("loop: run that is ended", () => {
  it("by the first Ctrl-C, also while the function does not listen", async () => {
    const silent = 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("sleeps")\n\tselect {}\n}\n';
    const module = new GoModule({ "main.go": silent.replace("select {}", "<-make(chan int)") });
    const command = new CommandProcess({ directory: module.directory, environment }, ["run", ".", "--port", "0"]);
    try {
      await eventually(() => command.stdout.includes("sleeps") || undefined);
      const began = performance.now();
      command.interrupt();
      assert.equal(await command.end(), 0);
      assert.ok(performance.now() - began < 5000);
      assert.doesNotMatch(command.stderr, /is served at|failed/);
    } finally {
      module.remove();
    }
  });

  it("says that a directory is in no Go module", async () => {
    const found = await ran({ directory, environment }, ["run"]);
    assert.equal(found.code, 1);
    assert.match(found.stderr, /is in no Go module; name the directory of a function, or run `go mod init` there/);
  });

  it("as an executable reads the file of --env-file itself", async () => {
    const stdout = execFileSync(executable, ["run", "--help", "--env-file", join(directory, "nothing")]).toString();
    assert.match(stdout, /--env-file/);
  });
});

describe("loop: completion", () => {
  const begins: [typed: string, completed: string][] = [
    ["knative-faas sta", "knative-faas status"],
    ["knative-faas logs --fol", "knative-faas logs --follow"],
  ];

  async function scriptFor(shell: string): Promise<string> {
    const { code, stdout } = await ran(here, ["completion", shell]);
    assert.equal(code, 0);
    const file = join(directory, shell);
    writeFileSync(file, stdout);
    return file;
  }

  /** In an interactive shell without settings of its user. */
  async function inSession(shell: string, command: string): Promise<void> {
    const file = await scriptFor(shell);
    for (const [begin, whole] of begins) {
      const session = new TerminalSession(command, directory, { ...environment, ZDOTDIR: directory });
      session.type(`source ${file}; echo load''ed\r`);
      await session.shows("loaded");
      session.type(`${begin}\t`);
      await session.shows(whole);
      await session.end(`${keys.discardLine}exit\r`);
    }
  }

  it("in bash", () => inSession("bash", "exec bash --norc --noprofile -i"));

  if (isOnPath("zsh")) it("in zsh, with nothing else set up", () => inSession("zsh", "exec zsh -f -i"));

  if (isOnPath("fish"))
    it("in fish", async () => {
      const file = await scriptFor("fish");
      for (const [begin, whole] of begins) {
        const found = execFileSync("fish", ["--no-config", "-c", `source ${file}; complete -C '${begin}'`]);
        assert.equal(found.toString().split("\t")[0], whole.split(" ").at(-1));
      }
    });
});
