// `knative-faas dev`: requests and events of the cluster are answered by the code on this machine.
import { command } from "../commandType";
import { devOptions } from "./devOptions";

export const dev = command({
  name: "dev",
  about: "Answer a deployed function's requests and events with the code on this machine",
  details: [
    "The functions run here, with the environment, Secrets and files of their deployed revisions, and are built again at each save. All requests and events that reach a function in the cluster come here, at its own URL, and what it requests over HTTP goes out from the cluster. While nothing answers here, its deployed revision does.",
    "Nothing has to be opened: the connection is a port-forward of the API server. The traffic of the function goes to a relay in its namespace; Ctrl-C gives it back and leaves nothing behind, and so does the relay 15 seconds after this command was killed. An update of the function ends its session.",
    "A stack forbids it with the setting `knative-faas:dev: false`.",
  ],
  positionals: [{ name: "NAME", isList: true }],
  options: devOptions,
  examples: [
    ["knative-faas dev", "answers for all functions of the stack that are built from source"],
    ["knative-faas dev orders --header ce-subject=test", "answers only for events with the subject test"],
    ["knative-faas dev orders --tag ada --debug", "answers at ada-orders..., under a debugger"],
    ["knative-faas dev orders --forward redis:6379", "reaches the cluster's Redis at localhost:6379"],
  ],
  run: async (call) => (await import("./devRun.js")).devRun(call),
});
