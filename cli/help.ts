// The help texts, derived from what the commands say of themselves.
import type { Command, Option } from './command.ts'

/** `timonel --help`. */
export function mainHelp(commands: Command[]): string {
  const rows = commands.map(({ name, arguments: names = '', summary }) => [`timonel ${name} ${names}`.trim(), summary])
  return [
    'Timonel: Kubernetes en español, a tu ritmo, con laboratorios que se corrigen contra un cluster.',
    '',
    'Órdenes',
    ...table(rows),
    '',
    'Cada una explica sus opciones con --help. Códigos de salida: 0 bien, 1 no superado, 2 no se ha podido hacer.',
  ].join('\n')
}

/** `timonel COMMAND --help`. */
export function commandHelp({ name, arguments: names = '', summary, options }: Command): string {
  const all: Record<string, Option> = { ...options, help: { type: 'boolean', short: 'h', help: 'esta ayuda' } }
  const rows = Object.entries(all).map(([option, { short, value, help }]) => [
    `${short === undefined ? '' : `-${short}, `}--${option}${value === undefined ? '' : ` ${value}`}`,
    help,
  ])
  return [`timonel ${name} ${names}`.trim(), '', summary, '', 'Opciones', ...table(rows)].join('\n')
}

function table(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([left]) => left!.length))
  return rows.map(([left, right]) => `  ${left!.padEnd(width)}  ${right!}`)
}
