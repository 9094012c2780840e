// Kubernetes' quantities as numbers, to compare them.

const suffixes: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
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
}

/** `20Gi` in bytes, `500m` as 0.5; NaN for what is no quantity. */
export function quantityOf(text: string): number {
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text)
  if (!parts) return Number.NaN
  const [, digits, exponent, suffix] = parts
  return Number(digits + (exponent ?? '')) * suffixes[suffix ?? '']!
}
