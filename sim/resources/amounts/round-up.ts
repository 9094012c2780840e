// Amounts finer than a thousandth are rounded up. k8s: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList
import { formatQuantity, roundUpQuantity } from '../../api/quantity.ts'

const milliScale = -3

/** Rounds each amount of a list, in place. Amounts are as decoding left them. */
export function roundUpAmounts(amounts: { [name: string]: string } | undefined): void {
  if (!amounts) return
  for (const [name, amount] of Object.entries(amounts)) {
    amounts[name] = formatQuantity(roundUpQuantity(amount, milliScale))
  }
}
