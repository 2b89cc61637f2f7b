// The stage that the stack is named after; the release comes from the stack before it.
import { getOrganization, getProject, getStack, StackReference } from "@pulumi/pulumi";
import { type Stage, stage, stages } from "./stage";

const names = Object.keys(stages) as Stage[];
const name = names.find((one) => one === getStack());
if (name === undefined) throw new Error(`expected a stack named ${names.join(", ")}, got "${getStack()}"`);

const before = names[names.indexOf(name) - 1];
const given = before && new StackReference(`${getOrganization()}/${getProject()}/${before}`).requireOutput("release");

export const { url, digest, release } = stage(name, given);
