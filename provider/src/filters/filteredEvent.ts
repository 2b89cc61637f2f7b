// Events as filters see them.

/** The context attributes of a CloudEvent by name; its data is not an attribute. */
export type Event = Record<string, string | number | boolean>;
