// A preview without changes: prebuilt functions compared with objects written manually, and functions from source with prebuilt ones.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestCluster } from "../cluster/cluster";
import { type Row, rounds } from "./measure";
import { byHand, CompiledProgram, ours, theImage, theTarget } from "./stacks";

const counts = [1, 10, 100];
const times = 5;

const preview = (program: CompiledProgram) => async () =>
  (await program.must(["preview", "--expect-no-changes"])).seconds;

export async function compared(
  name: string,
  one: string,
  other: string,
  prepare: (program: CompiledProgram) => void,
  goal: number,
): Promise<Row> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const programs = [new CompiledProgram(target, "bench-ours"), new CompiledProgram(target, "bench-peer")] as const;
  const namespaces = ["bench-ours", "bench-peer"];
  try {
    for (const namespace of namespaces) await cluster.namespace(namespace);
    for (const [index, program] of programs.entries()) {
      prepare(program);
      program.write("index.js", index === 0 ? one : other);
      await program.init();
      const { seconds } = await program.up();
      console.log(
        `  ${name}: first up of ${index === 0 ? "ours" : "the peer"} ${seconds.toFixed(1)} s, state ${(program.state().length / 1024).toFixed(0)} KiB`,
      );
    }
    return { name, unit: "s", goal, ...(await rounds(times, preview(programs[0]), preview(programs[1]))) };
  } finally {
    for (const [index, program] of programs.entries()) await program.leave(cluster, namespaces[index] as string);
    for (const namespace of namespaces)
      await cluster.waitFor("Namespace", undefined, namespace, `${namespace} is gone`, 600, (it) => it === undefined);
  }
}

export async function prebuilt(): Promise<Row[]> {
  const image = await theImage(theTarget());
  const rows: Row[] = [];
  for (const count of counts) {
    const name = `preview of ${count} prebuilt, against objects by hand`;
    rows.push(
      await compared(
        name,
        ours(count, "bench-ours", () => ({ image })),
        byHand(count, "bench-peer", image),
        () => undefined,
        1.05,
      ),
    );
  }
  return rows;
}

const count = 100;

/** `modules` Go modules with a hundred functions in all. */
function writeModules(program: CompiledProgram, modules: number): void {
  for (let index = 0; index < count; index++) {
    const module = join(program.directory, `m${index % modules}`);
    mkdirSync(join(module, `f${index}`), { recursive: true });
    writeFileSync(join(module, "go.mod"), `module example.com/m${index % modules}\n\ngo 1.24\n`);
    writeFileSync(join(module, `f${index}`, "main.go"), source(index));
  }
}

const source = (index: number) => `package main

import (
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("${index}")) })
	http.ListenAndServe(":"+os.Getenv("PORT"), nil)
}
`;

export async function fromSource(): Promise<Row[]> {
  const image = await theImage(theTarget());
  const rows: Row[] = [];
  for (const modules of [1, 10]) {
    const origin = (index: number) => ({ source: { directory: `m${index % modules}/f${index}` } });
    const name = `preview of ${count} from source in ${modules} module${modules > 1 ? "s" : ""}, against prebuilt`;
    const programs = [ours(count, "bench-ours", origin), ours(count, "bench-peer", () => ({ image }))] as const;
    rows.push(await compared(name, ...programs, (program) => writeModules(program, modules), 1.3));
  }
  return rows;
}
