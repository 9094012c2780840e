// From the words of the command line to a command's exit code: 0 well, 1 not passed, 2 could not be done.
import { parseArgs } from 'node:util'
import { type Command, type Io, UsageError } from './command.ts'
import { commandHelp, mainHelp } from './help.ts'

/** The commands, in the order of the help; each is loaded only when it is asked for. */
const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  list: async () => (await import('./commands/list.ts')).list,
  start: async () => (await import('./commands/start.ts')).start,
  cluster: async () => (await import('./commands/cluster.ts')).cluster,
  clock: async () => (await import('./commands/clock.ts')).clock,
  power: async () => (await import('./commands/power.ts')).power,
  trace: async () => (await import('./commands/trace.ts')).trace,
  netfilter: async () => (await import('./commands/netfilter.ts')).netfilter,
  ingress: async () => (await import('./commands/ingress.ts')).ingress,
  ports: async () => (await import('./commands/ports.ts')).ports,
  grade: async () => (await import('./commands/grade.ts')).grade,
  verify: async () => (await import('./commands/verify.ts')).verify,
}

/** Node's own TypeScript support, which every program here runs on, is complete from this version. */
const nodeMajorMin = 22

/** Runs one command line and gives the process's exit code; never rejects. */
export async function runMain(words: string[], io: Io): Promise<number> {
  try {
    if (Number(process.versions.node.split('.')[0]) < nodeMajorMin) {
      throw new UsageError(
        `Timonel necesita Node ${nodeMajorMin} o posterior y este es ${process.version}. ` +
          'Úsalo con `npx timonel` o `npm start`, que traen el suyo, o instala uno más nuevo.',
      )
    }
    return await run(words, io)
  } catch (error) {
    io.err(explain(error))
    return 2
  }
}

async function run([name, ...rest]: string[], io: Io): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(mainHelp(await Promise.all(Object.values(commands).map((load) => load()))))
    return name === undefined ? 2 : 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    throw new UsageError(
      `No hay una orden «${name}». Las que hay: ${Object.keys(commands).join(', ')}. Ayuda: timonel --help`,
    )
  }
  const command = await load()
  const { values, positionals } = parse(command, rest)
  if (values['help'] === true) {
    io.out(commandHelp(command))
    return 0
  }
  return command.run({ positionals, options: values, io })
}

function parse(
  command: Command,
  words: string[],
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, help: { type: 'boolean' as const, short: 'h' } }).map(
      ([name, { type, short }]) => [name, { type, ...(short === undefined ? {} : { short }) }],
    ),
  )
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true })
    return { values: { ...values }, positionals }
  } catch (error) {
    throw new UsageError(`${usageSentence(error as NodeJS.ErrnoException)} Ayuda: timonel ${command.name} --help`, {
      cause: error,
    })
  }
}

function usageSentence({ code, message }: NodeJS.ErrnoException): string {
  const [option = ''] = /--[\w-]+/.exec(message) ?? /-\w/.exec(message) ?? []
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `No se conoce la opción ${option}.`
  return `La opción ${option} no se ha escrito bien: ¿le falta su valor, o le sobra?`
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { remedy } = error as { remedy?: string }
  return remedy === undefined ? error.message : `${error.message}\n${remedy}`
}
