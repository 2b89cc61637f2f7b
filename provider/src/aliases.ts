// The aliases of a component as an older engine sends them to its plugin.
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import { BinaryReader } from "google-protobuf";

/** `repeated string aliases`, each a URN (pulumi v3.187, proto/pulumi/provider.proto); the SDK reads field 29, of messages. */
const olderField = 14;

/** Without them a component that was renamed with an alias is another one, and the running objects go with the earlier one. */
export function readOlderAliases(): void {
  const read = ConstructRequest.deserializeBinary;
  ConstructRequest.deserializeBinary = (bytes) => {
    const request = read(bytes);
    if (request.getAliasesList().length > 0) return request;
    for (const urn of olderAliases(bytes)) request.addAliases(new Alias().setUrn(urn));
    return request;
  };
}

function olderAliases(bytes: Uint8Array): string[] {
  const reader = new BinaryReader(bytes);
  const urns: string[] = [];
  while (reader.nextField()) {
    if (reader.getFieldNumber() === olderField) urns.push(reader.readString());
    else reader.skipField();
  }
  return urns;
}
