// The arguments as rules see them: the values known so far, typed by the schema.
import type { z } from "zod";
import type { functionArgs } from "./functionSchema";

export type Known = z.infer<typeof functionArgs>;

/** Lists the properties that are set, at the top level or in a map, even if their values are not known yet. */
export type Names = (map?: string) => string[];
