// Arrows for a page.

/** The terminal's `->` would break in two at the end of a line. */
export function arrows(text: string): string {
  return text.replaceAll('->', '→')
}
