// What may be a name, a label, a port's name…: each rule returns its sentences, none when the value is well.
// k8s: apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content/*.go, pkg/api/validation/generic.go

const labelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`
const underscoreLabelFormat = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const underscoreSubdomainFormat = `${underscoreLabelFormat}(\\.${underscoreLabelFormat})*`
const label1035Format = '[a-z]([-a-z0-9]*[a-z0-9])?'
const wildcardFormat = `\\*\\.${subdomainFormat}`
const keyFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const valueFormat = `(${keyFormat})?`
const configKeyFormat = '[-._a-zA-Z0-9]+'
const headerFormat = '[-A-Za-z0-9]+'
const percentFormat = '[0-9]+%'

const compiled = new Map<string, RegExp>()

function matches(format: string, value: string): boolean {
  let expression = compiled.get(format)
  if (!expression) compiled.set(format, (expression = new RegExp(`^${format}$`)))
  return expression.test(value)
}

/** Bytes of a text in UTF-8: what every length limit of the API counts. Counted, not encoded: every write asks for many. */
export function byteLength(text: string): number {
  let bytes = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (text.codePointAt(at)! < 0x10000) bytes += 3
    else {
      // A pair of units.
      bytes += 4
      at++
    }
  }
  return bytes
}

// `must be no more than 63 characters`, of the older rules: it counts bytes all the same.
function maxCharactersSentence(max: number): string {
  return `must be no more than ${max} characters`
}

// `must be no more than 63 bytes`, of labels.
function maxBytesSentence(max: number): string {
  return `must be no more than ${max} bytes`
}

/** `must be between 1 and 65535, inclusive` */
export function rangeSentence(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`
}

/** `<rule> (e.g. 'a',  or 'b', regex used for validation is '…')` */
export function regexSentence(rule: string, format: string, ...examples: string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${format}')`
  return `${rule} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${format}')`
}

const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const underscoreRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character"
const label1035Rule =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
const wildcardRule =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
const keyRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"

/** k8s: IsDNS1123Label */
export function dns1123Label(value: string): string[] {
  const errors = byteLength(value) > 63 ? [maxCharactersSentence(63)] : []
  if (matches(labelFormat, value)) return errors
  if (matches(subdomainFormat, value)) return [...errors, 'must not contain dots']
  return [...errors, regexSentence(labelRule, labelFormat, 'my-name', '123-abc')]
}

/** k8s: IsDNS1123Subdomain */
export function dns1123Subdomain(value: string): string[] {
  return subdomain(value, maxCharactersSentence(253))
}

function subdomain(value: string, tooLong: string): string[] {
  const errors = byteLength(value) > 253 ? [tooLong] : []
  if (!matches(subdomainFormat, value)) errors.push(regexSentence(subdomainRule, subdomainFormat, 'example.com'))
  return errors
}

/** k8s: IsDNS1123SubdomainWithUnderscore */
export function dns1123SubdomainWithUnderscore(value: string): string[] {
  const errors = byteLength(value) > 253 ? [maxCharactersSentence(253)] : []
  if (matches(underscoreSubdomainFormat, value)) return errors
  return [...errors, regexSentence(underscoreRule, underscoreSubdomainFormat, 'example.com')]
}

/** k8s: IsDNS1035Label */
export function dns1035Label(value: string): string[] {
  const errors = byteLength(value) > 63 ? [maxCharactersSentence(63)] : []
  if (matches(label1035Format, value)) return errors
  return [...errors, regexSentence(label1035Rule, label1035Format, 'my-name', 'abc-123')]
}

/** `*.example.com`. k8s: IsWildcardDNS1123Subdomain */
export function wildcardDns1123Subdomain(value: string): string[] {
  const errors = byteLength(value) > 253 ? [maxCharactersSentence(253)] : []
  if (matches(wildcardFormat, value)) return errors
  return [...errors, regexSentence(wildcardRule, wildcardFormat, '*.example.com')]
}

