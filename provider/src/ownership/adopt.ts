// The argument `adopt`, by which a component adopts existing objects.
import { z } from "zod";

/** `what` names the component for its user. */
export function adopt(what: string) {
  return z
    .boolean()
    .optional()
    .meta({
      plain: true,
      description: `Whether ${what} adopts existing objects with its names that belong to kubectl, another tool or another stack, which must not deploy them again; without it the preview and the update fail. The objects are changed to match these arguments. While it is set, nothing of ${what} is deleted, neither by a destroy nor by an update that removes it from the program, including objects that this stack created. Remove it once the objects belong to this stack: then a destroy deletes them too. Defaults to false.`,
    });
}
