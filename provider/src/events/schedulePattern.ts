// Cron schedules as one RE2 pattern, for the CRD of Function objects. It accepts descending ranges; Knative's
// webhook refuses those.
export const schedulePattern = pattern();

function pattern(): string {
  const month = "0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  const day = "0?[0-6]|(?i:sun|mon|tue|wed|thu|fri|sat)";
  const fields = ["[0-5]?\\d", "[01]?\\d|2[0-3]", "0?[1-9]|[12]\\d|3[01]", month, day].map(field);
  const named = "@(yearly|annually|monthly|weekly|daily|midnight|hourly)";
  return `^\\s*(${named}|(${field("[0-5]?\\d")}\\s+)?${fields.join("\\s+")})\\s*$`;
}

function field(one: string): string {
  const range = `(\\*|\\?|(${one})(-(${one}))?)(/[1-9]\\d*)?`;
  return `${range}(,${range})*`;
}
