// `knative-faas console`: a page with the graph of a stack, and what its parts do now.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { graphOf } from "../../graph/graphModel";
import { command, stackOptions } from "../commandType";
import { pulumiJson } from "../pulumiCommand";
import { portOf } from "../run/clientPort";
import { functionsIn, resourcesIn } from "../stackState";
import { note, styled } from "../terminal";
import { ConsoleServer } from "./consoleServer";
import { ConsoleState } from "./consoleState";
import { followedObjects } from "./followedObjects";

export const consoleCommand = command({
  name: "console",
  about: "Open a page with the graph of a stack and what its parts do now",
  details: [
    "The page shows functions, brokers, channels, flows and sources as the stack's state has them, and follows them in the cluster: revisions, shares of the traffic, Pods, and why something is not ready.",
    "It reads only, adds nothing to the cluster, and is served to this machine alone, at a URL with a token. Ctrl-C ends it.",
  ],
  options: {
    port: { type: "text", short: "p", value: "PORT", about: "The port on this machine; a free one by default" },
    ...stackOptions,
  },
  examples: [["knative-faas console", "prints the URL of the page"]],
  run: async ({ options, signal }) => {
    const port = portOf(options.port ?? "0");
    const exported = await pulumiJson(options, ["stack", "export", "--show-secrets"]);
    const resources = resourcesIn(exported);
    const functions = functionsIn(resources);
    const graph = graphOf(exported, { isComplete: true });
    const { mapLayout } = require("./mapLayout") as typeof import("./mapLayout");
    const state = new ConsoleState(options.stack ?? "", graph, functions, await mapLayout(graph), signal);
    state.follow(followedObjects(resources, functions));
    const server = new ConsoleServer(state, readFileSync(join(__dirname, "console.html"), "utf8"));
    note(`the console is at ${styled("bold", await server.listen(port), process.stderr)}`);
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    server.close();
  },
});
