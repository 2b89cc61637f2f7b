// The metadata that a schema carries for the public face: how a property appears in the Pulumi schema and in TypeScript.
import type { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** It decides which resources exist or what is built: it must be known, so it can't be an Output. Objects always are. */
    plain?: boolean;
    /** An object that is only carried through, such as a release of another stack: it may be an Output as a whole. */
    carried?: boolean;
    /**
     * The value is kept in a Secret, encrypted in the state, and not shown, not even in an error. All else stands in clear in
     * the cluster, where others read it: there a secret Output is refused.
     */
    secret?: boolean;
    /** The properties of an object of which exactly one is given. */
    oneOf?: string[];
    /** What each value of an enum means. */
    values?: Record<string, string>;
  }
}

/** One component as the world sees it: its token, its arguments and what it gives back. */
export interface Face {
  /** The name after the package and module, e.g. `Function`. */
  name: string;
  /** Its folder below src. */
  folder: string;
  description: string;
  args: z.ZodObject;
  outputs: z.ZodObject;
}

/** True for objects, and for lists and maps of objects: what exists must be known when the program runs, only leaves may be Outputs. */
export function isShape(schema: z.ZodType): boolean {
  const def = schema.def as { type: string; innerType?: z.ZodType; element?: z.ZodType; valueType?: z.ZodType };
  const inner = def.innerType ?? def.element ?? def.valueType;
  if (schema.meta()?.carried === true) return false;
  return def.type === "object" || (inner !== undefined && isShape(inner));
}
