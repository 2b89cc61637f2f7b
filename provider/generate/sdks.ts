// Generates the SDKs under sdk/ with the Go program in codegen/, which contains Pulumi's generators.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const repository = join(__dirname, "..", "..");
const committed = join(repository, "sdk");

/** Files that builds and installations leave in the directories of the SDKs. */
const left = /(^|\/)(node_modules|bin|obj|target|build|__pycache__|[\w.]+\.egg-info)\/|\/package-lock\.json$/;

/** Ignores the user's GOFLAGS, so that the output depends only on the pinned versions. */
const environment = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };

/** Regenerates the SDKs, and deletes files that are no longer generated. */
export function writeSdks(schemaFile: string): number {
  const directory = generated(schemaFile);
  rmSync(committed, { recursive: true, force: true });
  cpSync(directory, committed, { recursive: true });
  rmSync(directory, { recursive: true });
  return filesBelow(committed).length;
}

/** The files where sdk/ differs from the schema. */
export function sdkProblems(schemaFile: string): string[] {
  const directory = generated(schemaFile);
  const expected = filesBelow(directory);
  const found = existsSync(committed) ? filesBelow(committed) : [];
  const differs = (file: string) =>
    !found.includes(file) || !readFileSync(join(directory, file)).equals(readFileSync(join(committed, file)));
  const wrong = [...expected.filter(differs), ...found.filter((file) => !expected.includes(file))];
  rmSync(directory, { recursive: true });
  return wrong.map((file) => `sdk/${file} does not match the schema: run npm run sdk`);
}

function generated(schemaFile: string): string {
  const directory = mkdtempSync(join(tmpdir(), "knative-faas-sdk-"));
  const args = ["run", "-trimpath", ".", schemaFile, directory];
  execFileSync("go", args, { cwd: join(__dirname, "codegen"), env: environment, stdio: "inherit" });
  return directory;
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => relative(directory, file))
    .filter((file) => !left.test(file))
    .sort();
}
