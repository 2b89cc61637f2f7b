// The argument by which a component takes over what is there already.
import { z } from "zod";

/** `what` is the component in the words of its user. */
export function adopt(what: string) {
  return z
    .boolean()
    .optional()
    .meta({
      plain: true,
      description: `Whether ${what} takes over existing objects of its names that belong to kubectl, to another tool or to another stack, which must not deploy them again; without it the preview and the update are refused. They are changed to what is given here, and a destroy leaves them in place, together with everything that an update makes for ${what} meanwhile, and with what a later update takes out of the program. Remove it once they are this stack's: then a destroy deletes them too. Defaults to false.`,
    });
}
