// The numbers that Kubernetes quantities stand for, to compare them.

const units: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity stands for. */
export function amount(quantity: string): number {
  const [, digits = "", unit = ""] = /^([\d.]+(?:[eE][-+]?\d+)?)(\w*)$/.exec(quantity) ?? [];
  return Number(digits) * (units[unit] ?? 1);
}
