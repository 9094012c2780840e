// content/ and labs/ as one typed course. Everything that shows, starts or grades something asks here what there is.
import type { z } from 'zod'
import type { ClusterSpec, LabImage } from '../providers/provider.ts'
import { readLabs } from './catalogue/labs.ts'
import { readModules } from './catalogue/modules.ts'
import { CourseError } from './course-error.ts'
import type { labSchema } from './schema/lab.ts'

export interface Catalogue {
  /** In the notes' order; those without a lesson are not here. */
  modules: Module[]
  /** In the order in which the lessons name them. */
  labs: Lab[]
}

export interface Module {
  slug: string
  title: string
  summary: string
  position: number
  lessons: Lesson[]
}

export interface Lesson {
  slug: string
  /** Its module's slug. */
  module: string
  title: string
  summary: string
  /** Slugs. */
  labs: string[]
  covers: string[]
  /** MDX without the frontmatter. */
  body: string
}

/** A text file of a lab's folder; `name` is relative to the folder it was read from, with slashes. */
export interface LabFile {
  name: string
  text: string
}

export interface Task {
  /** Its number in tasks.mdx, which checks name. */
  id: number
  /** Of its heading, without the number. */
  title: string
  /** MDX below the heading. */
  body: string
  /** Three: where to look, the idea, the field. */
  hints: string[]
}

/** An answer that is known to be wrong. */
export interface WrongAnswer {
  /** Folder name: says why it is wrong. */
  why: string
  /** Whole: the solution's files with the wrong ones in their place. */
  files: LabFile[]
  fails: number[]
  sentence: string
}

export interface Lab {
  slug: string
  title: string
  summary: string
  minutes: number
  covers: string[]
  prerequisites: string[]
  /** Done with helm: an answer's folder holds files of the chart, values, and the lines of helm in `ordenes.txt`. */
  helm: boolean
  cluster: z.infer<typeof labSchema>['cluster']
  /** Who besides the administrator. */
  users: z.infer<typeof labSchema>['users']
  /** Where it can be done, when that is not everywhere. */
  only?: z.infer<typeof labSchema>['only']
  /** MDX above the first task. */
  intro: string
  tasks: Task[]
  /** Images of its own, for the cluster's nodes. */
  images: LabImage[]
  /** What the learner's editor starts with. */
  files: LabFile[]
  /** What the cluster already holds; applied in order of name. */
  seed: LabFile[]
  solution: LabFile[]
  wrong: WrongAnswer[]
  /** `module/lesson` of the first lesson that names it. */
  lesson: string
  /** SHA-256 in hex of all that makes its mark: changes when the lab does. */
  hash: string
  /** Absolute path. */
  folder: string
}

/**
 * Reads the course below `root` (the repository).
 * Throws CourseError naming file and key: also when a lesson names a lab that is not there, or a lab has no lesson.
 */
export function loadCatalogue(root: string): Catalogue {
  const modules = readModules(root)
  const lessonOf = new Map<string, string>()
  for (const { slug, lessons } of modules) {
    for (const lesson of lessons) {
      for (const lab of lesson.labs) if (!lessonOf.has(lab)) lessonOf.set(lab, `${slug}/${lesson.slug}`)
    }
  }
  const found = new Map(readLabs(root).map((lab) => [lab.slug, lab]))
  for (const [lab, lesson] of lessonOf) {
    if (found.has(lab)) continue
    throw new CourseError(
      'unknown-lab',
      `content/${lesson}.mdx: labs: no existe el laboratorio «${lab}»`,
      `Los que hay: ${[...found.keys()].join(', ') || '(ninguno)'}.`,
    )
  }
  for (const lab of found.values()) {
    if (!lessonOf.has(lab.slug)) {
      throw new CourseError(
        'lab-without-lesson',
        `labs/${lab.slug}: ninguna lección lo nombra, así que nadie lo encontraría`,
        'Añádelo a «labs» en la cabecera de la lección a la que pertenece.',
      )
    }
    const missing = lab.prerequisites.find((slug) => !found.has(slug))
    if (missing !== undefined) {
      throw new CourseError(
        'unknown-lab',
        `labs/${lab.slug}/lab.yaml: prerequisites: no existe el laboratorio «${missing}»`,
        `Los que hay: ${[...found.keys()].join(', ')}.`,
      )
    }
  }
  return {
    modules: modules.filter(({ lessons }) => lessons.length > 0),
    labs: [...lessonOf].map(([slug, lesson]) => ({ ...found.get(slug)!, lesson })),
  }
}

/** The lab with that slug; throws CourseError `unknown-lab` with the ones there are. */
export function labOf(catalogue: Catalogue, slug: string): Lab {
  const lab = catalogue.labs.find((known) => known.slug === slug)
  if (lab) return lab
  throw new CourseError(
    'unknown-lab',
    `No hay un laboratorio «${slug}».`,
    `Los que hay: ${catalogue.labs.map((known) => known.slug).join(', ')}.`,
  )
}

/** The cluster that a lab asks a provider for. @param id lower case, digits, hyphens. */
export function clusterSpecOf(lab: Lab, id: string): ClusterSpec {
  const { nodes, ingress, storage, metrics, serviceLb } = lab.cluster
  return {
    id,
    ingress,
    storage,
    ...(metrics ? { metrics } : {}),
    ...(serviceLb ? {} : { serviceLb }),
    ...(lab.images.length > 0 ? { images: lab.images } : {}),
    ...(lab.users.length > 0 ? { users: lab.users.map(({ name, groups }) => ({ name, groups })) } : {}),
    nodes: nodes.map(({ name, labels, taints }) => ({
      name,
      ...(labels ? { labels } : {}),
      ...(taints ? { taints } : {}),
    })),
  }
}
