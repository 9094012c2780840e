// Reads labs/: one folder a lab.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab, LabFile, WrongAnswer } from '../catalogue.ts'
import type { LabImage } from '../../providers/provider.ts'
import { CourseError } from '../course-error.ts'
import { readDocument } from '../schema/document.ts'
import { expectSchema, hintsSchema, imageSchema, labSchema } from '../schema/lab.ts'
import { filesBelow, filesIn, foldersIn, readRequired } from './folder.ts'
import { splitTasks } from './tasks.ts'

/** Every lab; `lesson` is for the catalogue to fill. Throws CourseError naming file and key. */
export function readLabs(root: string): Lab[] {
  return foldersIn(join(root, 'labs')).map((slug) => readLab(root, slug))
}

function readLab(root: string, slug: string): Lab {
  const folder = `labs/${slug}`
  const yaml = `${folder}/lab.yaml`
  const lab = readDocument(yaml, readRequired(root, yaml), labSchema)
  const { intro, tasks } = splitTasks(`${folder}/tasks.mdx`, readRequired(root, `${folder}/tasks.mdx`))
  const hintsFile = `${folder}/hints.yaml`
  const hints = readDocument(hintsFile, readRequired(root, hintsFile), hintsSchema)
  for (const id of Object.keys(hints)) {
    if (!tasks.some((task) => String(task.id) === id)) throw noSuchTask(hintsFile, id)
  }
  readRequired(root, `${folder}/grader.ts`)
  const solution = required(`${folder}/solution`, textsIn(root, `${folder}/solution`))
  return {
    slug,
    ...lab,
    intro,
    tasks: tasks.map((task) => ({ ...task, hints: hintsOf(hintsFile, hints, task.id) })),
    images: filesIn(join(root, folder, 'images')).map((name) => readImage(root, `${folder}/images/${name}`)),
    files: required(`${folder}/files`, textsIn(root, `${folder}/files`)),
    seed: textsIn(root, `${folder}/seed`),
    solution,
    wrong: foldersIn(join(root, folder, 'wrong')).map((why) =>
      readWrong(root, `${folder}/wrong/${why}`, solution, tasks),
    ),
    lesson: '',
    hash: hashOf(join(root, folder)),
    folder: join(root, folder),
  }
}

function readImage(root: string, file: string): LabImage {
  return readDocument(file, readRequired(root, file), imageSchema)
}

function hintsOf(file: string, hints: Record<string, string[]>, task: number): string[] {
  const found = hints[String(task)]
  if (found) return found
  throw new CourseError(
    'bad-key',
    `${file}: faltan las pistas de la tarea ${task}`,
    'Tres: dónde mirar, la idea, el campo.',
  )
}

/** A wrong answer is the solution with the files of the same name put in its place; one of comments only leaves it out. */
function readWrong(root: string, folder: string, solution: LabFile[], tasks: { id: number }[]): WrongAnswer {
  const file = `${folder}/expect.yaml`
  const { fails, sentence } = readDocument(file, readRequired(root, file), expectSchema)
  for (const id of fails) if (!tasks.some((task) => task.id === id)) throw noSuchTask(file, id)
  const own = required(
    folder,
    textsIn(root, folder).filter(({ name }) => name !== 'expect.yaml'),
  )
  const named = new Map([...solution, ...own].map((entry) => [entry.name, entry]))
  return {
    why: folder.split('/').at(-1)!,
    files: [...named.values()].filter(({ text }) => /^[^#\s]/m.test(text)),
    fails,
    sentence,
  }
}

function noSuchTask(file: string, id: number | string): CourseError {
  return new CourseError('bad-key', `${file}: no hay una tarea ${id} en tasks.mdx`, 'Usa el número de un «## n. …».')
}

function textsIn(root: string, folder: string): LabFile[] {
  return filesBelow(join(root, folder)).map((name) => ({ name, text: readRequired(root, `${folder}/${name}`) }))
}

function required(folder: string, files: LabFile[]): LabFile[] {
  if (files.length > 0) return files
  throw new CourseError('missing-file', `${folder}: no hay ningún manifiesto`, 'Añade al menos un fichero YAML.')
}

/** Of every file but those that say how the lab was thought out: they change no mark. */
function hashOf(folder: string): string {
  const hash = createHash('sha256')
  const add = (path: string, name: string): void => {
    for (const file of filesIn(path)) {
      if (name === '' && file === 'design.md') continue
      hash
        .update(`${name}${file}\0`)
        .update(readFileSync(join(path, file)))
        .update('\0')
    }
    for (const child of foldersIn(path)) add(join(path, child), `${name}${child}/`)
  }
  add(folder, '')
  return hash.digest('hex')
}
