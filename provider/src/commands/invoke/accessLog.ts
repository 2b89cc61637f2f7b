// Finds requests with an identifier in the access log of a gateway, whose lines are in Envoy's default format. Pure.

export interface Delivery {
  /** When the request began. */
  time: string;
  /** The host that it was sent to. */
  host: string;
  status: number;
  milliseconds: number;
}

/** Knative's broker hands the identifier on with the event (eventing v0.50, pkg/utils). */
export const requestIdHeader = "x-request-id";

export function deliveriesIn(log: string, requestId: string): Delivery[] {
  return log
    .split("\n")
    .filter((line) => line.includes(requestId))
    .flatMap((line) => {
      const [, time, status, milliseconds, rest = ""] = request.exec(line) ?? [];
      const host = rest.split(`"${requestId}" "`)[1]?.split('"')[0];
      if (time === undefined || host === undefined) return [];
      return [{ time, host, status: Number(status), milliseconds: Number(milliseconds) }];
    })
    .sort((one, other) => one.time.localeCompare(other.time));
}

/** Begin, request, status, flags, bytes received and sent, duration, and the rest. */
const request = /^\[([^\]]+)\] "[A-Z]+ \S+ HTTP\/[\d.]+" (\d+) .*?(?:\d+) (?:\d+) (\d+) (?:\d+|-) (".*)$/;
