// What a program prints of its own secrets stands in no message of ours.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { hide, linesOf, masked } from "../../provider/src/core/hidden";
import { Failure } from "../../provider/src/core/problems";

describe("secrets: in the words of a program", () => {
  const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----\n";
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
    ["what a pattern would take for more", ["a.*b+c?"], "a.*b+c? axxbc", "[secret] axxbc"],
  ];
  for (const [title, values, text, expected] of cases)
    it(title, () => assert.equal(masked(text, linesOf(values)), expected));

  it("of an Output too, in every error of ours from then on", async () => {
    hide({ password: pulumi.secret(Promise.resolve("hunter22")), other: "also-s3cret" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(new Failure("said hunter22 and also-s3cret").message, "said [secret] and [secret]");
  });
});
