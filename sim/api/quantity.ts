// Amounts of cpu, memory and storage: exact, and printed in the one form that the server prints.
// k8s: apimachinery/pkg/api/resource/{quantity,suffix,amount,scale_int}.go

/** How an amount was written, and so how it is printed: `12M`, `12Mi` or `12e6`. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** `mantissa × 10^scale`, exactly. `text` is kept where the server prints back what it read. */
export interface Quantity {
  readonly mantissa: bigint
  readonly scale: number
  readonly format: QuantityFormat
  readonly text?: string
}

/** What a caller may hand over: parsed, or as an object carries it. */
export type QuantityLike = Quantity | string

/** The text is no amount; `message` is the server's sentence. */
export class QuantityError extends Error {}

const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const decimalSuffixes = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
])
const binarySuffixes = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
])
// Nothing larger has a meaning, and 10^1000000 would stop the process.
const exponentMax = 1000
const int64Max = 2n ** 63n - 1n

/** Reads an amount. Throws {@link QuantityError} with the server's words. */
export function parseQuantity(text: string): Quantity {
  if (text === '') throw new QuantityError(wrongFormat)
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text)
  if (!match) throw new QuantityError(wrongFormat)
  const [, sign, whole = '', fraction = '', suffix = ''] = match
  // A text of zeros alone ends before its suffix is looked at.
  if (/^[+-]?0*$/.test(text)) return { mantissa: 0n, scale: 0, format: 'DecimalSI' }
  const { base, exponent, format } = interpretSuffix(suffix)
  const digits = (whole.replace(/^0+/, '') || '0') + fraction
  const unsigned = BigInt(digits)
  const signed = sign === '-' ? -unsigned : unsigned
  if (base === 10) {
    const scale = exponent - fraction.length
    const fast = digits.length <= 18 && scale >= -9
    const keeps = fast && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
    if (keeps) return { mantissa: signed, scale, format, text }
    return rounded({ mantissa: signed, scale, format }, -9)
  }
  const mantissa = signed << BigInt(exponent)
  const precision = 15 - (digits.length - fraction.length) - Math.trunc((exponent * 3) / 10) - 1
  if (fraction === '' && precision >= 0) {
    return { mantissa, scale: 0, format, ...(unsigned % 8n === 0n ? {} : { text }) }
  }
  return capped(rounded({ mantissa, scale: -fraction.length, format }, -9))
}

function interpretSuffix(suffix: string): { base: 2 | 10; exponent: number; format: QuantityFormat } {
  const decimal = decimalSuffixes.get(suffix)
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' }
  const binary = binarySuffixes.get(suffix)
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' }
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw new QuantityError("unable to parse quantity's suffix")
  const exponent = Math.max(-exponentMax, Math.min(exponentMax, Number(suffix.slice(1))))
  return { base: 10, exponent, format: 'DecimalExponent' }
}

function capped(quantity: Quantity): Quantity {
  const size = quantity.mantissa < 0n ? -quantity.mantissa : quantity.mantissa
  const sign = quantity.mantissa < 0n ? -1n : 1n
  const most: Quantity = { mantissa: int64Max, scale: 0, format: quantity.format }
  const absolute = { ...quantity, mantissa: size }
  if (compareQuantities(absolute, most) > 0) return { ...most, mantissa: sign * int64Max }
  const one: Quantity = { mantissa: 1n, scale: 0, format: quantity.format }
  return size !== 0n && compareQuantities(absolute, one) < 0 ? { ...quantity, format: 'DecimalSI' } : quantity
}

/** Away from zero: who asks for a crumb gets a crumb. */
function rounded(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity
  return {
    mantissa: divideUp(quantity.mantissa, 10n ** BigInt(scale - quantity.scale)),
    scale,
    format: quantity.format,
  }
}

function divideUp(value: bigint, by: bigint): bigint {
  const quotient = value / by
  if (value % by === 0n) return quotient
  return value < 0n ? quotient - 1n : quotient + 1n
}

function parsed(quantity: QuantityLike): Quantity {
  return typeof quantity === 'string' ? parseQuantity(quantity) : quantity
}

