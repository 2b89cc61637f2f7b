// What a command of `knative-faas` consists of: its arguments and options, the texts of its help, and its code. Pure.

/** `flag` takes no value, `text` one, and `list` may be repeated. */
export interface Option {
  type: "flag" | "text" | "list";
  short?: string;
  /** The placeholder of the value in the help, e.g. `NAME`; flags have none. */
  value?: string;
  /** What it does and its default, without the final full stop. */
  about: string;
}

export interface Positional {
  /** The placeholder in the help, e.g. `NAME`. */
  name: string;
  isRequired?: boolean;
  isList?: boolean;
}

type ValueOf<One extends Option> = One["type"] extends "flag"
  ? boolean
  : One["type"] extends "list"
    ? string[]
    : string | undefined;

export type Values<Options extends Record<string, Option>> = { [Name in keyof Options]: ValueOf<Options[Name]> };

/** What the user called a command with. */
export interface Call<Options extends Record<string, Option>> {
  names: string[];
  options: Values<Options>;
  /** Aborted by Ctrl-C and SIGTERM. A command that runs until then ends without an error. */
  signal: AbortSignal;
}

interface Definition<Options extends Record<string, Option>> {
  name: string;
  /** One line for the list of commands. */
  about: string;
  /** Paragraphs of the command's own help. */
  details?: string[];
  positionals?: Positional[];
  options: Options;
  /** Lines that can be typed as they are, each with what it does. */
  examples: [line: string, about: string][];
  run(call: Call<Options>): Promise<void>;
}

export type Command = Omit<Definition<Record<string, Option>>, "run"> & {
  run(call: Call<Record<string, Option>>): Promise<void>;
};

/** Ties the type of `run` to the command's own options. */
export function command<const Options extends Record<string, Option>>(definition: Definition<Options>): Command {
  return definition as Command;
}

/** Options of commands that work with a stack. */
export const stackOptions = {
  stack: { type: "text", short: "s", value: "NAME", about: "The stack; the selected one by default" },
  cwd: { type: "text", short: "C", value: "DIR", about: "The directory of the Pulumi project; this one by default" },
} as const satisfies Record<string, Option>;

export const jsonOption = {
  json: { type: "flag", about: "Print JSON, for scripts" },
} as const satisfies Record<string, Option>;

/** Every command has it. */
export const helpOption = {
  help: { type: "flag", short: "h", about: "Print this help" },
} as const satisfies Record<string, Option>;
