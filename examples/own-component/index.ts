// Two environments of one service, from the team's own component.
import * as pulumi from "@pulumi/pulumi";
import { TeamService } from "./teamService";

const namespace = new pulumi.Config().require("namespace");

const staging = new TeamService("staging", { namespace, directory: "../quickstart/hello", isProduction: false });
const production = new TeamService("production", { namespace, directory: "../quickstart/hello", isProduction: true });

export const url = staging.url;
export const productionUrl = production.url;
