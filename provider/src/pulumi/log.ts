// Messages of components, each sent once the engine knows its component.
import * as pulumi from "@pulumi/pulumi";
import { innerOf } from "./combined";

/** One that fails says so itself. */
const isThere = ({ urn }: pulumi.Resource) =>
  innerOf(urn)
    .promise()
    .then(
      () => true,
      () => false,
    );

type Send = (words: string, component?: pulumi.Resource, ephemeral?: boolean) => Promise<void>;

/**
 * The SDK sends messages one after the other, and each waits for the URN of its component: one of a component that waits for another
 * would hold up all the others. So the URN is waited for here. Work never waits for a message, as the component may be waiting for
 * that work.
 */
const sending =
  (severity: "debug" | "info" | "warn" | "error"): Send =>
  async (words, component, ephemeral) => {
    if (component === undefined || (await isThere(component)))
      await pulumi.log[severity](words, component, undefined, ephemeral);
  };

export const log = { debug: sending("debug"), info: sending("info"), warn: sending("warn"), error: sending("error") };

/** Says how far some work is, a line at a time. */
export type Say = (line: string) => void;
