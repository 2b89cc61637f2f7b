// Who may read the console: the token, the host and the origin of a request.
import assert from "node:assert/strict";
import { type Asked, cookieName, verdict } from "../../provider/src/commands/console/consoleGuard";

const token = "t0ken";
const own: Asked = { url: "/", host: "127.0.0.1:4000", origin: undefined, cookie: undefined };
const withToken = { ...own, url: `/?token=${token}` };
const withCookie = { ...own, cookie: `theme=dark; ${cookieName}=${token}; other=1` };

const allowed: [string, Asked, boolean][] = [
  ["the URL with the token", withToken, true],
  ["the cookie", withCookie, false],
  ["localhost", { ...withCookie, host: "localhost:4000" }, false],
  ["a request of its own page", { ...withCookie, origin: "http://127.0.0.1:4000" }, false],
];

const refused: [string, Asked, RegExp][] = [
  ["no token", own, /it has a token/],
  ["another token", { ...own, url: "/?token=token" }, /it has a token/],
  ["a token of the same length", { ...own, url: "/?token=T0ken" }, /it has a token/],
  ["an empty token", { ...own, url: "/?token=" }, /it has a token/],
  ["another cookie", { ...own, cookie: `${cookieName}=x` }, /it has a token/],
  ["the token in a cookie of another name", { ...own, cookie: `my-${cookieName}=${token}` }, /it has a token/],
  ["a name that leads to this machine", { ...withToken, host: "evil.example:4000" }, /expected the host/],
  ["another port", { ...withToken, host: "127.0.0.1:4001" }, /expected the host/],
  ["no host", { ...withToken, host: undefined }, /expected the host/],
  ["a page of another site", { ...withCookie, origin: "http://evil.example" }, /another site/],
  ["a page of another port", { ...withCookie, origin: "http://127.0.0.1:4001" }, /another site/],
  ["a page without an origin", { ...withCookie, origin: "null" }, /another site/],
];

describe("console: who may read it", () => {
  for (const [what, asked, isFirst] of allowed)
    it(`allows ${what}`, () => assert.deepEqual(verdict(asked, token, 4000), { allowed: true, isFirst }));

  for (const [what, asked, reason] of refused)
    it(`refuses ${what}`, () => {
      const found = verdict(asked, token, 4000);
      assert.ok(!found.allowed);
      assert.match(found.reason, reason);
    });
});
