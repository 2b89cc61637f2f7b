// Messages of components, each sent once the engine knows its component.
import * as pulumi from "@pulumi/pulumi";
import { innerOf } from "./undeclared";

/** A component that fails reports that itself. */
const isThere = ({ urn }: pulumi.Resource) =>
  innerOf(urn)
    .promise()
    .then(
      () => true,
      () => false,
    );

type Send = (message: string, component?: pulumi.Resource, ephemeral?: boolean) => Promise<void>;

/**
 * The SDK sends messages one after the other, and each waits for the URN of its component: a message of a component that is waiting
 * would delay all others. So the URN is awaited here. Work must never wait for a message, because the component may be waiting for
 * that work.
 */
const sending =
  (severity: "debug" | "info" | "warn" | "error"): Send =>
  async (message, component, ephemeral) => {
    if (component === undefined || (await isThere(component)))
      await pulumi.log[severity](message, component, undefined, ephemeral);
  };

export const log = { debug: sending("debug"), info: sending("info"), warn: sending("warn"), error: sending("error") };

/** Reports the progress of some work, one line at a time. */
export type Say = (line: string) => void;
