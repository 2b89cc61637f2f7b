// Secrets that a program prints appear in no message of this package.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { hide, masked } from "../../provider/src/input/hidden";
import { Failure } from "../../provider/src/input/problems";
import { formsOf } from "../../provider/src/input/secretForms";

describe("secrets: in the words of a program", () => {
  const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----\n";
  const long = "x".repeat(300);
  const log = "x".repeat(2048);
  const cases: [string, unknown[], string, string][] = [
    ["a password", ["hunter22"], "exit code 1: login hunter22 refused", "exit code 1: login [secret] refused"],
    ["each time", ["hunter22"], "hunter22, hunter22", "[secret], [secret]"],
    ["one that holds another", ["hunter22", "hunter22x"], "hunter22x hunter22", "[secret] [secret]"],
    ["a line of a key", [key], "bad line MIIEvQIBADANBg", "bad line [secret]"],
    ["one in quotes, as JSON has it", ['pa"ss\\word'], 'login "pa\\"ss\\\\word" refused', 'login "[secret]" refused'],
    ["not what is too short to be told from other words", ["on", "8080"], "on 8080", "on 8080"],
    ["in base64, as a Secret holds it", ["hunter2"], "data: aHVudGVyMg== is refused", "data: [secret] is refused"],
    ["in base64 without padding", ["hunter2"], "token aHVudGVyMg.", "token [secret]."],
    ["in base64 of addresses", ["a?>b?>c~~"], "YT8-Yj8-Y35- and YT8+Yj8+Y35+", "[secret] and [secret]"],
    ["in base64 of addresses, with padding and without", ["??>>~~~"], "Pz8-Pn5-fg== Pz8-Pn5-fg", "[secret] [secret]"],
    ["all of a key in base64", [key], `key: ${Buffer.from(key).toString("base64")}`, "key: [secret]"],
    ["a line of a key in base64", [key], `key: ${Buffer.from("MIIEvQIBADANBg").toString("base64")}`, "key: [secret]"],
    [
      "not the base64 of what is too short",
      ["admin", " on \n"],
      "YWRtaW4= YWRtaW4 IG9uIAo=",
      "YWRtaW4= YWRtaW4 IG9uIAo=",
    ],
    [
      "the password of a URL",
      ["postgres://shop:hunter22@db:5432/x"],
      "hunter22 refused by db",
      "[secret] refused by db",
    ],
    [
      "a password that a URL encodes",
      ["amqp://u:hunter%402%2F@mq"],
      "hunter@2/ and hunter%402%2F",
      "[secret] and [secret]",
    ],
    [
      "what signs a URL",
      ["https://b.example/x?sv=1&sig=Ab%2Bcdef"],
      "sig Ab+cdef, Ab%2Bcdef",
      "sig [secret], [secret]",
    ],
    ["a password that a program encodes for a URL", ["hunter@2/"], "redis://:hunter%402%2F@db", "redis://:[secret]@db"],
    ["in hexadecimal digits", ["hunter2"], "68756e74657232", "[secret]"],
    ["a string in JSON", ['{"db": [{"pass": "hunter22"}]}'], 'login "hunter22"', 'login "[secret]"'],
    ["a line of settings", ["USER=shop\nexport DB_PASSWORD='hunter22'\n"], "hunter22 refused", "[secret] refused"],
    ["a line of YAML", ["db:\n  password: hunter22"], "hunter22 refused", "[secret] refused"],
    [
      "a part of a connection string",
      ["Server=db;Password=hunter22;Encrypt=no"],
      "hunter22 refused by db",
      "[secret] refused by db",
    ],
    ["a URL within settings", ["DSN=postgres://u:hunter22@db/x"], "hunter22", "[secret]"],
    ["as Go's JSON has it", ["a<b>&cdef"], '"a\\u003cb\\u003e\\u0026cdef"', '"[secret]"'],
    ["as Go encodes a query", ["it's my pass"], "it%27s+my+pass", "[secret]"],
    ["as Go encodes a password", ["a&b=c/d@e$"], "x://u:a&b=c%2Fd%40e$@db", "x://u:[secret]@db"],
    ["as Go encodes a path", ["a&b=c/d@e$"], "/a&b=c%2Fd@e$/", "/[secret]/"],
    [
      "as Knative quotes a percent sign",
      ["amqp://u:ab%40lf-12%2F%%x@mq"],
      "bad ab%!l(MISSING)f-12%!F(MISSING)%x",
      "bad [secret]",
    ],
    ["cut at the end of a quote", ["hunter22-secret"], `${long}hunter22-se\nno`, `${long}[secret]\nno`],
    [
      "cut behind whole ones",
      ["hunter22-secret"],
      `${"hunter22-secret,".repeat(20)}hunter22`,
      `${"[secret],".repeat(20)}[secret]`,
    ],
    ["cut before dots", ["hunter22-secret"], "got hunter22-se...", "got [secret]..."],
    ["cut at the beginning of a log", ["hunter22-secret"], `with: er22-secret ${log}`, `with: [secret] ${log}`],
    ["not a word that only looks like a part", ["hunter22-secret"], "hunter: secret hunter", "hunter: secret hunter"],
    ["what a pattern would take for more", ["a.*b+c?"], "a.*b+c? axxbc", "[secret] axxbc"],
  ];
  for (const [title, values, text, expected] of cases)
    it(title, () => assert.equal(masked(text, formsOf(values)), expected));

  for (const user of ["", "u", "us", "user"])
    it(`in the base64 of the user "${user}" and the password`, () => {
      const left = masked(Buffer.from(`${user}:hunter2-secret`).toString("base64"), formsOf(["hunter2-secret"]));
      assert.match(left, /\[secret\]/);
      // The rest contains bits of at most one character at each end.
      assert.doesNotMatch(Buffer.from(left.replace("[secret]", ""), "base64").toString(), /hu|et/);
    });

  for (const [title, value] of [
    ["spaces", " ".repeat(2e5)],
    ["question marks", `x://${"?".repeat(2e5)}`],
    ["settings", "a=".repeat(1e5)],
    ["quotes", `"`.repeat(2e5)],
    ["half a character", "\ud800".repeat(7)],
  ] as const)
    it(`picks up ${title} without a pause`, () => {
      const start = process.cpuUsage().user;
      formsOf([value]);
      assert.ok(process.cpuUsage().user - start < 1e6);
    });

  it("takes up a secret of a hundred thousand lines", () => {
    const value = Array.from({ length: 1e5 }, (_, index) => `line ${index}`).join("\n");
    assert.equal(masked(`${long}line 99`, formsOf([value])), `${long}[secret]`);
  }).timeout(30_000);

  it("of an Output too, in every error of this package from then on", async () => {
    hide({ password: pulumi.secret(Promise.resolve("hunter22")), other: "also-s3cret" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(new Failure("said hunter22 and also-s3cret").message, "said [secret] and [secret]");
  });
});
