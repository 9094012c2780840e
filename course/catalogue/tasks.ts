// Cuts a lab's tasks.mdx at its «## n. …» headings.
import { CourseError } from '../course-error.ts'

const heading = /^## (.*)$/
const numbered = /^(\d+)\. (.+)$/

/**
 * The text above the first task, and the tasks. Headings inside ``` fences are text.
 * Throws CourseError `bad-task` when a heading has no number, or the numbers are not 1, 2, 3…
 */
export function splitTasks(
  file: string,
  text: string,
): { intro: string; tasks: { id: number; title: string; body: string }[] } {
  const intro: string[] = []
  const tasks: { id: number; title: string; lines: string[] }[] = []
  let fenced = false
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.startsWith('```')) fenced = !fenced
    const title = fenced ? undefined : heading.exec(line)?.[1]
    if (title === undefined) {
      ;(tasks.at(-1)?.lines ?? intro).push(line)
      continue
    }
    const parts = numbered.exec(title)
    const id = tasks.length + 1
    if (!parts || Number(parts[1]) !== id) {
      throw new CourseError(
        'bad-task',
        `${file}:${index + 1}: «${line}» tendría que empezar por «## ${id}. »`,
        'Las tareas se numeran seguidas desde 1: es el número que usan el corrector y las pistas.',
      )
    }
    tasks.push({ id, title: parts[2]!, lines: [] })
  }
  if (tasks.length === 0) {
    throw new CourseError('bad-task', `${file}: no hay ninguna tarea`, 'Una tarea empieza por «## 1. Título».')
  }
  return {
    intro: intro.join('\n').trim(),
    tasks: tasks.map(({ id, title, lines }) => ({ id, title, body: lines.join('\n').trim() })),
  }
}
