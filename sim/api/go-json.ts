// JSON as Go writes it: safe inside HTML. k8s: encoding/json Marshal

const escapes: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** @param indent spaces of each level; absent: all on one line. */
export function goJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replaceAll(/[<>&\u2028\u2029]/g, (character) => escapes[character]!)
}
