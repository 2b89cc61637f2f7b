// A Kafka cluster that this package's programs use: addresses, login, topics, initial offset. Schema, configuration and problems. Pure.
import { z } from "zod";
import { inCel } from "../../input/cel";
import { stringEnum } from "../../input/fields";
import { given } from "../../input/given";
import { type Problem, show } from "../../input/problems";
import type { KafkaSaslArgs, ServerTlsArgs } from "../eventArgs.gen";
import { type SecretKeys, secretKey } from "./secretKey";
import { certificateProblems, loginVariables, tlsAt } from "./serverLogin";

export const kafkaServer = z
  .string()
  .regex(/^[\w.-]+:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/, {
    error: 'expected host:port with a port from 1 to 65535, e.g. "kafka.kafka:9092"',
  });

export const topicName = z
  .string()
  .max(249)
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]+$/, {
    error: 'expected a topic of letters, digits, ".", "_" and "-", e.g. "orders.placed"',
  });

const one = "Exactly one of `topics` and `topicPattern` must be set.";

export const oneOfTopics = ["topics", "topicPattern"];

/** `what` describes what the topics are for. */
export const topicsAt = (what: string) => ({
  topics: z
    .array(topicName)
    .min(1)
    .optional()
    .meta({ description: `Topics ${what}. ${one}` }),
  topicPattern: z
    .string()
    .min(1)
    .max(256)
    .refine((pattern) => patternOf(pattern) !== undefined, {
      error:
        "expected a regular expression as RE2 has them, e.g. `orders\\..*`: it has no lookaround and no references",
      ...inCel((value) => `''.matches(${value}) || !''.matches(${value})`),
    })
    .optional()
    .meta({
      description: `A regular expression (RE2) of whole names, e.g. \`orders\\..*\`, also of topics that come later. ${one}`,
    }),
});

/** Undefined for a pattern that is invalid in RE2, which the program uses. */
export function patternOf(text: string): RegExp | undefined {
  if (/\(\?<?[=!]|\\[1-9]|\\k</.test(text)) return undefined;
  const [flags = ""] = /^\(\?[ims]+\)/.exec(text) ?? [];
  try {
    return new RegExp(`^(?:${text.slice(flags.length)})$`, flags.includes("i") ? "i" : "");
  } catch {
    return undefined;
  }
}

const words = ["earliest", "latest"];
const time =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export const initialOffsetAt = (description: string) =>
  z
    .string()
    .refine((text) => words.includes(text) || isTime(text), {
      error: 'expected "earliest", "latest" or a time such as "2026-01-31T12:00:00Z"',
      ...inCel(
        (value) => `${value} in ['earliest', 'latest'] || timestamp(${value}) > timestamp('0001-01-01T00:00:00Z')`,
      ),
    })
    .optional()
    .meta({ description });

/** JavaScript accepts February 30 and continues with March; such dates are invalid here. */
function isTime(text: string): boolean {
  const day = text.slice(0, 10);
  return time.test(text) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const mechanism = stringEnum("KafkaSaslMechanism", "How to log in to Kafka.", {
  PLAIN: "User and password as they are.",
  "SCRAM-SHA-256": "SCRAM with SHA-256.",
  "SCRAM-SHA-512": "SCRAM with SHA-512.",
  OAUTHBEARER: "A token.",
});

const sasl = z
  .strictObject({
    mechanism: mechanism.optional().meta({ description: "How to log in. Defaults to `PLAIN`." }),
    user: secretKey("Secret key of the user.", "Required, except with `OAUTHBEARER`."),
    password: secretKey("Secret key of the password.", "Required, except with `OAUTHBEARER`."),
    token: secretKey("Secret key of the token.", "Required with `OAUTHBEARER`, and only valid there."),
  })
  .meta({ id: "KafkaSasl", description: "Login to Kafka with SASL." });

/** The properties that all programs share that connect to a Kafka cluster. */
export const kafkaCluster = {
  bootstrapServers: z
    .array(kafkaServer)
    .min(1)
    .meta({ description: "Addresses of the Kafka cluster, as `host:port`. Required." }),
  sasl: sasl.optional().meta({ description: "Login with SASL. Defaults to none." }),
  tls: tlsAt("TLS; `{}` trusts the public authorities. Defaults to none: plain text."),
};

interface Server {
  bootstrapServers: unknown;
  sasl?: KafkaSaslArgs;
  tls?: ServerTlsArgs;
}

/** In the format of provider/programs/internal/kafkaconn. */
export function kafkaServerConfig({ bootstrapServers, sasl: login, tls }: Server): object {
  const secured = tls === undefined ? undefined : given({ serverName: tls.serverName });
  const used = login === undefined ? undefined : (login.mechanism ?? "PLAIN");
  return given({ bootstrapServers, sasl: used, tls: secured });
}

/** As files, so that a rotated Secret is used without a new Pod. */
export function kafkaLogin({ sasl: login, tls }: Server): SecretKeys {
  return { ...loginVariables({ user: login?.user, password: login?.password, tls }), SECRET_TOKEN: login?.token };
}

export function kafkaServerProblems({ sasl: login, tls }: Server, path: string): Problem[] {
  return [...(login === undefined ? [] : loginProblems(login, `${path}.sasl`)), ...certificateProblems({ tls }, path)];
}

function loginProblems({ mechanism: used = "PLAIN", ...keys }: KafkaSaslArgs, path: string): Problem[] {
  if (!mechanism.safeParse(used).success) return [];
  const needed = used === "OAUTHBEARER" ? ["token"] : ["user", "password"];
  const missing = needed.filter((name) => keys[name as keyof typeof keys] === undefined);
  const odd = Object.entries(keys).filter(([name, key]) => key !== undefined && !needed.includes(name));
  return [
    ...missing.map((name) => ({
      propertyPath: `${path}.${name}`,
      reason: `is required with mechanism ${show(used)}; set it, or change the mechanism`,
    })),
    ...odd.map(([name]) => ({
      propertyPath: `${path}.${name}`,
      reason: `is not valid with mechanism ${show(used)}, which takes ${needed.join(" and ")}; leave it out, or change the mechanism`,
    })),
  ];
}
