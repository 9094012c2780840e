// One highlighter for the whole process, with colours that pass on both themes.
import { createHighlighter, type Highlighter } from 'shiki'

export const highlightThemes = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const
const languages = ['yaml', 'shellscript', 'json', 'http', 'ini', 'diff', 'dockerfile']

type Holder = { timonelHighlighter?: Promise<Highlighter> }

export function highlighter(): Promise<Highlighter> {
  const holder = globalThis as Holder
  holder.timonelHighlighter ??= createHighlighter({ themes: Object.values(highlightThemes), langs: languages })
  return holder.timonelHighlighter
}

/** HTML of a manifest, colours by `light-dark()`. */
export async function highlightYaml(text: string): Promise<string> {
  const shiki = await highlighter()
  return shiki.codeToHtml(text.trimEnd(), { lang: 'yaml', themes: highlightThemes, defaultColor: 'light-dark()' })
}
