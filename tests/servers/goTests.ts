// Go tests as cases of mocha: their names come from the sources, their results from one `go test -json` per spec file.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../environment/command";
import { repository } from "../environment/home";
import { phase } from "../environment/progress";
import { bringServers, serverPath } from "../environment/tools/debian";
import { firstBuildMilliseconds } from "../levels";
import { GoResults, wholePackage } from "./goResults";

export const programs = join(repository, "provider", "programs");

/** The packages with tests, by the subject of the tests; the cases of each are in their own spec file. */
export const goPackages = {
  controller: [
    "cmd/function-controller",
    "internal/controller",
    "internal/function",
    "internal/function/trigger",
    "internal/function/value",
    "internal/strict",
  ],
  kafka: ["internal/kafka"],
  kubernetes: ["internal/kube", "internal/prometheus"],
  loop: ["internal/relay"],
  mqtt: ["internal/adapter", "internal/mqtt"],
  redis: ["internal/redis", "internal/redisconn"],
  rollout: ["internal/rollout"],
  scaler: ["cmd/queue-scaler", "internal/queue", "internal/scaler"],
};

/** Vet has its own case, and nobody uses debug information. */
const flags = ["test", "-json", "-vet=off", "-ldflags=-w"];

/** For the body of a suite: a case for each test of the packages. */
export function goTests(...packages: string[]): void {
  const results = new GoResults();

  before(async function () {
    this.timeout(600_000);
    await phase("servers for tests", bringServers);
    void run(packages, results);
  });

  for (const name of packages)
    describe(name, function () {
      // The first one waits for the compiler.
      this.timeout(firstBuildMilliseconds);
      for (const test of [...testsOf(name), wholePackage]) goCase(results, name, test);
    });
}

async function run(packages: string[], results: GoResults): Promise<void> {
  const args = [...flags, ...packages.map((name) => `./${name}`)];
  const options = { cwd: programs, env: { ...process.env, PATH: serverPath }, onLine: results.read };
  await attempt("go", args, options).catch((error: Error) => results.read(error.message));
  results.end();
}

function goCase(results: GoResults, name: string, test: string): void {
  it(test, async function () {
    const { action, output } = await results.of(name, test);
    if (action === "skip") {
      console.log(output);
      this.skip();
    }
    assert.equal(action, "pass", output);
  });
}

/** From the sources, so that a test that does not run is noticed. */
function testsOf(name: string): string[] {
  const directory = join(programs, name);
  const files = readdirSync(directory).filter((file) => file.endsWith("_test.go"));
  const texts = files.sort().map((file) => readFileSync(join(directory, file), "utf8"));
  const declared = /^func ((?:Test|Fuzz)\w+)\(\w+ \*testing\.[TF]\)/gm;
  return texts.flatMap((text) => [...text.matchAll(declared)].map((match) => match[1] as string));
}
