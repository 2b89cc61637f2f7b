// A steady load on a function, and its results: which revision answered each request, and how.
import type { TestCluster } from "./cluster";

export interface Answer {
  /** When it was sent, in milliseconds since 1970. */
  at: number;
  status: number;
  /** The first word of the body, which the function `served` writes. */
  revision: string;
}

export class Load {
  readonly answers: Answer[] = [];
  private readonly under = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly cluster: TestCluster,
    private readonly url: string,
    perSecond: number,
  ) {
    this.timer = setInterval(() => this.send(), 1000 / perSecond);
  }

  private send(): void {
    const at = Date.now();
    const asked = this.cluster.ask(this.url).then(({ status, body }) => {
      this.answers.push({ at, status, revision: body.split(" ")[0] ?? "" });
    });
    this.under.add(asked);
    void asked.finally(() => this.under.delete(asked));
  }

  /** Waits until this many requests are answered. */
  async answered(count: number): Promise<void> {
    await this.cluster.until(`${count} requests are answered`, 60, async () => this.answers.length >= count);
  }

  /** Waits until only this revision answers. */
  async isServedBy(revision: string): Promise<void> {
    const last = () => this.answers.slice(-25);
    const isAlone = () => last().every((answer) => answer.status === 200 && answer.revision === revision);
    await this.cluster.until(`${revision} alone answers`, 60, async () => last().length === 25 && isAlone());
  }

  /** All answers, once the last one has arrived. */
  async stop(): Promise<Answer[]> {
    clearInterval(this.timer);
    await Promise.all(this.under);
    return this.answers;
  }

  failed(): Answer[] {
    return this.answers.filter(({ status }) => status !== 200);
  }
}

/** The number of answers by revision. */
export function byRevision(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { revision } of answers) counts[revision] = (counts[revision] ?? 0) + 1;
  return counts;
}
