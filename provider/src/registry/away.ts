// A registry that is away stops nothing where the image is the one that the last update left.

import { Failure } from "../input/problems";
import { oncePerDeployment, stackState } from "../pulumi/previous";
import { warned } from "./warned";

/** Nobody answers, or only that it can't now. */
export class Away extends Failure {}

/** What `work` gives; where the registry is away, the reference that it would give, when it stands in the stack's state. */
export async function unlessAway(work: () => Promise<string>, expected: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    const reference = await expected().catch(() => undefined);
    if (reference === undefined || !(await isInState(reference))) throw error;
    warned(`${error.message}. Images that are as the last update left them need not be pushed there.`);
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
