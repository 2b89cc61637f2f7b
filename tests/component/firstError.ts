// The first error of a program, including one inside an `apply` that nothing waits for.
import { type Scope, scope } from "../../provider/src/pulumi/scope";

/** A program that hangs fails by this limit; one that is slow on a busy machine does not. */
const limitMilliseconds = 120_000;

/** The current run, if there is one. */
let current: Scope | undefined;

/** Errors that a run has failed with. One error rejects many promises, some of them only after its run. */
const reported = new WeakSet<object>();

/**
 * Errors of an `apply` surface only as unhandled rejections, for which mocha would blame the current test. An error records its run, like
 * its construct in the plugin: those of a run that has ended would fail the next one.
 */
function onUnhandledRejection(error: unknown): void {
  const owner = (error as { scope?: Scope } | undefined)?.scope ?? current;
  if (owner !== undefined) owner.fail(error);
  else if (!isReported(error)) throw error;
}

function isReported(error: unknown): boolean {
  return error instanceof Object && reported.has(error);
}

/** From the first run on, also between two runs: errors that belong to no run are passed on to mocha. */
function listen(): void {
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", onUnhandledRejection);
}

/** One run at a time. */
export async function untilFirstError<Result>(
  work: (fail: (error: Error) => void) => Promise<Result>,
  moves?: boolean,
): Promise<Result> {
  listen();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      const fail = (error: unknown) => isReported(error) || reject(error);
      timer = setTimeout(() => fail(new Error(`not settled after ${limitMilliseconds} ms`)), limitMilliseconds);
      const own: Scope = { fail, ...(moves === undefined ? {} : { moves }) };
      current = own;
      scope.run(own, () => work(fail).then(resolve, fail));
    });
  } catch (error) {
    if (error instanceof Object) reported.add(error);
    throw error;
  } finally {
    clearTimeout(timer);
    current = undefined;
  }
}
