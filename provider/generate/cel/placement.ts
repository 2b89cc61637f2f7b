// Rules for placement and annotations in CEL.
import { autoscalingKeys, ownKeys as keysElsewhere, queueProxyKey } from "../../src/function/service/annotations";
import { celText } from "../../src/input/cel";
import { given, type Rule } from "./rule";
import { amounts } from "./scale";

export const tolerations: Rule[] = [
  {
    rule: "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
    message: "expected the operator Exists without key; set key, or set operator to Exists",
  },
  given(
    ["operator", "value"],
    "self.operator != 'Exists' || self.value == ''",
    "value must be empty with the operator Exists; leave it out",
  ),
  given(
    ["tolerationSeconds"],
    "(has(self.effect) && self.effect == 'NoExecute')",
    "tolerationSeconds is for the effect NoExecute only; set effect, or leave it out",
  ),
];

export const requiresSelector = (name: string): Rule =>
  given([name], "has(self.labelSelector)", `${name} requires labelSelector; set labelSelector, or leave it out`);

const values = "(has(self.values) ? size(self.values) : 0)";
export const requirement = (operators: string[], rule: string, count: string): Rule => ({
  rule: `!(self.operator in [${operators.map(celText).join(", ")}]) || ${values} ${rule}`,
  message: `expected ${count} with the operators ${operators.join(" and ")}`,
});
export const ofLabels = [
  requirement(["In", "NotIn"], "> 0", "at least one value"),
  requirement(["Exists", "DoesNotExist"], "== 0", "no values"),
];

/** The annotations that properties set. */
const ownKeys = [
  ...Object.values(autoscalingKeys),
  ...["requests", "limits"].flatMap((kind) => amounts.map((name) => queueProxyKey(kind, name))),
  ...Object.values(keysElsewhere),
];
export const annotations = (also: string): Rule[] => [
  {
    rule: `!self.exists(key, key in [${ownKeys.map(celText).join(", ")}])`,
    message:
      "an annotation is set by a property (of scale, queueProxy, timeouts, rolloutSeconds or visibility); set it there",
  },
  {
    rule: `!self.exists(key, key in ['serving.knative.dev/creator', 'serving.knative.dev/lastModifier']${also})`,
    message: "an annotation is written by Knative itself, or belongs to the tool that created the object; leave it out",
  },
];
