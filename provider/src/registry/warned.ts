// What is wrong with this machine's settings and stops nothing: told once.
import { log } from "../pulumi/log";
import { oncePerDeployment } from "../pulumi/previous";

const told = oncePerDeployment(() => new Set<string>());

export function warned(message: string): void {
  if (told().has(message)) return;
  told().add(message);
  void log.warn(message);
}
