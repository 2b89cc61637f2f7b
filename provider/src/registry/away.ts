// Lets an update continue without its registry if the image is the one that the last update left.

import { Failure } from "../input/problems";
import { oncePerDeployment, stackState } from "../pulumi/previous";
import { warned } from "./warned";

/** The registry does not answer, or reports a temporary error. */
export class Away extends Failure {}

/** The result of `work`; if the registry is unavailable, the expected reference, provided the stack's state contains it. */
export async function unlessAway(work: () => Promise<string>, expected: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    const reference = await expected().catch(() => undefined);
    if (reference === undefined || !(await isInState(reference))) throw error;
    warned(`${error.message}. Unchanged images need not be pushed there.`);
    return reference;
  }
}

const stateText = oncePerDeployment(() =>
  stackState().then(
    (state) => JSON.stringify(state),
    () => "",
  ),
);

export async function isInState(reference: string): Promise<boolean> {
  return (await stateText()).includes(reference);
}
