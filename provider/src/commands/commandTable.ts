// All commands of `knative-faas`, in the order of the help.
import type { Command } from "./commandType";
import { completion } from "./completion";
import { graph } from "./graph/graphCommand";
import { routes } from "./graph/routesCommand";

export const commands: Command[] = [graph, routes, completion(() => commands)];
