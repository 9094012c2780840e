// The words of a lesson's MDX (course/schema/lesson.ts says which), and the plain elements in the site's clothes.
import type { MDXComponents } from 'mdx/types'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type Catalogue, labOf } from '../../../course/catalogue.ts'
import type { VocabularyWord } from '../../../course/schema/lesson.ts'
import { probeTimeline } from '../../../sim/kubelet/probes/timeline.ts'
import { highlightYaml } from '../../_server/highlight.ts'
import { Wheel } from '../site/wheel.tsx'
import { CopyButton } from './copy-button.tsx'
import { H2, H3 } from './heading.tsx'
import { NetworkMap } from './network-map/network-map.tsx'
import { isCaseName, probeCases, timelineInputs, type ProbeCase } from './probe-figure/cases.ts'
import { ProbeFigure } from './probe-figure/probe-figure.tsx'
import styles from './lesson.module.css'

type Inside = { children?: ReactNode }

/** Every component that MDX may name. Manifests and labs come from the catalogue, so a wrong name stops the page with its reason. */
export function vocabularyOf(catalogue: Catalogue): MDXComponents {
  const words = {
    Pregunta,
    Nota,
    Correccion,
    Figura,
    FiguraPruebas,
    MapaDeRed: NetworkMap,
    Manifiesto: ({ lab, file }: { lab: string; file: string }) => (
      <Manifest name={file} text={fileOf(catalogue, lab, file)} />
    ),
    Laboratorio: ({ slug }: { slug: string }) => <LabDoor lab={labOf(catalogue, slug)} />,
    Experimenta,
  } satisfies Record<VocabularyWord, unknown>
  return {
    ...words,
    h2: H2,
    h3: H3,
    pre: Code,
    table: (props: ComponentProps<'table'>) => (
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls with the keyboard
      <div className={styles.table} tabIndex={0} role="group" aria-label="Tabla">
        <table {...props} />
      </div>
    ),
    a: ({ href = '', ...props }: ComponentProps<'a'>) => <a href={href} {...props} />,
  }
}

function Pregunta({ title, children }: Inside & { title: string }) {
  return (
    <details className={styles.question}>
      <summary>{title}</summary>
      <div>{children}</div>
    </details>
  )
}

function Nota({ title, children }: Inside & { title?: string }) {
  return (
    <div role="note" className={styles.note}>
      <p className={styles.label}>{title ?? 'Nota'}</p>
      {children}
    </div>
  )
}

function Correccion({ notes, children }: Inside & { notes: string }) {
  return (
    <div role="note" className={styles.correction}>
      <p className={styles.label}>Corrección a los apuntes</p>
      <p>
        Los apuntes dicen: <span className={styles.said}>«{notes}»</span>
      </p>
      {children}
    </div>
  )
}

function Figura({ title, alt, children }: Inside & { title: string; alt: string }) {
  return (
    <figure className={styles.drawing}>
      {children}
      <figcaption>
        {title}
        <span className="unseen">. {alt}</span>
      </figcaption>
    </figure>
  )
}

async function FiguraPruebas({ programa }: { programa: string }) {
  if (!isCaseName(programa)) throw new Error(`<FiguraPruebas>: no hay un programa «${programa}»`)
  const shown: ProbeCase = probeCases[programa]
  const first = await probeTimeline(timelineInputs(shown, shown.settings))
  return <ProbeFigure initial={programa} first={first} />
}

function Experimenta({ children }: Inside) {
  return (
    <section className={styles.lab} aria-label="Experimenta">
      {children}
    </section>
  )
}

async function Manifest({ name, text }: { name: string; text: string }) {
  const html = await highlightYaml(text)
  return (
    <figure className={styles.file}>
      <figcaption>
        {name.split('/').at(-1)}
        <CopyButton text={text} />
      </figcaption>
      <div dangerouslySetInnerHTML={{ __html: html }} />
    </figure>
  )
}

function fileOf(catalogue: Catalogue, slug: string, name: string): string {
  const lab = labOf(catalogue, slug)
  const folders = { files: lab.files, seed: lab.seed, solution: lab.solution }
  const [folder = '', ...rest] = name.split('/')
  const inside = rest.join('/')
  const wrong = lab.wrong.find(({ why }) => folder === 'wrong' && why === rest[0])
  const files = wrong ? wrong.files : (folders[folder as keyof typeof folders] ?? [])
  const found = files.find((file) => file.name === (wrong ? rest.slice(1).join('/') : inside))
  if (!found) throw new Error(`<Manifiesto>: no existe labs/${slug}/${name}`)
  return found.text
}

function LabDoor({ lab }: { lab: Catalogue['labs'][number] }) {
  return (
    <Link href={`/laboratorios/${lab.slug}`} className={styles.door}>
      <Wheel size={44} />
      <span>
        <b>{lab.title}</b>
        <small>{lab.summary}</small>
      </span>
      <span className="button primary">Ir al laboratorio</span>
    </Link>
  )
}

/** Fences: what is typed can be copied. */
function Code(props: ComponentProps<'pre'>) {
  const text = textOf(props.children)
  return (
    <div className={styles.code}>
      <pre {...props} className={props.className ?? 'plain'} />
      {text.length > 0 && <CopyButton text={text} />}
    </div>
  )
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (node && typeof node === 'object' && 'props' in node) return textOf((node.props as Inside).children)
  return ''
}
