// Backslash escapes as echo -e and printf read them.

const simple: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '\\': '\\',
  '"': '"',
}

/** The text with its escapes carried out; `stopped` when a `\c` cut it off. */
export function unescape(text: string): { value: string; stopped: boolean } {
  let value = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '\\') {
      value += text[at]
      continue
    }
    const rest = text.slice(at + 1)
    if (rest.startsWith('c')) return { value, stopped: true }
    const number = /^(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3}))/.exec(rest)
    if (number) {
      value += String.fromCharCode(number[1] ? parseInt(number[1], 16) : parseInt(number[2]!, 8) & 255)
      at += number[0].length
    } else if (rest[0] !== undefined && rest[0] in simple) {
      value += simple[rest[0]]
      at++
    } else value += '\\'
  }
  return { value, stopped: false }
}
