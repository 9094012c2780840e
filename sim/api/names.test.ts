import { describe, expect, it } from 'vitest'
import {
  configMapKey,
  dns1123Label,
  dns1123Subdomain,
  dns1123SubdomainWithUnderscore,
  httpHeaderName,
  labelValue,
  nameIsLabel,
  nameIsLabel1035,
  nameIsPathSegment,
  nameIsSubdomain,
  percent,
  portName,
  portNumber,
  qualifiedKey,
  relaxedEnvVarName,
  wildcardDns1123Subdomain,
} from './names.ts'

const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

describe('DNS names', () => {
  it('takes good ones', () => {
    for (const name of ['a', 'a-b', '0', 'a'.repeat(63)]) expect(dns1123Label(name)).toEqual([])
    for (const name of ['a.b', 'a-b.c', 'a'.repeat(253)]) expect(dns1123Subdomain(name)).toEqual([])
    expect(nameIsLabel1035('a1', false)).toEqual([])
    expect(wildcardDns1123Subdomain('*.example.com')).toEqual([])
    expect(dns1123SubdomainWithUnderscore('_a.b_c')).toEqual([])
  })
  it('says what is wrong', () => {
    expect(dns1123Label('A')).toEqual([label])
    expect(dns1123Label('a.b')).toEqual(['must not contain dots'])
    expect(dns1123Label(`${'a'.repeat(63)}-`)).toEqual(['must be no more than 63 characters', label])
    expect(dns1123Subdomain('a_b')).toEqual([subdomain])
    expect(nameIsLabel1035('1a', false)).toEqual([
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ])
    expect(wildcardDns1123Subdomain('*')).toHaveLength(1)
  })
  it('lets a prefix end in a dash', () => {
    expect(nameIsSubdomain('web-', true)).toEqual([])
    expect(nameIsSubdomain('web-', false)).toEqual([subdomain])
    expect(nameIsLabel('web-', true)).toEqual([])
  })
  it('keeps path segments apart from paths', () => {
    expect(nameIsPathSegment('system:node', false)).toEqual([])
    expect(nameIsPathSegment('a/b%', false)).toEqual(["may not contain '/'", "may not contain '%'"])
    expect(nameIsPathSegment('..', false)).toEqual(["may not be '..'"])
  })
})

describe('labels', () => {
  const form =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
  it('takes good keys and values', () => {
    for (const key of ['a', 'A.b_c-d', 'example.com/Name']) expect(qualifiedKey(key)).toEqual([])
    for (const value of ['', 'a', 'A.b_c']) expect(labelValue(value)).toEqual([])
  })
  it('says what is wrong with a key', () => {
    expect(qualifiedKey('')).toEqual(['name part must be non-empty', `name part ${form}`])
    expect(qualifiedKey('/a')).toEqual(['prefix part must be non-empty'])
    expect(qualifiedKey('A/a')).toEqual([`prefix part ${subdomain}`])
    expect(qualifiedKey('a'.repeat(64))).toEqual(['name part must be no more than 63 bytes'])
    expect(qualifiedKey('a/b/c')).toEqual([
      `a valid label key ${form} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ])
  })
  it('counts bytes', () => {
    expect(labelValue('a'.repeat(64))).toEqual(['must be no more than 63 bytes'])
  })
})

describe('ports, variables and the like', () => {
  it('port names', () => {
    expect(portName('http-2')).toEqual([])
    expect(portName('12')).toEqual(['must contain at least one letter (a-z)'])
    expect(portName('a--b-')).toEqual(['must not contain consecutive hyphens', 'must not begin or end with a hyphen'])
    expect(portName('WEB')).toEqual([
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      'must contain at least one letter (a-z)',
    ])
    expect(portName('a'.repeat(16))).toEqual(['must be no more than 15 characters'])
  })
  it('port numbers', () => {
    expect(portNumber(80)).toEqual([])
    expect(portNumber(0)).toEqual(['must be between 1 and 65535, inclusive'])
  })
  it('environment variables', () => {
    expect(relaxedEnvVarName('1 A')).toEqual([])
    expect(relaxedEnvVarName('')).toEqual(['environment variable name must be non-empty'])
    expect(relaxedEnvVarName('a=b')).toEqual([
      "a valid environment variable name must consist only of printable ASCII characters other than '='",
    ])
  })
  it('keys of ConfigMaps', () => {
    expect(configMapKey('a.b_C-d')).toEqual([])
    expect(configMapKey('..')).toEqual(["must not be '..'"])
    expect(configMapKey('..a')).toEqual(["must not start with '..'"])
    expect(configMapKey('a/b')).toEqual([
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ])
  })
  it('percentages and headers', () => {
    expect(percent('25%')).toEqual([])
    expect(percent('25')).toHaveLength(1)
    expect(httpHeaderName('X-A')).toEqual([])
    expect(httpHeaderName('X A')).toHaveLength(1)
  })
})
