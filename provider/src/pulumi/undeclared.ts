// Members of the SDK that it does not declare, each cast to what is declared and these in addition.
import * as pulumi from "@pulumi/pulumi";

interface Inner<T> {
  promise(): Promise<T>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  /** All resources that the Output depends on. */
  allResources?(): Promise<Set<pulumi.Resource>>;
}

export const innerOf = <T>(output: pulumi.OutputInstance<T>) => output as pulumi.OutputInstance<T> & Inner<T>;

/** For a resource of another process, it has only the URN. */
interface Noted {
  __aliases?: pulumi.Input<string>[];
  __name?: string;
  __pulumiType?: string;
  __parentResource?: pulumi.Resource;
  __childResources?: Set<pulumi.Resource>;
}

export const notedOf = (resource: pulumi.Resource) => resource as pulumi.Resource & Noted;

type Runtime = typeof pulumi.runtime & { waitForRPCs(): Promise<void> };

/** Resolves once the engine has processed all registrations. */
export const registrationsSent = () => (pulumi.runtime as Runtime).waitForRPCs();

type WithStack = { stackTrace(skip: number): object[] };

/**
 * The SDK notes the stack of each resource, as its place in the program, and of each promise, for messages about leaked ones. For
 * resources that this package creates, the place is this package; translating it with source maps costs a program more than
 * anything else. Returns a function that ends this.
 */
export function withoutStacks(): () => void {
  const resource = pulumi.Resource as unknown as WithStack;
  const { stackTraceLimit } = Error;
  const { stackTrace } = resource;
  Error.stackTraceLimit = 0;
  resource.stackTrace = () => [];
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
    resource.stackTrace = stackTrace;
  };
}

type Bytes = (bytes: Buffer) => Buffer;

/** The monitor is a client of @grpc/grpc-js. */
interface Client {
  makeUnaryRequest?(
    path: string,
    serialize: Bytes,
    deserialize: Bytes,
    request: Buffer,
    done: (error: (Error & { details: string }) | null, response: Buffer) => void,
  ): void;
}

const unchanged: Bytes = (bytes) => bytes;

/** Calls of the engine with messages as bytes; undefined with mocks. The program does not end before they are answered. */
export function unaryCalls(): ((path: string, request: Buffer) => Promise<Buffer>) | undefined {
  const monitor = pulumi.runtime.getMonitor() as Client | undefined;
  if (monitor?.makeUnaryRequest === undefined) return undefined;
  return (path, request) => {
    const done = pulumi.runtime.rpcKeepAlive();
    const answered = new Promise<Buffer>((resolve, reject) =>
      monitor.makeUnaryRequest?.(path, unchanged, unchanged, request, (error, response) =>
        error === null ? resolve(response) : reject(new Error(error.details)),
      ),
    );
    return answered.finally(done);
  };
}
