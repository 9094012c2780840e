// Home: the course's route, module by module, in the notes' order.
import Link from 'next/link'
import { Chart } from './_components/site/chart.tsx'
import { Header } from './_components/site/header.tsx'
import styles from './_components/site/site.module.css'
import { Wheel } from './_components/site/wheel.tsx'
import { learner } from './_server/learner.ts'
import { runtime } from './_server/runtime.ts'
import type { Lab, Module } from '../course/catalogue.ts'
import type { Verdict } from '../graders/verdict.ts'

export default async function Home() {
  const { catalogue, session } = runtime()
  const { modules, labs } = catalogue()
  const who = await learner()
  const first = modules[0]?.lessons[0]
  return (
    <>
      <Header />
      <main id="contenido" className={styles.main}>
        <section className={styles.hero}>
          <Chart className={styles.chart} />
          <Wheel className={styles.heroWheel} />
          <h1>
            Kubernetes, <em>llevando tú el timón</em>
          </h1>
          <p className={styles.lead}>
            Lees una lección, aplicas el YAML en un cluster que es solo tuyo, ves qué hace el cluster con él y te
            corrige lo que ha pasado, no lo que has escrito. Sin cuenta, a tu ritmo, en tu máquina.
          </p>
          {first && (
            <p className={styles.heroActions}>
              <Link className="button primary" href={`/lecciones/${first.module}/${first.slug}`}>
                Empezar por {first.title}
              </Link>
            </p>
          )}
        </section>
        <ol className={styles.route}>
          {modules.map((module, index) => (
            <ModuleStop
              key={module.slug}
              module={module}
              number={index + 1}
              labs={labs}
              verdictOf={(lab) => session.workbench(who, lab).verdict()}
            />
          ))}
        </ol>
      </main>
      <footer className={styles.foot}>
        Lo que haces se guarda en esta máquina. Cada navegador es un alumno, con su cluster y su progreso.
      </footer>
    </>
  )
}

function ModuleStop({
  module,
  number,
  labs,
  verdictOf,
}: {
  module: Module
  number: number
  labs: Lab[]
  verdictOf: (lab: string) => Verdict | undefined
}) {
  return (
    <li className={styles.module}>
      <span className={styles.buoy} aria-hidden="true">
        {number}
      </span>
      <div>
        <h2>{module.title}</h2>
        <p>{module.summary}</p>
        <ul className={styles.stops}>
          {module.lessons.flatMap((lesson) => [
            <li key={lesson.slug}>
              <Link className={styles.stop} href={`/lecciones/${module.slug}/${lesson.slug}`}>
                <span className={styles.sort}>Lección</span>
                <div>
                  <b>{lesson.title}</b>
                  <p>{lesson.summary}</p>
                </div>
                <span />
              </Link>
            </li>,
            ...labs
              .filter((lab) => lab.lesson === `${module.slug}/${lesson.slug}`)
              .map((lab) => <LabStop key={lab.slug} lab={lab} verdict={verdictOf(lab.slug)} />),
          ])}
        </ul>
      </div>
    </li>
  )
}

function LabStop({ lab, verdict }: { lab: Lab; verdict: Verdict | undefined }) {
  const done = new Set(verdict?.checks.filter(({ status }) => status === 'pass').map(({ task }) => task))
  for (const { task, status } of verdict?.checks ?? []) if (status !== 'pass') done.delete(task)
  return (
    <li>
      <Link className={styles.stop} href={`/laboratorios/${lab.slug}`}>
        <span className={styles.sort}>Laboratorio</span>
        <div>
          <b>{lab.title}</b>
          <p>{lab.summary}</p>
        </div>
        <span className={styles.state} data-status={verdict?.status}>
          {verdict?.status === 'pass'
            ? '✓ Superado'
            : verdict
              ? `${done.size} de ${lab.tasks.length}`
              : `${lab.minutes} min`}
        </span>
      </Link>
    </li>
  )
}
