// The state that an update leaves, as the engine passes it to the next preview or update.
import type { Answers } from "./engine";
import type { Registration } from "./registration";
import type { Properties } from "./values";

export type State = Record<string, { type: string; outputs: Properties }>;

/** By URN. */
export function stateOf(registrations: Registration[]): State {
  return Object.fromEntries(registrations.map(({ urn, type, outputs = {} }) => [urn, { type, outputs }]));
}

/** Responses of an engine with this state. */
export function withState(outputs: State, answers: Answers = {}): Answers {
  const invoke: Answers["invoke"] = (token, args) =>
    token === "pulumi:pulumi:readStackResourceOutputs" ? { outputs } : answers.invoke?.(token, args);
  return { ...answers, invoke };
}
