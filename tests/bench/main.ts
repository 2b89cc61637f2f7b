// `npm run bench [-- name...]`: prints figures and ratios to a peer in the same run. They are not tests: nothing fails. `install`
// requires a cluster without Knative, and `thousand` takes long, so they run only if they are named.
import { change } from "./change";
import { dev } from "./dev";
import { events } from "./events";
import { install } from "./install";
import { print, type Row } from "./measure";
import { plugin } from "./plugin";
import { fromSource, prebuilt } from "./preview";
import { sources } from "./sources";
import { thousand } from "./thousand";
import { ticks } from "./ticks";
import { validation } from "./validation";

const benches: Record<string, () => Promise<Row[]>> = {
  plugin,
  validation,
  prebuilt,
  source: fromSource,
  change,
  dev,
  events,
  ticks,
  sources,
  thousand,
  install,
};

const onlyNamed = ["install", "thousand"];

async function main(names: string[]): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(benches).filter((name) => !onlyNamed.includes(name))) {
    const bench = benches[name];
    if (bench === undefined) throw new Error(`no bench ${name}; there are ${Object.keys(benches).join(", ")}`);
    console.log(`\n${name}`);
    print(await bench());
  }
}

void main(process.argv.slice(2));
