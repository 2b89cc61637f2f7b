// What commands print: results to the standard output, everything else to the standard error; colours only in a terminal.
import { once } from "node:events";
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

let taken: Promise<unknown> | undefined;

/** For long outputs: resolves when the reader can take more. */
export async function printPaced(text: string): Promise<void> {
  print(text);
  if (!process.stdout.writableNeedDrain) return;
  taken ??= once(process.stdout, "drain").finally(() => {
    taken = undefined;
  });
  await taken;
}

/** A reader that has seen enough, such as `head`, ends the command without an error. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}

/** One line of JSON, so that a stream of them can be read line by line. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Progress and warnings, which a script that reads the results does not see. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** https://no-color.org and the convention of FORCE_COLOR hold for both streams. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const isColored = FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY && !NO_COLOR;
  return isColored ? styleText(style, text, { validateStream: false } as object) : text;
}

/** Rows with columns of equal width, the first row being the headings. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const padded = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => padded(row).trimEnd()).join("\n");
}
