// Reads content/: modules in the notes' order with their lessons.
import { join } from 'node:path'
import type { Lesson, Module } from '../catalogue.ts'
import { CourseError } from '../course-error.ts'
import { readDocument } from '../schema/document.ts'
import { lessonSchema } from '../schema/lesson.ts'
import { moduleSchema } from '../schema/module.ts'
import { filesIn, foldersIn, readRequired } from './folder.ts'

/** Every module of content/, also those without a lesson. Throws CourseError naming file and key. */
export function readModules(root: string): Module[] {
  const modules = foldersIn(join(root, 'content')).map((slug) => readModule(root, slug))
  const sorted = modules.toSorted((a, b) => a.position - b.position)
  for (const [index, { slug, position }] of sorted.entries()) {
    const other = sorted[index + 1]
    if (other?.position !== position) continue
    throw new CourseError(
      'bad-key',
      `content/${other.slug}/module.yaml: position: el módulo «${slug}» ya tiene la ${position}`,
      'Cada módulo lleva su lugar en los apuntes.',
    )
  }
  return sorted
}

function readModule(root: string, slug: string): Module {
  const folder = `content/${slug}`
  const file = `${folder}/module.yaml`
  const { lessons, ...rest } = readDocument(file, readRequired(root, file), moduleSchema)
  const orphan = filesIn(join(root, folder)).find(
    (name) => name.endsWith('.mdx') && !lessons.includes(name.slice(0, -'.mdx'.length)),
  )
  if (orphan !== undefined) {
    throw new CourseError(
      'lesson-without-place',
      `${folder}/${orphan}: la lección no está en «lessons» de ${file}`,
      'Añádela en el lugar en que se lee.',
    )
  }
  return { slug, ...rest, lessons: lessons.map((lesson) => readLesson(root, slug, lesson)) }
}

const frontmatter = /^---\r?\n([\s\S]*?)^---\r?\n/m

function readLesson(root: string, module: string, slug: string): Lesson {
  const file = `content/${module}/${slug}.mdx`
  const text = readRequired(root, file)
  const head = frontmatter.exec(text)
  if (head?.index !== 0) {
    throw new CourseError(
      'bad-frontmatter',
      `${file}:1: falta la cabecera`,
      'La primera línea es «---», luego title, summary, labs y covers, y otra línea «---».',
    )
  }
  return { slug, module, ...readDocument(file, head[1]!, lessonSchema, 2), body: text.slice(head[0].length) }
}
