// An object as the API server returns it, with the fields that commands read. Pure.

/** For code that reads fields of many kinds. */
// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
export type ApiObject = any;

export interface ManagedFields {
  manager?: string;
  operation?: string;
  subresource?: string;
  fieldsV1?: object;
}

export interface LiveObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    generation?: number;
    resourceVersion?: string;
    creationTimestamp?: Date;
    deletionTimestamp?: Date;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    managedFields?: ManagedFields[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: the fields as a tree
  spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the fields as a tree
  status?: any;
}
