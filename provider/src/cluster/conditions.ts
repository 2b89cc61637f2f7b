// Conditions of an object of Kubernetes: which one says that it is not ready, and its words.
/** The condition that decides unless another is named. */
export const ready = "Ready";

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

export interface Status {
  conditions?: Condition[];
}

/**
 * Told beside Ready, which does not follow from it: a broker is Ready though its dead letters go nowhere, and none of its
 * triggers is then (eventing v0.50, pkg/apis/eventing/v1/broker_lifecycle.go).
 */
const besideReady = ["DeadLetterSinkResolved"];

/**
 * The condition that says why: Ready itself repeats one of the others, or has words of its own. One that is Unknown was waited
 * for, and is no success either.
 */
export function failedCondition(status: Status | undefined, condition = ready): Condition | undefined {
  const conditions = status?.conditions ?? [];
  const decisive = conditions.find(({ type }) => type === condition);
  const beside = conditions.find(({ type, status: is }) => besideReady.includes(type) && is === "False");
  if (decisive === undefined || decisive.status === "True") return beside;
  if (condition !== ready) return decisive;
  return conditions.find(({ type, status: is }) => type !== ready && is === "False") ?? decisive;
}

export function conditionText({ type, reason, message }: Condition): string {
  return [type, reason, message].filter((part) => part !== undefined && part !== "").join(": ");
}
