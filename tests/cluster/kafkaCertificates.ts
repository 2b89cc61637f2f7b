// Certificates of a Kafka server for tests and of its user, signed by an authority of their own.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../environment/command";

export interface Certificates {
  ca: string;
  /** Of the user. */
  cert: string;
  key: string;
}

const fresh = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];

/** Writes ca.pem and server.pem, with key and certificate, into a directory. */
export async function makeCertificates(directory: string, address: string): Promise<Certificates> {
  const file = (name: string) => join(directory, name);
  const make = (name: string, ...more: string[]) =>
    run("openssl", [
      ...fresh,
      "-subj",
      `/CN=${name}`,
      "-keyout",
      file(`${name}.key`),
      "-out",
      file(`${name}.crt`),
      ...more,
    ]);
  const text = (name: string) => readFileSync(file(name), "utf8");
  await make("authority");
  const signed = [
    "-CA",
    file("authority.crt"),
    "-CAkey",
    file("authority.key"),
    "-addext",
    "basicConstraints=CA:FALSE",
  ];
  await make("server", ...signed, "-addext", `subjectAltName=IP:${address}`);
  await make("user", ...signed);
  writeFileSync(file("ca.pem"), text("authority.crt"));
  writeFileSync(file("server.pem"), text("server.key") + text("server.crt"));
  return { ca: text("authority.crt"), cert: text("user.crt"), key: text("user.key") };
}
