import { describe, expect, it } from 'vitest'
import { cidrContains, formatIp, networkOf, parseCidr, parseIp } from './ip-address.ts'

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['010.0.0.1', '10.0.0.1'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::FFFF', '2001:db8::ffff'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('%s is %s', (text, printed) => {
    expect(formatIp(parseIp(text)!)).toBe(printed)
  })
  it.each(['', 'a', '1.2.3', '1.2.3.256', '1.2.3.4.5', '1::2::3', ':1', '12345::', '1:2:3:4:5:6:7:8:9', '1.2.3.4::'])(
    '%j is none',
    (text) => {
      expect(parseIp(text)).toBeUndefined()
    },
  )
})

describe('ranges', () => {
  it('has a network', () => {
    expect(networkOf(parseCidr('10.1.2.3/20')!)).toEqual([10, 1, 0, 0])
    expect(formatIp({ bytes: networkOf(parseCidr('2001:db8::ff/64')!) })).toBe('2001:db8::')
  })
  it('contains addresses of its own family', () => {
    const range = parseCidr('10.42.0.0/16')!
    expect(cidrContains(range, parseIp('10.42.3.4')!)).toBe(true)
    expect(cidrContains(range, parseIp('10.43.0.0')!)).toBe(false)
    expect(cidrContains(range, parseIp('::1')!)).toBe(false)
  })
  it.each(['10.0.0.0', '10.0.0.0/33', '::/129', 'a/8', '10.0.0.0/x'])('%s is none', (text) => {
    expect(parseCidr(text)).toBeUndefined()
  })
})
