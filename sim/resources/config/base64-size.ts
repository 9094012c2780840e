// Size limits count what a base64 text stands for, not its letters.

/** Bytes that a base64 text stands for. */
export function decodedBytes(text: string): number {
  return Math.floor((text.replace(/=+$/, '').length * 3) / 4)
}
