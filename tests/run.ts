// `npm test [-- word...]`: every level of the tests, cheapest first. Names of levels keep these levels; other words keep the
// tests whose full title has one of them.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

const levels = ["unit", "component", "plugin", "servers", "engine", "cluster"];

interface Taken {
  level: string;
  seconds: number;
}

/** One mocha for each level, one after another: each starts its own processes and wants the machine for itself. */
async function main(words: string[]): Promise<void> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const taken: Taken[] = [];
  const failures: string[] = [];
  const named = levels.filter((level) => words.includes(level));
  for (const level of named.length > 0 ? named : levels) {
    const began = Date.now();
    const stats = await runLevel(
      level,
      words.filter((word) => !levels.includes(word)),
      failures,
    );
    total.passed += stats.passes;
    total.failed += stats.failures;
    total.skipped += stats.pending;
    taken.push({ level, seconds: (Date.now() - began) / 1000 });
  }
  for (const failure of failures) console.log(`  failed  ${failure}`);
  for (const { level, seconds } of taken) console.log(`${seconds.toFixed(1).padStart(8)} s  ${level}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  // In CI nothing may be left out in silence.
  const incomplete = process.env.CI === "true" && total.skipped > 0;
  process.exit(total.failed > 0 || incomplete || total.passed === 0 ? 1 : 0);
}

/** Adds what fails to `failures`, each as one line: the whole of it stands far above the end of the output. */
function runLevel(level: string, words: string[], failures: string[]): Promise<Mocha.Stats> {
  console.log(`\n${level}`);
  const mocha = new Mocha({ timeout: 60_000, reporter: "spec", color: process.stdout.isTTY === true });
  if (words.length > 0) mocha.grep(new RegExp(words.map((word) => word.replace(/[^\w ]/g, "\\$&")).join("|")));
  for (const file of specs(join(__dirname, level))) mocha.addFile(file);
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
    runner.on("fail", (test, error: Error) => {
      failures.push(`${level}: ${test.fullTitle()}: ${String(error.message).split("\n", 1)[0]?.slice(0, 200)}`);
    });
  });
}

function specs(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".spec.ts") && !file.includes("node_modules"))
    .sort()
    .map((file) => join(directory, file));
}

void main(process.argv.slice(2));
