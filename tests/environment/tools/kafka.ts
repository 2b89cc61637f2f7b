// Kafka for tests: its jars from Maven's registry, verified by pinned hashes, and a command that starts a node.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../command";
import { logHome, repository, toolsHome } from "../home";
import { EnvironmentProblem, type Say } from "../progress";

const here = join(repository, "tests", "environment", "kafka");
const pinned = readFileSync(join(here, "jars.sha256"), "utf8");
const script = readFileSync(join(here, "kafka-server"), "utf8");

/** Each version of the jars and of the command has its own directory. */
const place = join(toolsHome, `kafka-${hash(pinned + script).slice(0, 12)}`);

/** The directory of the command kafka-server, once it is installed. */
export const kafkaPath = join(place, "bin");

const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

/** Only one process may do this at a time. An existing installation is used as it is. */
export async function bringKafka(say: Say): Promise<void> {
  if (existsSync(place)) return;
  say("Kafka");
  const partial = `${place}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(join(partial, "bin"), { recursive: true });
  await download(join(partial, "libs"));
  copyFileSync(join(here, "kafka-server"), join(partial, "bin", "kafka-server"));
  chmodSync(join(partial, "bin", "kafka-server"), 0o755);
  renameSync(partial, place);
}

async function download(directory: string): Promise<void> {
  const args = ["--batch-mode", "--quiet", "--file", join(here, "pom.xml"), plugin, `-DoutputDirectory=${directory}`];
  const { code, stdout } = await attempt("mvn", args, { log: join(logHome, "kafka.log") });
  if (code !== 0) {
    throw new EnvironmentProblem(
      `Maven could not download Kafka: name a registry that this machine can reach in Maven's settings.xml, then run it again\nmvn ${args.join(" ")}\n${stdout.trim()}`,
    );
  }
  const found = readdirSync(directory).sort();
  const hashes = found.map((name) => `${hash(readFileSync(join(directory, name)))}  ${name}\n`).join("");
  if (hashes !== pinned) {
    const differing = hashes.split("\n").filter((line) => !pinned.includes(`${line}\n`));
    throw new EnvironmentProblem(
      `the jars of Kafka are not those of ${join(here, "jars.sha256")}:\n${differing.join("\n")}`,
    );
  }
}

function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
