// A lesson.
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Contents } from '../../../_components/lesson/heading.tsx'
import styles from '../../../_components/lesson/lesson.module.css'
import { vocabularyOf } from '../../../_components/lesson/vocabulary.tsx'
import { Header } from '../../../_components/site/header.tsx'
import { renderMdx } from '../../../_server/mdx.ts'
import { runtime } from '../../../_server/runtime.ts'
import type { Lesson, Module } from '../../../../course/catalogue.ts'

type Params = { params: Promise<{ module: string; lesson: string }> }

/** Read when asked for: an edited lesson shows at once. */
export const dynamic = 'force-dynamic'

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { lesson } = find(await params)
  return { title: lesson.title, description: lesson.summary }
}

export default async function LessonPage({ params }: Params) {
  const { module, lesson } = find(await params)
  const catalogue = runtime().catalogue()
  const content = await renderMdx(lesson.body, vocabularyOf(catalogue))
  return (
    <>
      <Header>
        <Link href="/">Todas las lecciones</Link>
      </Header>
      <div className={styles.page}>
        <main id="contenido">
          <header className={styles.head}>
            <p>{module.title}</p>
            <h1>{lesson.title}</h1>
            <p className={styles.summary}>{lesson.summary}</p>
          </header>
          <article className={styles.prose}>{content}</article>
        </main>
        <Contents source={lesson.body} />
      </div>
    </>
  )
}

function find(slugs: { module: string; lesson: string }): { module: Module; lesson: Lesson } {
  const module = runtime()
    .catalogue()
    .modules.find(({ slug }) => slug === slugs.module)
  const lesson = module?.lessons.find(({ slug }) => slug === slugs.lesson)
  if (!module || !lesson) notFound()
  return { module, lesson }
}
