// Headings that can be linked to, and the list of them beside the lesson.
import type { ReactNode } from 'react'
import styles from './lesson.module.css'

function headingId(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

export function H2({ children }: { children?: ReactNode }) {
  return <h2 id={headingId(textOf(children))}>{children}</h2>
}

export function H3({ children }: { children?: ReactNode }) {
  return <h3 id={headingId(textOf(children))}>{children}</h3>
}

/** The second-level headings of a Markdown text. */
export function Contents({ source }: { source: string }) {
  const prose = source.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '')
  const titles = [...prose.matchAll(/^## (.+)$/gm)].map(([, title]) => title!.replaceAll(/[`*_]/g, '').trim())
  if (titles.length < 2) return null
  return (
    <nav className={styles.toc} aria-labelledby="en-esta-leccion">
      <h2 id="en-esta-leccion">En esta lección</h2>
      <ol>
        {titles.map((title) => (
          <li key={title}>
            <a href={`#${headingId(title)}`}>{title}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (node && typeof node === 'object' && 'props' in node)
    return textOf((node.props as { children?: ReactNode }).children)
  return ''
}
