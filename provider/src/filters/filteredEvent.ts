// An event as filters see it.

/** The context attributes of a CloudEvent by their names; the data are no attribute. */
export type Event = Record<string, string | number | boolean>;
