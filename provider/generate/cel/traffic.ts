// Rules for traffic shares, cron triggers, and the names derived from a function's own, in CEL.
import { triggerKinds } from "../../src/events/kinds/kinds";
import { hashLength } from "../../src/events/objectName";
import { repliesSuffix } from "../../src/filters/routed";
import { field, given, optional, type Rule } from "./rule";

export const traffic: Rule[] = [
  {
    rule: "self.map(target, has(target.percent) ? target.percent : 0).sum() == 100",
    message: "expected shares that sum up to 100 percent; change percent",
  },
  {
    rule: "self.all(one, !has(one.tag) || self.exists_one(other, has(other.tag) && other.tag == one.tag))",
    message: "two shares have the same tag; choose another",
  },
];

/** eventing v0.50, pkg/apis/sources/v1/ping_validation.go: the body of JSON is an object. */
export const cron: Rule[] = [
  { rule: optional("data", "dataBase64"), message: "data and dataBase64 are mutually exclusive; set only one" },
  given(
    ["data"],
    "(has(self.contentType) && self.contentType != 'application/json') || self.data.matches(r'(?s)^\\s*\\{.*\\}\\s*$')",
    "expected data to be a JSON object, as contentType is application/json; fix it, or set contentType to what it is",
  ),
];

/** Rules for the object's name, which the names of tags and triggers include. `self` is the entire object. */
export const ofNames: Rule[] = [
  {
    rule: "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message:
      'expected a name of lower-case letters, digits and "-" that starts with a letter, as it is the name of the Knative Service too',
  },
  {
    rule: "!has(self.spec.traffic) || self.spec.traffic.all(target, !has(target.tag) || size(target.tag) + size(self.metadata.name) <= 62)",
    message: "a tag and the function's name have more than 62 characters together; shorten the tag",
  },
  ...Object.keys(triggerKinds).map((kind) => ({
    rule: `!has(self.spec.triggers) || !has(self.spec.triggers.${field(kind)}) || self.spec.triggers.${field(kind)}.all(key, size(key) + size(self.metadata.name) < ${63 - hashLength})`,
    message: `the name of a trigger of the kind ${kind} and the function's name have more than ${62 - hashLength} characters together; shorten one of the two`,
  })),
  ...["event", "cron", "mqtt", "redis"].map((kind) => ({
    rule: `!has(self.spec.triggers) || !has(self.spec.triggers.${kind}) || self.spec.triggers.${kind}.all(key, !has(self.spec.triggers.${kind}[key].replies) || size(key) + size(self.metadata.name) < ${63 - hashLength - repliesSuffix.length})`,
    message: `the name of a trigger with replies of the kind ${kind} and the function's name have more than ${62 - hashLength - repliesSuffix.length} characters together; shorten one of the two`,
  })),
];