/** `name` or `example.com/name`: label and annotation keys, finalizers, resource names. k8s: IsQualifiedName = IsLabelKey */
export function qualifiedKey(value: string): string[] {
  const parts = value.split('/')
  const form = regexSentence(keyRule, keyFormat, 'MyName', 'my.name', '123-abc')
  if (parts.length > 2) {
    return [`a valid label key ${form} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  }
  const errors: string[] = []
  if (parts.length === 2) {
    const prefix = parts[0]!
    if (prefix === '') errors.push('prefix part must be non-empty')
    else errors.push(...subdomain(prefix, maxBytesSentence(253)).map((sentence) => `prefix part ${sentence}`))
  }
  const name = parts.at(-1)!
  if (name === '') errors.push('name part must be non-empty')
  else if (byteLength(name) > 63) errors.push(`name part ${maxBytesSentence(63)}`)
  if (!matches(keyFormat, name)) errors.push(`name part ${form}`)
  return errors
}

/** k8s: IsValidLabelValue = content.IsLabelValue */
export function labelValue(value: string): string[] {
  const errors = byteLength(value) > 63 ? [maxBytesSentence(63)] : []
  if (matches(valueFormat, value)) return errors
  return [...errors, regexSentence(valueRule, valueFormat, 'MyValue', 'my_value', '12345')]
}

/** 1 to 65535. k8s: IsValidPortNum */
export function portNumber(port: number): string[] {
  return inRange(port, 1, 65535)
}

/** k8s: IsInRange */
export function inRange(value: number, low: number, high: number): string[] {
  return value >= low && value <= high ? [] : [rangeSentence(low, high)]
}

/** User and group ids. k8s: IsValidUserID, IsValidGroupID */
export function userId(id: number): string[] {
  return inRange(id, 0, 2 ** 31 - 1)
}

/** IANA service name: the name of a container's port. k8s: IsValidPortName */
export function portName(port: string): string[] {
  const errors: string[] = []
  if (byteLength(port) > 15) errors.push(maxCharactersSentence(15))
  if (!/^[-a-z0-9]+$/.test(port)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  }
  if (!/[a-z]/.test(port)) errors.push('must contain at least one letter (a-z)')
  if (port.includes('--')) errors.push('must not contain consecutive hyphens')
  if (port.startsWith('-') || port.endsWith('-')) errors.push('must not begin or end with a hyphen')
  return errors
}

/** `25%`. k8s: IsValidPercent */
export function percent(value: string): string[] {
  if (matches(percentFormat, value)) return []
  const rule = "a valid percent string must be a numeric string followed by an ending '%'"
  return [regexSentence(rule, percentFormat, '1%', '93%')]
}

/** k8s: IsHTTPHeaderName */
export function httpHeaderName(value: string): string[] {
  if (matches(headerFormat, value)) return []
  const rule = "a valid HTTP header must consist of alphanumeric characters or '-'"
  return [regexSentence(rule, headerFormat, 'X-Header-Name')]
}

/** The rule of 1.30 and later for a container's variables. k8s: IsRelaxedEnvVarName */
export function relaxedEnvVarName(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty']
  if (/^[ -<>-~]*$/.test(value)) return []
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

/** A key of a ConfigMap or a Secret. k8s: IsConfigMapKey */
export function configMapKey(value: string): string[] {
  const errors = byteLength(value) > 253 ? [maxCharactersSentence(253)] : []
  if (!matches(configKeyFormat, value)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
    errors.push(regexSentence(rule, configKeyFormat, 'key.name', 'KEY_NAME', 'key-name'))
  }
  return [...errors, ...parentFolder(value)]
}

function parentFolder(value: string): string[] {
  if (value === '.') return ["must not be '.'"]
  if (value === '..') return ["must not be '..'"]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

/** A rule for metadata.name; `prefix` is true for generateName, which may end in a dash. */
export type NameRule = (name: string, prefix: boolean) => string[]

/** k8s: NameIsDNSSubdomain: the rule of most kinds. */
export const nameIsSubdomain: NameRule = (name, prefix) => dns1123Subdomain(prefix ? maskedDash(name) : name)

/** k8s: the declared format k8s-long-name: the same, but it counts in bytes. */
export const nameIsLongName: NameRule = (name, prefix) =>
  subdomain(prefix ? maskedDash(name) : name, maxBytesSentence(253))

/** k8s: NameIsDNSLabel: namespaces. */
export const nameIsLabel: NameRule = (name, prefix) => dns1123Label(prefix ? maskedDash(name) : name)

/** k8s: NameIsDNS1035Label: services. */
export const nameIsLabel1035: NameRule = (name, prefix) => dns1035Label(prefix ? maskedDash(name) : name)

/** A name that becomes part of a path, as those of RBAC. k8s: path.IsValidPathSegmentName */
export const nameIsPathSegment: NameRule = (name, prefix) => {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`]
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`)
}

function maskedDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name
}
