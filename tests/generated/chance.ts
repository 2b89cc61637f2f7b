// Random choices by a seed: the same seed gives the same choices.
import { randomOf } from "../random";

export class Chance {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomOf(seed);
  }

  /** True in this share of cases. */
  is(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.next() * all.length)] as T;
  }

  /** As many as these, without repetition. */
  some<T>(all: readonly T[], count: number): T[] {
    const rest = [...all];
    return Array.from(
      { length: Math.min(count, all.length) },
      () => rest.splice(this.whole(0, rest.length - 1), 1)[0] as T,
    );
  }
}
