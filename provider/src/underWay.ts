// The constructs of a preview that are in progress together: the engine drops all of them when the first one fails.
import { setTimeout } from "node:timers/promises";

/** If nothing ends for this long, what is in progress is a build, or waits for something else that is slow. */
const mostMilliseconds = 5_000;
/** A program sends its components one after the other. */
const stillMilliseconds = 100;

/**
 * An error is held back until nothing else is in progress, and a moment longer; then all fail together. So one preview reports every wrong function, and an older engine
 * does not report errors for the correct ones (`grpc: the client connection is closing`: pulumi v3.223, pkg/resource/deploy/source_eval.go).
 */
export class UnderWay {
  private count = 0;
  private ended = 0;
  private still: Promise<void> | undefined;

  /** Does the work; if it fails, the error is thrown once all others have ended. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    this.count += 1;
    try {
      return await work().finally(() => this.end());
    } catch (error) {
      this.still ??= this.stillness();
      await this.still;
      throw error;
    }
  }

  private end(): void {
    this.count -= 1;
    this.ended = performance.now();
  }

  private async stillness(): Promise<void> {
    const since = () => performance.now() - this.ended;
    do await setTimeout(stillMilliseconds);
    while (since() < stillMilliseconds || (this.count > 0 && since() < mostMilliseconds));
    this.still = undefined;
  }
}
