// Schema metadata for the public API: how a property appears in the Pulumi schema and in TypeScript.
import type { z } from "zod";

declare module "zod" {
  interface GlobalMeta {
    /** The property decides which resources exist or what is built, so it must be known and cannot be an Output. Objects are always plain. */
    plain?: boolean;
    /** An object that is only carried through, such as a release of another stack. The object itself may be an Output. */
    carried?: boolean;
    /**
     * The value is stored in a Secret, encrypted in the state and never shown, not even in an error. Everything else is stored in plain text in
     * the cluster, where others can read it, so secret Outputs are refused there.
     */
    secret?: boolean;
    /** The properties of an object of which exactly one must be set. */
    oneOf?: string[];
    /** What each value of an enum means. */
    values?: Record<string, string>;
  }
}

/** One component's public API: its token, arguments and outputs. */
export interface Face {
  /** The name after the package and module, e.g. `Function`. */
  name: string;
  /** Its folder below src. */
  folder: string;
  description: string;
  args: z.ZodObject;
  outputs: z.ZodObject;
}

/** True for objects, and for lists and maps of objects: which resources exist must be known when the program runs, so only leaves may be Outputs. */
export function isShape(schema: z.ZodType): boolean {
  const def = schema.def as { type: string; innerType?: z.ZodType; element?: z.ZodType; valueType?: z.ZodType };
  const inner = def.innerType ?? def.element ?? def.valueType;
  if (schema.meta()?.carried === true) return false;
  return def.type === "object" || (inner !== undefined && isShape(inner));
}
