// IPv4 addresses and ranges.

/** True for dotted quads. */
export function isAddress(text: string): boolean {
  return numberOf(text) !== undefined
}

/** Whether an address is of a range such as `10.42.0.0/16`; false for what is no IPv4 address or range. */
export function inCidr(address: string, cidr: string): boolean {
  const range = rangeOf(cidr)
  const number = numberOf(address)
  return range !== undefined && number !== undefined && number >= range.first && number < range.first + range.size
}

/**
 * The range that a cluster gives its nodes theirs from: the smallest /16 or wider that holds them all, as installers choose it.
 * @param ranges of nodes: `10.42.1.0/24`. Undefined where no node has one.
 */
export function clusterCidr(ranges: string[]): string | undefined {
  const firsts = ranges.flatMap((cidr) => rangeOf(cidr)?.first ?? [])
  const [one] = firsts
  if (one === undefined) return undefined
  for (let bits = 16; bits > 0; bits--) {
    const size = 2 ** (32 - bits)
    const first = one - (one % size)
    if (firsts.every((each) => each - (each % size) === first)) return `${textOf(first)}/${bits}`
  }
  return undefined
}

function rangeOf(cidr: string): { first: number; size: number } | undefined {
  const [address = '', bits = ''] = cidr.split('/')
  const number = numberOf(address)
  if (number === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined
  const size = 2 ** (32 - Number(bits))
  return { first: number - (number % size), size }
}

function numberOf(address: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)
  const parts = match?.slice(1).map(Number)
  if (!parts?.every((part) => part < 256)) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
