// The arguments as rules see them: what is known of them, of the types that the schema says.
import type { z } from "zod";
import type { functionArgs } from "./functionSchema";

export type Known = z.infer<typeof functionArgs>;

/** Lists what is given, at the top or in a map, also where its value is not known yet. */
export type Names = (map?: string) => string[];
