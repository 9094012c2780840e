// Lists of amounts by resource name, as quotas add and compare them. k8s: apiserver/pkg/quota/v1/resources.go
import { addQuantities, compareQuantities, formatQuantity, subtractQuantities } from '../quantity.ts'

export type ResourceAmounts = Readonly<Record<string, string>>

export function addAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const sum: Record<string, string> = { ...a }
  for (const [name, amount] of Object.entries(b)) {
    const known = sum[name]
    sum[name] = known === undefined ? amount : formatQuantity(addQuantities(known, amount))
  }
  return sum
}

/** `a - b`, nothing below zero. */
export function growth(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const more = Object.entries(a).map(([name, amount]): [string, string] => {
    const before = b[name]
    if (before === undefined) return [name, amount]
    return [name, compareQuantities(amount, before) > 0 ? formatQuantity(subtractQuantities(amount, before)) : '0']
  })
  return Object.fromEntries(more)
}

/** Only those named. */
export function masked(amounts: ResourceAmounts, names: readonly string[]): ResourceAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => names.includes(name)))
}

export function withoutZeros(amounts: ResourceAmounts): ResourceAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => compareQuantities(amount, '0') !== 0))
}

export function sameAmounts(a: ResourceAmounts, b: ResourceAmounts): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => b[name] !== undefined && compareQuantities(a[name]!, b[name]) === 0)
}

/** `pods=1,requests.cpu=500m`. */
export function amountsText(amounts: ResourceAmounts): string {
  return Object.keys(amounts)
    .toSorted()
    .map((name) => `${name}=${amounts[name]}`)
    .join(',')
}
