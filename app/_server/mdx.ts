// MDX of content/ and labs/ as React, made when it is asked for, so that an edited lesson is never stale.
import { createHash } from 'node:crypto'
import { evaluate } from '@mdx-js/mdx'
import rehypeShiki from '@shikijs/rehype/core'
import type { MDXComponents, MDXContent } from 'mdx/types'
import * as jsx from 'react/jsx-runtime'
import remarkGfm from 'remark-gfm'
import { highlighter, highlightThemes } from './highlight.ts'

const made = new Map<string, Promise<MDXContent>>()
const madeMax = 500

/** Rejects with the compiler's message, which names line and column. */
export async function renderMdx(source: string, components: MDXComponents) {
  const key = createHash('sha256').update(source).digest('hex')
  let content = made.get(key)
  if (!content) {
    content = compile(source)
    content.catch(() => made.delete(key))
    if (made.size >= madeMax) made.clear()
    made.set(key, content)
  }
  return (await content)({ components })
}

async function compile(source: string): Promise<MDXContent> {
  const shiki = await highlighter()
  const options = { themes: highlightThemes, defaultColor: 'light-dark()' as const, fallbackLanguage: 'text' }
  const { default: content } = await evaluate(source, {
    ...jsx,
    remarkPlugins: [remarkGfm],
    rehypePlugins: [[rehypeShiki, shiki, options]],
  })
  return content
}
