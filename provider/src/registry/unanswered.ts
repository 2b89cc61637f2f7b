// Explains why a registry does not answer: fetch's own message is always the same, so its cause is used; and the remedy.
import { Failure } from "../input/problems";
import { Away } from "./away";
import { plainHttpRemedy } from "./plainHttp";

export function unreachable(host: string, error: unknown): Failure {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  const { code = "" } = cause ?? {};
  const reason = cause?.message || code || message;
  // OpenSSL interprets the start of a plain HTTP response as a version or a length.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) || /wrong version number/.test(reason))
    return new Failure(`registry ${host} can't be reached over TLS: ${plainHttpRemedy(host)}`);
  if (/SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY|CERT_UNTRUSTED/.test(code))
    return new Failure(`registry ${host} can't be reached over TLS: ${reason}; ${untrusted}`);
  if (/CERT/.test(code)) return new Failure(`registry ${host} can't be reached over TLS: ${reason}`);
  return new Away(`registry ${host} does not answer: ${reason}; check its name, or start it`);
}

export const untrusted =
  "its certificate was issued by an authority that this machine does not trust; add it to the machine's authorities, or set SSL_CERT_FILE to a file that contains it";
