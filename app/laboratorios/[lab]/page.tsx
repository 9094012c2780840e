// A lab: its tasks and the learner's work, handed to the workbench.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { vocabularyOf } from '../../_components/lesson/vocabulary.tsx'
import { Workbench } from '../../_components/lab/workbench.tsx'
import { Brand, Colours } from '../../_components/site/header.tsx'
import { learner } from '../../_server/learner.ts'
import { renderMdx } from '../../_server/mdx.ts'
import { runtime } from '../../_server/runtime.ts'
import type { Lab } from '../../../course/catalogue.ts'

type Params = { params: Promise<{ lab: string }> }

export const dynamic = 'force-dynamic'

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const lab = find((await params).lab)
  return { title: lab.title, description: lab.summary }
}

export default async function LabPage({ params }: Params) {
  const lab = find((await params).lab)
  const { catalogue, session } = runtime()
  const bench = session.workbench(await learner(), lab.slug)
  const words = vocabularyOf(catalogue())
  return (
    <Workbench
      brand={<Brand />}
      colours={<Colours />}
      lab={lab.slug}
      title={lab.title}
      helm={lab.helm}
      users={lab.users.map(({ name, title, files }) => ({ name, title, files }))}
      lessonHref={`/lecciones/${lab.lesson}`}
      intro={await renderMdx(lab.intro, words)}
      tasks={await Promise.all(
        lab.tasks.map(async ({ id, title, body, hints }) => ({
          id,
          title,
          body: await renderMdx(body, words),
          hintsMax: hints.length,
          hints: bench.hints(id),
        })),
      )}
      files={bench.files()}
      own={lab.files.map(({ name }) => name)}
      verdict={bench.verdict()}
      solutionOpen={bench.solutionOpen()}
    />
  )
}

function find(slug: string): Lab {
  const lab = runtime()
    .catalogue()
    .labs.find((known) => known.slug === slug)
  if (!lab) notFound()
  return lab
}
