// Progress output for long work: the progress and duration of each phase. Phases may run concurrently.

export interface Phase {
  title: string;
  /** When it began, in seconds after the first phase. */
  from: number;
  seconds: number;
}

/** Reports the progress of the current phase, e.g. "package 310 of 1204". */
export type Say = (detail: string) => void;

/** A mistake or a missing requirement that the user can fix: printed as a sentence, without a stack. */
export class EnvironmentProblem extends Error {}

interface Running {
  title: string;
  detail: string;
  began: number;
}

const finished: Phase[] = [];
const running = new Set<Running>();
let first: number | undefined;
const onTerminal = process.stdout.isTTY === true;
const quietSeconds = 15;

/** Runs one phase; prints it when it ends, and its progress every 15 seconds (each second on a terminal). */
export async function phase<T>(title: string, work: (say: Say) => Promise<T>): Promise<T> {
  const own: Running = { title, detail: "", began: Date.now() };
  first ??= own.began;
  running.add(own);
  const timer = setInterval(() => show(own), onTerminal ? 1000 : quietSeconds * 1000);
  try {
    const result = await work((text) => {
      own.detail = text;
    });
    finished.push({ title, from: (own.began - first) / 1000, seconds: since(own.began) });
    writeLine(`  done  ${title}  ${since(own.began).toFixed(1)} s`);
    return result;
  } catch (error) {
    writeLine(`  FAILED  ${title}  after ${since(own.began).toFixed(1)} s`);
    throw error;
  } finally {
    clearInterval(timer);
    running.delete(own);
  }
}

/** The phases that succeeded, in the order in which they ended. */
export function phases(): readonly Phase[] {
  return finished;
}

/** The closing table. Phases overlap, so the last line is the elapsed time and not their sum. */
export function phaseTable(ended: readonly Phase[]): string[] {
  const inOrder = [...ended].sort((one, other) => one.from - other.from);
  const end = Math.max(0, ...ended.map(({ from, seconds }) => from + seconds));
  const line = (from: string, seconds: number, title: string) =>
    `${from.padStart(12)}${seconds.toFixed(1).padStart(8)} s  ${title}`;
  return [
    ...inOrder.map(({ from, seconds, title }) => line(`at ${from.toFixed(0)} s`, seconds, title)),
    line("", end, "in all"),
  ];
}

const since = (began: number) => (Date.now() - began) / 1000;

/** A terminal has one line for all running phases; elsewhere each phase has its own. */
function show(own: Running): void {
  if (!onTerminal) return void process.stdout.write(`  ...   ${describe(own).slice(0, 160)}\n`);
  const width = Math.floor(110 / running.size);
  const texts = [...running].map((one) => describe(one).slice(0, width));
  process.stdout.write(`\r\x1b[K  ...   ${texts.join(" | ")}`);
}

function describe({ title, detail, began }: Running): string {
  return `${title}: ${detail} (${since(began).toFixed(0)} s)`;
}

function writeLine(text: string): void {
  process.stdout.write(`${onTerminal ? "\r\x1b[K" : ""}${text}\n`);
}
