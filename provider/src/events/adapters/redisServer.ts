// Address and credentials of a Redis server: standalone, behind Sentinel, or a cluster. Schema and configuration. Pure.
import { z } from "zod";
import { flag, integer } from "../../input/fields";
import { given } from "../../input/given";
import { type Problem, show } from "../../input/problems";
import type { RedisSentinelArgs, SecretKeyArgs, ServerTlsArgs } from "../eventArgs.gen";
import { type SecretKeys, secretKey } from "./secretKey";
import { certificateProblems, login, loginVariables, tlsAt } from "./serverLogin";

const server = z.string().regex(/^[\w.-]+:\d+$/, { error: 'expected host:port, e.g. "redis.shop:6379"' });

const sentinel = z
  .strictObject({
    master: z.string().min(1).meta({ description: "Name of the master that the sentinels watch. Required." }),
    user: secretKey("Secret key with the user of the sentinels.", "Defaults to no login."),
    password: secretKey("Secret key with the password of the sentinels."),
  })
  .meta({ id: "RedisSentinel", description: "Sentinels that know which server is the master." });

/** Properties of everything that reads a Redis server. */
export const redisServer = {
  addresses: z.array(server).min(1).meta({
    description:
      "Addresses as `host:port`: of the server, of the sentinels with `sentinel`, or of some nodes with `cluster`. Required.",
  }),
  database: integer(0, "Number of the database. Defaults to 0.", 1_000_000),
  sentinel: sentinel.optional().meta({ description: "Follows a master through Sentinel. Defaults to none." }),
  cluster: flag("True for a Redis Cluster. Defaults to false."),
  ...login,
  tls: tlsAt("TLS; `{}` trusts the public authorities. Defaults to none: plain text."),
};

interface Server {
  addresses: unknown;
  database?: unknown;
  sentinel?: RedisSentinelArgs;
  cluster?: unknown;
  user?: SecretKeyArgs;
  password?: SecretKeyArgs;
  tls?: ServerTlsArgs;
}

/** In the format of provider/programs/internal/redisconn. */
export function redisServerConfig({ addresses, database, sentinel: watched, cluster, tls }: Server): object {
  const secured = tls === undefined ? undefined : given({ serverName: tls.serverName });
  return given({ addresses, database, sentinelMaster: watched?.master, cluster, tls: secured });
}

export function redisServerSecrets({ sentinel: watched, ...own }: Server): SecretKeys {
  return {
    ...loginVariables(own),
    SECRET_SENTINEL_USER: watched?.user,
    SECRET_SENTINEL_PASSWORD: watched?.password,
  };
}

export function redisServerProblems(args: Server, path: string): Problem[] {
  const { sentinel: watched, cluster, database, addresses, user, password } = args;
  const both = watched !== undefined && cluster === true;
  const numbered = cluster === true && typeof database === "number" && database > 0;
  const many = Array.isArray(addresses) && addresses.length > 1 && watched === undefined && cluster !== true;
  return [
    ...certificateProblems(args, path),
    ...(many ? [{ propertyPath: `${path}.addresses`, reason: severalServers(addresses.length) }] : []),
    ...(user !== undefined && password === undefined
      ? [{ propertyPath: `${path}.password`, reason: "is required with user; set it, or leave user out" }]
      : []),
    ...(both
      ? [{ propertyPath: `${path}.cluster`, reason: "sentinel and cluster are mutually exclusive; set only one" }]
      : []),
    ...(numbered
      ? [
          {
            propertyPath: `${path}.database`,
            reason: `expected 0 with cluster, which has one database, got ${show(database)}`,
          },
        ]
      : []),
  ];
}

function severalServers(count: number): string {
  return `expected one address without sentinel or cluster, got ${count}; keep one, or set sentinel or cluster`;
}

/** True if Redis computes the slot of a key from a part in braces (redis.io/docs, cluster specification, hash tags). */
export function isTagged(key: string): boolean {
  return /^[^{]*\{[^}]+\}/.test(key);
}

/** The list of entries that a Pod of a source is processing, named as in provider/programs/internal/redisconn. */
export function processingKey(list: string, reader: string): string {
  return `${isTagged(list) ? list : `{${list}}`}:processing:${reader}`;
}
