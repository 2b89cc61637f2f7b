// The results of a previous update, for tests: releases, traffic and Jobs, in a short form.
import { type DoneJob, nothing } from "../../provider/src/function/release/history";
import type { FunctionRelease } from "../../provider/src/function/release/releaseSchema";
import type { Share } from "../../provider/src/function/traffic/trafficTable";

export { nothing };

export const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

export const release = (revision: string, more: Partial<FunctionRelease> = {}): FunctionRelease => ({
  image: `registry.example.com/hello@${digest("a")}`,
  digest: digest("a"),
  revision,
  templateHash: revision.slice(revision.lastIndexOf("-") + 1),
  gates: [],
  served: true,
  settings: {},
  ...more,
});

/** `a 90` or `a 10 canary`, one per share. */
export const table = (...shares: string[]): Share[] =>
  shares.map((text) => {
    const [revisionName = "", percent, tag] = text.split(" ");
    return { revisionName, percent: Number(percent), ...(tag === undefined ? {} : { tag }) };
  });

export const job = (revision: string, gate: string, more: Partial<DoneJob> = {}): DoneJob => ({
  gate,
  name: `${revision}-${gate}`,
  revision,
  attempt: 1,
  failed: false,
  ...more,
});
