// Rules of company registries: immutable tags, and tokens that expire during use.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registry } from "./registry";

export type Rule = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The first rule that responds ends the request. */
export const all =
  (...rules: Rule[]): Rule =>
  (request, response) =>
    rules.some((rule) => rule(request, response));

/** With ECR's message. */
export function immutableTags({ stored }: Registry): Rule {
  return ({ method, url = "" }, response) => {
    const [, repository, tag] = /^\/v2\/(.*)\/manifests\/([^:]+)$/.exec(url) ?? [];
    if (method !== "PUT" || !stored.has(`${repository}/${tag}`)) return false;
    const message = "The image tag already exists and cannot be overwritten because the repository is immutable.";
    return refused(response, 400, "TAG_INVALID", message);
  };
}

/** With ECR's message: only these repositories exist. */
export function existing(names: string[]): Rule {
  return ({ method, url = "" }, response) => {
    const [, name = ""] = /^\/v2\/(.*)\/blobs\/uploads\//.exec(url) ?? [];
    if (method !== "POST" || names.includes(name)) return false;
    return refused(response, 404, "NAME_UNKNOWN", `The repository with name '${name}' does not exist in the registry`);
  };
}

/**
 * A token server at the registry itself, which is known as `host`. A token is valid for a few requests; uploads may continue with an
 * older one.
 */
export function endingTokens(host: string, basic: string, questions: number): Rule & { given: number } {
  let left = 0;
  const rule = ({ method, url = "", headers }: IncomingMessage, response: ServerResponse): boolean => {
    if (url.startsWith("/token")) {
      if (headers.authorization !== basic) return refused(response, 401, "UNAUTHORIZED", "a login is required");
      left = questions;
      response.end(JSON.stringify({ token: `t0ken${++rule.given}` }));
      return true;
    }
    const isQuestion = ["GET", "HEAD"].includes(method ?? "");
    if (!isQuestion && headers.authorization?.startsWith("Bearer t0ken")) return false;
    if (headers.authorization === `Bearer t0ken${rule.given}` && left-- > 0) return false;
    const [, name = ""] = /^\/v2\/(.*)\/(manifests|blobs|referrers)\//.exec(url) ?? [];
    const scope = name === "" ? "" : `,scope="repository:${name}:pull,push"`;
    response.setHeader("WWW-Authenticate", `Bearer realm="https://${host}/token",service="reg"${scope}`);
    return refused(response, 401, "UNAUTHORIZED", "authentication required");
  };
  rule.given = 0;
  return rule;
}

function refused(response: ServerResponse, status: number, code: string, message: string): true {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
  return true;
}
