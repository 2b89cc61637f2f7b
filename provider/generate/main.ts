// `npm run generate` writes the files generated from the schemas and the commands, `npm run sdk` also the SDKs of all languages;
// `npm run verify` reports files that differ.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import about from "../package.json";
import { commands } from "../src/commands/commandTable";
import { faces } from "../src/faces";
import { commandPages } from "./commandPages";
import { functionCrd } from "./crd";
import { goTables } from "./goTables";
import { goTypes } from "./goTypes";
import { interfaces, sharedInterfaces } from "./interfaces";
import { metaschemaProblems } from "./metaschema";
import { names } from "./names";
import { pulumiSchema } from "./pulumiSchema";
import { reference } from "./reference";
import { rootPackage } from "./rootPackage";
import { sdkProblems, writeSdks } from "./sdks";

const provider = join(__dirname, "..");
const schemaFile = join(provider, "schema.json");
const sharedFile = join(provider, "src", "events", "eventArgs.gen.ts");
const commandsFile = join(provider, "docs", "commands.md");
const definitionFile = join(provider, "crds", "functions.yaml");
const ofController = join(provider, "programs", "internal", "function");
const rootFile = join(provider, "..", "package.json");
const namesFile = join(provider, "..", "tests", "golden", "publicFace.txt");

function generated(): Map<string, string> {
  const schema = `${JSON.stringify(pulumiSchema(faces, about), undefined, 2)}\n`;
  const files = faces.flatMap((face): [string, string][] => [
    [join(provider, "src", face.folder, `${lowerFirst(face.name)}Args.gen.ts`), interfaces(face)],
    [join(provider, "docs", `${face.name}.md`), reference(face)],
  ]);
  return new Map([
    [schemaFile, schema],
    [namesFile, names(schema)],
    [rootFile, rootPackage(readFileSync(rootFile, "utf8"), about)],
    [sharedFile, sharedInterfaces(faces)],
    [commandsFile, commandPages(commands)],
    [definitionFile, functionCrd()],
    [join(ofController, "tables", "tables_gen.go"), goTables()],
    ...[...goTypes()].map(([file, text]): [string, string] => [join(ofController, "spec", file), text]),
    ...files,
  ]);
}

const lowerFirst = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

function verify(files: Map<string, string>): string[] {
  const drift = [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
  const problems = metaschemaProblems(JSON.parse(files.get(schemaFile) as string));
  return [
    ...drift.map(([file]) => `${file} does not match what it is generated from: run npm run generate`),
    ...problems,
    ...sdkProblems(schemaFile),
  ];
}

const files = generated();
if (process.argv.includes("--verify")) {
  const problems = verify(files);
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0 ? `${files.size} generated files are up to date and valid` : `${problems.length} problems`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of files) writeFileSync(file, text);
  console.log(`wrote ${files.size} files`);
  if (process.argv.includes("--sdk")) console.log(`wrote ${writeSdks(schemaFile)} files of SDKs`);
}
