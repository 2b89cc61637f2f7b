// Errors of commands that are printed without a stack, and the exit code that each leads to.

/** The exit codes of all commands: success, a failure, a mistake in how the command was called. */
export const exitCodes = { success: 0, failure: 1, usage: 2 } as const;

/** The command could not do what was asked. */
export class CommandFailure extends Error {}

/** The command was called in a wrong way. */
export class UsageMistake extends CommandFailure {}
