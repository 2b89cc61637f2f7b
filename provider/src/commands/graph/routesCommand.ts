// `knative-faas routes`: prints how an update would change where the samples of brokers go.
import { routingChanges } from "../../filters/routeChanges";
import { command, jsonOption, stackOptions } from "../commandType";
import { pulumiJson } from "../pulumiCommand";
import { print, printJson } from "../terminal";

export const routes = command({
  name: "routes",
  about: "Print where the samples of brokers go after an update",
  details: ["Runs `pulumi preview`. Samples are the argument `samples` of a Broker."],
  options: { ...stackOptions, ...jsonOption },
  examples: [["knative-faas routes", "prints lines such as default/orders: paid -> +fraud, -audit"]],
  run: async ({ options }) => {
    const lines = routingChanges(await pulumiJson(options, ["preview", "--json", "--show-sames"]));
    if (options.json) printJson(lines);
    else print(lines.length === 0 ? "the routing of samples does not change" : lines.join("\n"));
  },
});
