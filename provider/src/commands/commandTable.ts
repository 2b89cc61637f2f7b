// All commands of `knative-faas`, in the order of the help.
import type { Command } from "./commandType";
import { completion } from "./completion";
import { consoleCommand } from "./console/consoleCommand";
import { dev } from "./dev/devCommand";
import { graph } from "./graph/graphCommand";
import { routes } from "./graph/routesCommand";
import { invoke } from "./invoke/invokeCommand";
import { logs } from "./logs/logsCommand";
import { run } from "./run/runFunctionCommand";
import { status } from "./status/statusCommand";

export const commands: Command[] = [
  ...[run, dev, invoke, logs, status, consoleCommand, graph, routes],
  completion(() => commands),
];
