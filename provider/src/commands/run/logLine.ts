// Structured log lines of a function as text for people; all others stay as they are. Pure.
import { inspect } from "node:util";
import { styled } from "../terminal";

type Entry = Record<string, unknown>;

const levelColors = { ERROR: "red", WARN: "yellow", INFO: "green", DEBUG: "cyan" } as const;

/** `time level message key=value`, from a line as log/slog and most other loggers write it. */
export function readable(line: string): string {
  const entry = entryOf(line);
  if (entry === undefined) return line;
  const { time, ts, timestamp, level, severity, msg, message, ...others } = entry;
  const text = msg ?? message;
  if (text === undefined) return line;
  const parts = [
    styled("dim", clock(time ?? ts ?? timestamp)),
    leveled(level ?? severity),
    String(text),
    ...Object.entries(others).map(pair),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function entryOf(line: string): Entry | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? (parsed as Entry) : undefined;
  } catch {
    return undefined;
  }
}

/** The local time of day with milliseconds; numbers are seconds, as zap writes them, or milliseconds. */
function clock(time: unknown): string {
  if (time === undefined) return "";
  const date = new Date(typeof time === "number" ? (time < 1e11 ? time * 1000 : time) : String(time));
  if (Number.isNaN(date.getTime())) return String(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

function leveled(level: unknown): string {
  if (level === undefined) return "";
  const name = String(level).toUpperCase();
  const color = Object.entries(levelColors).find(([known]) => name.startsWith(known))?.[1];
  return color === undefined ? name.padEnd(5) : styled(color, name.padEnd(5));
}

/** Text of several lines, such as a stack, follows on lines of its own. */
function pair([name, value]: [string, unknown]): string {
  const key = styled("dim", `${name}=`);
  if (typeof value === "string" && value.includes("\n")) return `${key}\n${indented(value)}`;
  if (typeof value === "string") return `${key}${/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`;
  return `${key}${typeof value === "object" ? JSON.stringify(value) : inspect(value)}`;
}

const indented = (text: string) => text.trimEnd().replace(/^/gm, "    ");
