// A registry that gives no answer: what happened below fetch, whose own message is always the same, and what to do about it.
import { Failure } from "../input/problems";
import { Away } from "./away";
import { plainHttpRemedy } from "./plainHttp";

export function unreachable(host: string, error: unknown): Failure {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  const { code = "" } = cause ?? {};
  const told = cause?.message || code || message;
  // OpenSSL takes the first bytes of an answer in plain HTTP for a version, or for a length.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) || /wrong version number/.test(told))
    return new Failure(`registry ${host} can't be asked by TLS: ${plainHttpRemedy(host)}`);
  if (/SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY|CERT_UNTRUSTED/.test(code))
    return new Failure(`registry ${host} can't be asked by TLS: ${told}; ${untrusted}`);
  if (/CERT/.test(code)) return new Failure(`registry ${host} can't be asked by TLS: ${told}`);
  return new Away(`registry ${host} does not answer: ${told}; check its name, or start it`);
}

export const untrusted =
  "its certificate is of an authority that this machine does not trust: add that to the machine's, or name a file that has it in SSL_CERT_FILE";
