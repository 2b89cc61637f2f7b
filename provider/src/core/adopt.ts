// The argument by which a component takes over what is there already.
import { z } from "zod";

/** `what` is the component in the words of its user. */
export function adopt(what: string) {
  return z
    .boolean()
    .optional()
    .meta({
      plain: true,
      description: `Whether ${what} takes over objects of its names that are there already and are not this stack's: made by kubectl, by another tool, or by another stack, which must not deploy them again. They are changed to what is given here, and left in place when this stack is destroyed; so is all else that an update makes for ${what} meanwhile, and also what a later one takes out of the program. Without it an update of such a name is refused, and its preview too. Take it out again once they are this stack's, and they are destroyed with it. Defaults to false.`,
    });
}
