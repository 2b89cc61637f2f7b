// Checks over the network whether a component responds.
import { existsSync, readFileSync } from "node:fs";
import { type ClientRequest, get as getHttp, type IncomingMessage } from "node:http";
import { Agent, get as getHttps } from "node:https";
import { connect } from "node:net";
import { apiUrl, certificate, privateKey } from "./settings";

const timeout = 2000;

/** True if the HTTP address responds with 200, or if the socket "unix:PATH" accepts a connection. */
export async function answers(target: string): Promise<boolean> {
  if (target.startsWith("unix:")) return accepts(target.slice("unix:".length));
  return (await fetchFrom(target))?.status === 200;
}

/** Reads an object from the API server as the administrator; undefined if there is none or no response. */
export async function readObject<T>(path: string): Promise<T | undefined> {
  const answer = await fetchFrom(apiUrl + path);
  return answer?.status === 200 ? JSON.parse(answer.body) : undefined;
}

function fetchFrom(url: string): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve) => {
    const request = open(url, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", () => resolve(undefined));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(undefined));
  });
}

function open(url: string, listener: (response: IncomingMessage) => void): ClientRequest {
  if (url.startsWith("http:")) return getHttp(url, { timeout, agent: false }, listener);
  return getHttps(url, { timeout, agent: url.startsWith(apiUrl) ? administrator() : healthOnly }, listener);
}

/** Controller manager and scheduler sign their own certificates, and only their health is requested. */
const healthOnly = new Agent({ rejectUnauthorized: false, keepAlive: false });

function administrator(): Agent {
  if (!existsSync(certificate("admin"))) return healthOnly;
  return new Agent({
    ca: readFileSync(certificate("ca")),
    cert: readFileSync(certificate("admin")),
    key: readFileSync(privateKey("admin")),
    keepAlive: false,
  });
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
