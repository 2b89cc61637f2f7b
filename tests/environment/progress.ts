// What a person sees while long work runs: one line per phase with how far it is and how long it takes.

export interface Phase {
  title: string;
  seconds: number;
}

/** Says how far the current phase is, e.g. "package 310 of 1204". */
export type Say = (detail: string) => void;

/** A mistake or a lack that the user can mend: printed as a sentence, without a stack. */
export class EnvironmentProblem extends Error {}

const finished: Phase[] = [];
const onTerminal = process.stdout.isTTY === true;
const quietSeconds = 15;

/** Runs one phase; prints it when it ends, and how far it is every 15 seconds (each second on a terminal). */
export async function phase<T>(title: string, work: (say: Say) => Promise<T>): Promise<T> {
  const began = Date.now();
  const elapsed = () => (Date.now() - began) / 1000;
  let detail = "";
  const show = () => writeRunning(`${title}: ${detail} (${elapsed().toFixed(0)} s)`);
  const timer = setInterval(show, onTerminal ? 1000 : quietSeconds * 1000);
  try {
    const result = await work((text) => {
      detail = text;
    });
    finished.push({ title, seconds: elapsed() });
    writeLine(`  done  ${title}  ${elapsed().toFixed(1)} s`);
    return result;
  } catch (error) {
    writeLine(`  FAILED  ${title}  after ${elapsed().toFixed(1)} s`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** The phases that ended well, in their order, for the closing table. */
export function phases(): readonly Phase[] {
  return finished;
}

function writeRunning(text: string): void {
  process.stdout.write(onTerminal ? `\r\x1b[K  ...   ${text.slice(0, 110)}` : `  ...   ${text.slice(0, 160)}\n`);
}

function writeLine(text: string): void {
  process.stdout.write(`${onTerminal ? "\r\x1b[K" : ""}${text}\n`);
}