/** The text that the server prints: `1000m` is `1`, `0.5Gi` is `512Mi`, `1.5` is `1500m`. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.mantissa === 0n) return '0'
  if (quantity.text !== undefined) return quantity.text
  if (quantity.format === 'BinarySI') {
    const whole = scaledValue(quantity, 0)
    const exact = compareQuantities(quantity, { mantissa: whole, scale: 0, format: 'BinarySI' }) === 0
    if (exact && (whole <= -1024n || whole >= 1024n)) return formatBinary(whole)
    return formatDecimal(quantity, 'DecimalSI')
  }
  return formatDecimal(quantity, quantity.format)
}

function formatBinary(whole: bigint): string {
  let mantissa = whole
  let exponent = 0
  for (; mantissa % 1024n === 0n; mantissa /= 1024n) exponent += 10
  const suffix = [...binarySuffixes].find(([, power]) => power === exponent)?.[0] ?? ''
  return `${mantissa}${suffix}`
}

function formatDecimal(quantity: Quantity, format: QuantityFormat): string {
  let { mantissa, scale } = quantity
  for (; mantissa % 10n === 0n; mantissa /= 10n) scale++
  const excess = ((scale % 3) + 3) % 3
  mantissa *= 10n ** BigInt(excess)
  scale -= excess
  if (format === 'DecimalExponent') return scale === 0 ? `${mantissa}` : `${mantissa}e${scale}`
  const suffix = [...decimalSuffixes].find(([, power]) => power === scale)?.[0] ?? ''
  return `${mantissa}${suffix}`
}

/** `text` as the server would print it back. Throws {@link QuantityError}. */
export function canonicalQuantity(text: string): string {
  return formatQuantity(parseQuantity(text))
}

/** Negative, 0 or positive as `a` is less than, equal to or more than `b`. */
export function compareQuantities(a: QuantityLike, b: QuantityLike): number {
  const [left, right] = aligned(parsed(a), parsed(b))
  return left < right ? -1 : left > right ? 1 : 0
}

/** `a + b`, in the format of `a` unless that is zero. */
export function addQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  return combined(parsed(a), parsed(b), (left, right) => left + right)
}

/** `a - b`, in the format of `a` unless that is zero. */
export function subtractQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  return combined(parsed(a), parsed(b), (left, right) => left - right)
}

function combined(a: Quantity, b: Quantity, of: (left: bigint, right: bigint) => bigint): Quantity {
  const [left, right, scale] = aligned(a, b)
  return { mantissa: of(left, right), scale, format: a.mantissa === 0n ? b.format : a.format }
}

function aligned(a: Quantity, b: Quantity): [bigint, bigint, number] {
  const scale = Math.min(a.scale, b.scale)
  return [a.mantissa * 10n ** BigInt(a.scale - scale), b.mantissa * 10n ** BigInt(b.scale - scale), scale]
}

/** The amount in units of `10^scale`, rounded away from zero. */
function scaledValue(quantity: QuantityLike, scale: number): bigint {
  const { mantissa, scale: own } = parsed(quantity)
  return own >= scale ? mantissa * 10n ** BigInt(own - scale) : divideUp(mantissa, 10n ** BigInt(scale - own))
}

/** Whole units, rounded away from zero: bytes, cores. */
export function quantityValue(quantity: QuantityLike): bigint {
  return scaledValue(quantity, 0)
}

/** Thousandths, rounded away from zero: millicores. */
export function quantityMilliValue(quantity: QuantityLike): bigint {
  return scaledValue(quantity, -3)
}

/** An amount made from a number: `quantityOf(1500n, 'DecimalSI', -3)` prints `1500m`. */
export function quantityOf(mantissa: bigint, format: QuantityFormat = 'DecimalSI', scale = 0): Quantity {
  return { mantissa, scale, format }
}

/** Rounds up to a multiple of `10^scale`, as defaulting does to what a container asks for (-3: thousandths). */
export function roundUpQuantity(quantity: QuantityLike, scale: number): Quantity {
  return rounded(parsed(quantity), scale)
}
