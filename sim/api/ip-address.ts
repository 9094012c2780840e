// IP addresses and ranges as the API reads them. k8s: apimachinery/pkg/util/validation/ip.go, k8s.io/utils/net
import { invalid, type FieldError, type FieldPath } from './field-errors.ts'

type At = FieldPath | string

/** An address as its bytes (4 or 16), and how it was written. */
export interface IpAddress {
  readonly family: 'IPv4' | 'IPv6'
  /** 4 bytes for IPv4 (also when written `::ffff:1.2.3.4`), 16 for IPv6. */
  readonly bytes: readonly number[]
  /** Written as IPv6 with an IPv4 address in it. */
  readonly mapped: boolean
  /** An octet was written with zeros in front. */
  readonly leadingZeros: boolean
}

/** An address, or undefined when the text is none. Zeros in front of an octet are let pass, as in Kubernetes. */
export function parseIp(text: string): IpAddress | undefined {
  if (/^[^:]*\./.test(text)) return ipv4(text)
  return text.includes(':') ? ipv6(text) : undefined
}

function ipv4(text: string): IpAddress | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]+$/.test(part) && Number(part) <= 255)) return undefined
  return {
    family: 'IPv4',
    bytes: parts.map(Number),
    mapped: false,
    leadingZeros: parts.some((part) => part.length > 1 && part.startsWith('0')),
  }
}

function ipv6(text: string): IpAddress | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  let leadingZeros = false
  const groups = (half: string, last: boolean): number[] | undefined => {
    if (half === '') return []
    const bytes: number[] = []
    const parts = half.split(':')
    for (const [index, part] of parts.entries()) {
      if (last && index === parts.length - 1 && part.includes('.')) {
        const tail = ipv4(part)
        if (!tail) return undefined
        leadingZeros ||= tail.leadingZeros
        bytes.push(...tail.bytes)
      } else {
        if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined
        bytes.push(Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255)
      }
    }
    return bytes
  }
  const head = groups(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? groups(halves[1]!, true) : []
  if (!head || !tail) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  const bytes = [...head, ...Array.from({ length: missing }, () => 0), ...tail]
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  return mapped
    ? { family: 'IPv4', bytes: bytes.slice(12), mapped, leadingZeros }
    : { family: 'IPv6', bytes, mapped, leadingZeros }
}

/** The form that Go prints: dotted, or RFC 5952. */
export function formatIp(address: Pick<IpAddress, 'bytes'>): string {
  const { bytes } = address
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[2 * index]! << 8) | bytes[2 * index + 1]!)
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === 0) length++
    if (length > best.length) best = { at, length }
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':')
  if (best.at === -1) return hex(groups)
  return `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}`
}

/** A range: the address as written and the length of its prefix. */
export interface Cidr {
  readonly address: IpAddress
  readonly prefix: number
  readonly leadingZeros: boolean
}

/** A range, or undefined when the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/')
  if (slash === -1) return undefined
  const address = parseIp(text.slice(0, slash))
  const length = text.slice(slash + 1)
  if (!address || !/^[0-9]+$/.test(length)) return undefined
  const prefix = Number(length)
  if (prefix > (address.family === 'IPv4' && !address.mapped ? 32 : 128)) return undefined
  return { address, prefix, leadingZeros: address.leadingZeros || (length.length > 1 && length.startsWith('0')) }
}

/** The network of a range: its address with the bits after the prefix cleared. */
export function networkOf(range: Cidr): number[] {
  const prefix = range.address.mapped ? Math.max(0, range.prefix - 96) : range.prefix
  return range.address.bytes.map((byte, index) => {
    const bits = Math.max(0, Math.min(8, prefix - 8 * index))
    return byte & (0xff << (8 - bits)) & 0xff
  })
}

/** Is the address in the range? False for different families. */
export function cidrContains(range: Cidr, address: IpAddress): boolean {
  if (range.address.bytes.length !== address.bytes.length) return false
  const within = networkOf({ ...range, address })
  return networkOf(range).every((byte, index) => byte === within[index])
}

/**
 * An address in a field older than the strict rules: any spelling passes, with a warning. `kept` are those of the old object.
 * k8s: IsValidIPForLegacyField; its strict form is an alpha feature, off by default
 */
export function validateLegacyIp(at: At, value: string, kept: readonly string[] = []): FieldError[] {
  if (kept.includes(value) || parseIp(value)) return []
  return [invalid(at, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]
}

/** An address in its one spelling. k8s: IsValidIP */
export function validateIp(at: At, value: string): FieldError[] {
  const address = parseIp(value)
  if (!address) return validateLegacyIp(at, value)
  if (address.leadingZeros) return [invalid(at, value, 'must not have leading 0s')]
  if (address.mapped) return [invalid(at, value, 'must not be an IPv4-mapped IPv6 address')]
  const canonical = formatIp(address)
  return value === canonical ? [] : [invalid(at, value, `must be in canonical form ("${canonical}")`)]
}

/** A range in a field older than the strict rules. k8s: IsValidCIDRForLegacyField, not strict as by default */
export function validateLegacyCidr(at: At, value: string, kept: readonly string[] = []): FieldError[] {
  if (kept.includes(value) || parseCidr(value)) return []
  return [invalid(at, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')]
}
