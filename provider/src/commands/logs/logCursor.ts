// How far the log of a container has been read, so that a further read neither skips nor repeats a line. Pure.

/**
 * A read can only begin at a whole second, and lines of the two output streams may be stored a moment out of order. So each read
 * begins a second earlier than the last line, and the lines since then that were read before are recognised by time and text.
 */
export class LogCursor {
  private latest: number | undefined;
  /** How many times each line since then was read. */
  private recent = new Map<string, { second: number; count: number }>();
  private repeated = new Map<string, number>();

  /** From where the next read has to begin; undefined if nothing was read yet. */
  begin(): string | undefined {
    this.repeated = new Map([...this.recent].map(([line, { count }]) => [line, count]));
    return this.latest === undefined ? undefined : `${new Date((this.latest - 1) * 1000).toISOString().slice(0, 19)}Z`;
  }

  /** False for a line that an earlier read had. */
  isNew(time: string, text: string): boolean {
    const line = `${time} ${text}`;
    const left = this.repeated.get(line) ?? 0;
    if (left > 0) this.repeated.set(line, left - 1);
    else this.record(line, Math.floor(Date.parse(time) / 1000));
    return left === 0;
  }

  private record(line: string, second: number): void {
    const count = (this.recent.get(line)?.count ?? 0) + 1;
    if (this.latest === undefined || second > this.latest) this.advance(second);
    this.recent.set(line, { second, count });
  }

  private advance(second: number): void {
    this.latest = second;
    for (const [line, { second: of }] of this.recent) if (of < second - 1) this.recent.delete(line);
  }
}
