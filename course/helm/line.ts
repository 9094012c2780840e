// A line of helm as a learner types it: cut into words, and held to what concerns the lab's own folder and cluster.
import { CourseError } from '../course-error.ts'

/** What the learner may do: each works with the chart beside it and this cluster, and reads or runs nothing else of the machine. */
const verbs = [
  'install',
  'upgrade',
  'rollback',
  'uninstall',
  'list',
  'ls',
  'history',
  'status',
  'get',
  'test',
  'template',
  'lint',
  'show',
  'version',
]

/** What comes after a flag: nothing, a word that says nothing of the machine, or a file of the lab's folder. */
type Follows = 'nothing' | 'maybe' | 'word' | 'file'

const flags = new Map<string, Follows>([
  ...words(
    'nothing',
    '-i --install -g --generate-name --create-namespace --reuse-values --reset-values --reset-then-reuse-values --no-hooks',
  ),
  ...words(
    'nothing',
    '--rollback-on-failure --cleanup-on-fail --keep-history --force-replace --force-conflicts --take-ownership --replace',
  ),
  ...words('nothing', '-a --all -A --all-namespaces -q --short -r --reverse --debug --logs --hide-notes --hide-secret'),
  ...words('nothing', '--skip-tests --skip-crds --include-crds --is-upgrade --strict --wait-for-jobs -h --help'),
  ...words('nothing', '--deployed --failed --pending --superseded --uninstalled --no-headers --ignore-not-found'),
  ...words('maybe', '--wait --dry-run'),
  ...words('word', '-n --namespace -o --output --set --set-string --set-json --set-literal --timeout --description'),
  ...words('word', '--revision --max --history-max --filter -l --selector -s --show-only --cascade --server-side'),
  ...words('file', '-f --values'),
])

function words(follows: Follows, names: string): [string, Follows][] {
  return names.split(' ').map((name) => [name, follows])
}

/**
 * The words after `helm`, ready for a child process.
 * Throws CourseError `bad-line` for a quote left open, another program, or what reaches beyond the lab's folder and cluster.
 */
export function readHelmLine(line: string): string[] {
  const [program, ...args] = split(line.trim())
  if (program !== 'helm') {
    throw refusal(`Aquí solo se escriben órdenes de helm, y esta empieza por «${program ?? ''}».`, 'helm list')
  }
  const [verb] = args
  if (verb === undefined || !verbs.includes(verb)) {
    throw refusal(
      `Desde esta página, helm trabaja con el chart que tienes al lado: ${verbs.filter((each) => each !== 'ls').join(', ')}. «${verb ?? ''}» no está entre ellas.`,
      'helm list',
    )
  }
  for (let at = 1; at < args.length; at++) {
    const word = args[at]!
    if (!word.startsWith('-')) checkPath(word)
    else if (consumesNext(word, args[at + 1])) at++
  }
  return args
}

/** Checks a flag; true when the next word is its value. */
function consumesNext(word: string, next: string | undefined): boolean {
  const [name, value] = word.startsWith('--') ? splitOnce(word) : [word, undefined]
  const follows = flags.get(name)
  if (follows === undefined) {
    throw refusal(
      `Desde esta página, helm no admite «${name}».`,
      'Tu propio helm sí: descarga el kubeconfig con «Tu kubectl»',
    )
  }
  if (follows === 'nothing' || follows === 'maybe') return false
  const given = value ?? next
  if (follows === 'file' && given !== undefined) for (const file of given.split(',')) checkPath(file)
  return value === undefined
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

function checkPath(word: string): void {
  if (word.includes('://')) {
    throw refusal(
      `Desde esta página, helm no baja nada de la red («${word}»): usa el chart que tienes en la carpeta.`,
      'helm install blog ./wordpress',
    )
  }
  if (/^[/~\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(word)) {
    throw refusal(
      `«${word}» está fuera de la carpeta del laboratorio.`,
      'Nombra los ficheros como salen en el editor: ./wordpress',
    )
  }
}

/** As a shell cuts: blanks separate, quotes and the backslash keep together. No variables, no pipes: nothing is run by a shell. */
function split(line: string): string[] {
  const found: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (quote) {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(line[at + 1] ?? '')) word += line[++at]!
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else if (char === '\\' && at + 1 < line.length) word = (word ?? '') + line[++at]!
    else word = (word ?? '') + char
  }
  if (quote) throw refusal(`Hay una comilla (${quote}) sin cerrar.`, `Ciérrala con otra ${quote}`)
  if (word !== undefined) found.push(word)
  return found
}

function refusal(message: string, remedy: string): CourseError {
  return new CourseError('bad-line', message, `${remedy.startsWith('helm') ? `Por ejemplo: ${remedy}` : remedy}.`)
}
