// The constructs of a preview that are under way together: the engine drops all of them with the first one that fails.
import { setTimeout } from "node:timers/promises";

/** Where nothing ends for so long, what is under way is a build, or waits for something else that takes its time. */
const mostMilliseconds = 5_000;
/** A program sends its components one after the other. */
const stillMilliseconds = 100;

/**
 * An error waits until nothing else is under way, and for a moment more; then all go at once. So every wrong function is told by one preview, and an older engine has
 * nothing to say of those that are well (`grpc: the client connection is closing`: pulumi v3.223, pkg/resource/deploy/source_eval.go).
 */
export class UnderWay {
  private count = 0;
  private ended = 0;
  private still: Promise<void> | undefined;

  /** Does the work; where it fails, the error comes once all others have ended. */
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
