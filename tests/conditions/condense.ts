// Creates the golden file from the recordings of any number of runs: `npx tsx tests/conditions/condense.ts FILE`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump } from "js-yaml";
import { repository } from "../environment/home";
import { sequencesOf, type Told } from "./sequences";

const told = process.argv.slice(2).flatMap((file) => readFileSync(file, "utf8").trim().split("\n"));
const all = told.map((line): Told => JSON.parse(line));
const head = "# How a cluster's objects of each kind come to be ready, or not: see tests/conditions.\n";
writeFileSync(
  join(repository, "tests", "golden", "conditions.yaml"),
  head + dump(sequencesOf(all), { lineWidth: 400 }),
);
