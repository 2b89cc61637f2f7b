// The conditions that are waited for, checked against recordings of each kind being created and changed: the first decision is final.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { JSONPath } from "jsonpath-plus";
import { type Condition, failedCondition, type Status } from "../../provider/src/cluster/conditions";
import { conditionOf, waitForOf } from "../../provider/src/features/eventingObject";
import { waitForService } from "../../provider/src/function/service/serviceManifest";
import { decided } from "../../provider/src/kubernetes/readiness";
import type { Sequences } from "../conditions/sequences";
import { repository } from "../environment/home";

const recorded = load(readFileSync(join(repository, "tests", "golden", "conditions.yaml"), "utf8")) as Sequences;

const waitFor: Record<string, string> = { Service: waitForService, DomainMapping: decided() };

interface Said {
  metadata: { generation: number };
  status: Status & { observedGeneration: number };
}

function saidIn(line: string): Said {
  const [generations = "", ...conditions] = line.split(" ");
  const [observedGeneration = 0, generation = 0] = generations.split("/").map(Number);
  return { metadata: { generation }, status: { observedGeneration, conditions: conditions.map(conditionIn) } };
}

function conditionIn(text: string): Condition {
  const [, type = "", status = "", reason] = /^(\w+)=(\w+)(?::(.*))?$/.exec(text) ?? [];
  return { type, status, ...(reason === undefined ? {} : { reason }) };
}

/** As the Kubernetes provider evaluates it: each expression finds something. */
function isDecided(kind: string, said: Said): boolean {
  const expressions = expressionsOf(waitFor[kind] ?? waitForOf(kind));
  return expressions.every((path) => JSONPath({ path, json: said as object, eval: "safe" }).length > 0);
}

function expressionsOf(annotation: string): string[] {
  const all: string[] = annotation.startsWith("[") ? JSON.parse(annotation) : [annotation];
  return all.map((one) =>
    one
      .replace(/^jsonpath=\{(.*)\}$/, "$1")
      .replaceAll("$.", "@root.")
      .replace(/^/, "$"),
  );
}

/** A Service's Ready is not tested: its traffic has its own node. */
function outcome(
  kind: string,
  said: Said = { metadata: { generation: 0 }, status: { observedGeneration: 0 } },
): string {
  const states = said.status.conditions?.filter(({ type }) => /^(Configurations|Routes)Ready$/.test(type)) ?? [];
  if (kind === "Service") return states.map(({ type, status }) => `${type}=${status}`).join(" ");
  return failedCondition(said.status, conditionOf(kind))?.reason ?? "ready";
}

describe("events: what is waited for, as a cluster has said it", () => {
  for (const [kind, sequences] of Object.entries(recorded))
    it(`${kind}, in ${sequences.length} ways`, () => {
      for (const lines of sequences) {
        const all = lines.map(saidIn);
        const first = all.find((said) => isDecided(kind, said));
        const last = outcome(kind, all.at(-1));
        // A wait that times out is no success either.
        if (first === undefined) assert.doesNotMatch(last, /^ready$|^\w+=True \w+=True$/, lines.join("\n"));
        else assert.equal(outcome(kind, first), last, lines.join("\n"));
      }
    });
});
