// A preview without changes: prebuilt functions compared with objects written manually, and functions from source with prebuilt ones.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../../provider/src/input/given";
import { TestCluster } from "../cluster/cluster";
import { type Row, rounds } from "./measure";
import { byHand, CompiledProgram, ours, theImage, theTarget } from "./stacks";

const count = 100;
const counts = [1, 10, count];
const times = 5;

const preview = (program: CompiledProgram) => async () =>
  (await program.must(["preview", "--expect-no-changes"])).seconds;

interface Compared {
  prepare?: (program: CompiledProgram) => void;
  goal?: number;
}

/** Prints the first update of each and its destroy; the row is of previews. */
export async function compared(
  name: string,
  one: string,
  other: string,
  { prepare, goal }: Compared = {},
): Promise<Row> {
  const target = theTarget();
  const cluster = new TestCluster(target);
  const ours = new CompiledProgram(target, "bench-ours");
  const peer = new CompiledProgram(target, "bench-peer");
  const both: [string, CompiledProgram, string][] = [
    ["ours", ours, one],
    ["the peer", peer, other],
  ];
  const tell = (text: string, seconds: number) => console.log(`  ${name}: ${text} ${seconds.toFixed(1)} s`);
  try {
    for (const [what, program, text] of both) {
      await cluster.namespace(program.name);
      prepare?.(program);
      program.write("index.js", text);
      await program.init();
      tell(`first up of ${what}`, (await program.up()).seconds);
      console.log(`  state ${(program.state().length / 1024).toFixed(0)} KiB`);
    }
    const row = {
      name,
      unit: "s",
      ...given({ goal }),
      ...(await rounds(times, preview(ours), preview(peer))),
    } as const;
    for (const [what, program] of both) tell(`destroy of ${what}`, await destroyed(program));
    return row;
  } finally {
    for (const [, program] of both) await program.leave(cluster, program.name);
    for (const [, { name: space }] of both)
      await cluster.waitFor("Namespace", undefined, space, `${space} is gone`, 600, (it) => it === undefined);
  }
}

const destroyed = async (program: CompiledProgram) =>
  (await program.must(["destroy", "--yes", "--skip-preview"])).seconds;

export async function prebuilt(): Promise<Row[]> {
  const image = await theImage(theTarget());
  const rows: Row[] = [];
  for (const count of counts) {
    const name = `preview of ${count} prebuilt, against objects by hand`;
    const own = ours(count, "bench-ours", () => ({ image }));
    rows.push(await compared(name, own, byHand(count, "bench-peer", image), { goal: 1.1 }));
  }
  const name = `floor: ${count} bare components around objects by hand`;
  const bare = byHand(count, "bench-ours", image, { components: true });
  return [...rows, await compared(name, bare, byHand(count, "bench-peer", image))];
}

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
    rows.push(await compared(name, ...programs, { prepare: (program) => writeModules(program, modules), goal: 1.1 }));
  }
  return rows;
}
