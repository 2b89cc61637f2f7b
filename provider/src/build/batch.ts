// Batches requests that arrive within a moment, so that equal work is done once for all of them.

export interface Batch<Asked, Answer> {
  /** Requests of one group are answered together. */
  group: (asked: Asked) => string;
  /** One answer per request, in the same order; an Error is thrown to its requester. */
  work: (asked: Asked[]) => Promise<(Answer | Error)[]>;
}

interface Waiting<Asked, Answer> {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** A program's constructs arrive a few milliseconds apart. */
const momentMilliseconds = 15;

export function batched<Asked, Answer>({ group, work }: Batch<Asked, Answer>) {
  const open = new Map<string, Waiting<Asked, Answer>[]>();

  const run = async (name: string) => {
    const all = open.get(name) ?? [];
    open.delete(name);
    try {
      const answers = await work(all.map(({ asked }) => asked));
      for (const [index, { resolve, reject }] of all.entries()) {
        const answer = answers[index];
        if (answer instanceof Error) reject(answer);
        else resolve(answer as Answer);
      }
    } catch (error) {
      for (const { reject } of all) reject(error as Error);
    }
  };

  return (asked: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const name = group(asked);
      const waiting = { asked, resolve, reject };
      const others = open.get(name);
      if (others !== undefined) return void others.push(waiting);
      open.set(name, [waiting]);
      setTimeout(() => void run(name), momentMilliseconds);
    });
}
