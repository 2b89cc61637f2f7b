// ISO 8601 durations, as used in Eventing's ConfigMaps. Pure.

/** As eventing parses it (rickb777/date v1.13, period.Parse): no sign, at least one part, one digit after the point. */
const parts = /^P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d0*)?S)?)?$/;

/** True for a duration longer than 0. */
export function isIsoDuration(text: string): boolean {
  return parts.test(text) && /[1-9]/.test(text);
}
