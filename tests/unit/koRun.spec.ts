// A run of ko whose process exits during it, like a plugin whose engine has ended: nothing of the run remains.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repository } from "../environment/home";

/** Prints its pid and the location of its login, and builds for ten seconds. */
const slowKo = `#!/bin/sh
[ "$1" = version ] && echo 0.19.1 && exit
trap 'exit 1' INT
echo "$$ $DOCKER_CONFIG" > "$SAYS.written" && mv "$SAYS.written" "$SAYS"
for _ in $(seq 200); do sleep 0.05; done
`;

/** Exits as soon as ko runs. */
const program = `
const { koRun } = require("./provider/src/build/ko/koRun");
const { existsSync } = require("node:fs");
const login = { username: "robot", password: "s3cret" };
const build = { name: "a", directory: ".", repository: "127.0.0.1:1/a", platforms: [], goFlags: [], ldflags: [], env: {}, sbom: "none", login };
void koRun({ build, targets: [{ package: "." }], naming: "--bare", tag: "a", say: () => {} });
setInterval(() => existsSync(process.env.SAYS) && process.exit(0), 20);
`;

describe("builds: a plugin that ends in the middle of one", () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "ko-run-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  it("ends ko, and takes the login away", async () => {
    const temporary = join(directory, "temporary");
    mkdirSync(temporary);
    writeFileSync(join(directory, "ko"), slowKo, { mode: 0o755 });
    const says = join(directory, "says");
    const PATH = [directory, process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH, TMPDIR: temporary, SAYS: says };
    execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", program], { cwd: repository, env });
    const [pid = "", login = ""] = readFileSync(says, "utf8").trim().split(" ");
    assert.match(login, /knative-faas-login-/);
    const logins = readdirSync(temporary).filter((name) => name.startsWith("knative-faas-login-"));
    assert.deepEqual(logins, []);
    for (let round = 0; round < 60 && existsSync(`/proc/${pid}`); round++) await sleep(50);
    assert.ok(!existsSync(`/proc/${pid}`), `ko, process ${pid}, is still there`);
  });
});
