// Warnings about this machine's settings that do not stop an update; each is reported once.
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";

const reported = oncePerDeployment(() => new Set<string>());

export function warned(message: string): void {
  if (reported().has(message)) return;
  reported().add(message);
  void log.warn(message);
}
