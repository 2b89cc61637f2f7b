// The options of `knative-faas dev`. Pure.
import { jsonOption, type Option, stackOptions } from "../commandType";

export const devOptions = {
  ...stackOptions,
  header: {
    type: "text",
    value: "NAME=VALUE",
    about: "Answer only requests and events with this header; the deployed revision answers the others",
  },
  tag: {
    type: "text",
    value: "TAG",
    about: "Answer only at an address of its own, TAG-NAME, and leave all other traffic as it is",
  },
  forward: {
    type: "list",
    value: "[PORT:]HOST:PORT",
    about: "Lead a port of this machine to an address of the cluster, for what is not HTTP",
  },
  debug: { type: "flag", about: "Run each function under the debugger delve, and print its address" },
  "take-over": {
    type: "flag",
    about: "End a session of somebody else with the same function; one of your own is always replaced",
  },
  ...jsonOption,
} as const satisfies Record<string, Option>;
