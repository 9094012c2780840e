// Reads the course's YAML files and says in Spanish which file, line and key is wrong, and how to put it right.
import { LineCounter, parseDocument } from 'yaml'
import { type core, z } from 'zod'
import { CourseError } from '../course-error.ts'

/**
 * Parses and checks the text of a course file.
 * @param file as the author knows it, relative to the repository: `labs/pv-y-pvc/lab.yaml`.
 * @param firstLine 1-based line of the file where the text begins.
 * Throws CourseError `bad-yaml` or `bad-key`, with every fault it found.
 */
export function readDocument<T>(file: string, text: string, schema: z.ZodType<T>, firstLine = 1): T {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw new CourseError(
      'bad-yaml',
      `${file}:${line + firstLine - 1}:${col}: no es YAML: ${broken.message}`,
      'Corrige esa línea: mira sobre todo los espacios de delante y que no haya tabuladores.',
    )
  }
  const result = schema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  const lineOf = (path: PropertyKey[]): number => {
    // The key may be the very thing that is missing: then its nearest parent that is there.
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true)
      const range = (node as { range?: [number, number, number] } | undefined)?.range
      if (range) return lines.linePos(range[0]).line + firstLine - 1
    }
    return firstLine
  }
  const faults = result.error.issues.map(
    (issue) => `${file}:${lineOf(issue.path)}: ${sentence(issue, document.hasIn(issue.path))}`,
  )
  throw new CourseError('bad-key', faults.join('\n'), `Corrige ${file}. Las claves están explicadas en course/schema/.`)
}

function sentence(issue: core.$ZodIssue, there: boolean): string {
  const key = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const at = key.replace(/^\./, '') || '(el documento)'
  if (issue.code === 'unrecognized_keys') {
    return `${at}: no existe la clave ${issue.keys.map((name) => `«${name}»`).join(', ')}`
  }
  if (issue.code === 'invalid_type' && !there) return `falta la clave «${at}»`
  return `${at}: ${issue.message}`
}

z.config(z.locales.es())
