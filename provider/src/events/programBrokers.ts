// The brokers that the program itself creates: their names, and the sample events declared with them.
import type { Event } from "../filters/filteredEvent";

export type Samples = Record<string, Event>;

const brokers = new Map<string, Samples>();

export function announceBroker(namespace: string, name: string, samples: Samples = {}): void {
  brokers.set(`${namespace}/${name}`, samples);
}

/** True also for a namespace that is not known yet. */
export function isOfProgram(namespace: unknown, name: string): boolean {
  return typeof namespace !== "string" || brokers.has(`${namespace}/${name}`);
}

/** By `namespace/name`. */
export function samplesOfProgram(): [string, Samples][] {
  return [...brokers].filter(([, samples]) => Object.keys(samples).length > 0);
}

/** Whether any sample event has the attribute. */
export function isInSamples(attribute: string): boolean {
  return samplesOfProgram().some(([, samples]) =>
    Object.values(samples).some((event) => Object.hasOwn(event, attribute)),
  );
}
