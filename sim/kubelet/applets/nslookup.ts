// `nslookup [-type=TYPE] NAME [SERVER]` as busybox 1.36 has it: a name without dots is asked for in every domain of the search list, any other as it is.
import type { DnsRecord, RecordType } from '../../network/dns-zone.ts'
import { isAddress } from '../../network/addresses.ts'
import type { Process, Program } from '../runtime/process.ts'
import { complain } from './applet.ts'

const types: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'PTR', 'SRV']

interface Question {
  name: string
  type: RecordType
}

export const nslookup: Program = async (process) => {
  const words = process.args.slice(1)
  const [name, given] = words.filter((word) => !word.startsWith('-'))
  const wanted = words.flatMap((word) => /^-(?:q|type|querytype)=(.*)$/i.exec(word)?.[1]?.toUpperCase() ?? [])
  const unknown = wanted.find((type) => !types.includes(type as RecordType))
  if (unknown !== undefined) {
    await complain(process, `invalid query type "${unknown.toLowerCase()}"`)
    return 1
  }
  if (name === undefined) {
    await process.complain('Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n')
    return 1
  }
  const { server, search } = configuration(process)
  const questions = questionsFor(name, wanted as RecordType[], search)
  return ask(process, questions, { server: given ?? server, known: given === undefined || given === server })
}

/** What resolv.conf says; without it, this machine. */
function configuration({ files }: Process): { server: string; search: string[] } {
  const text = files.lookup('/etc/resolv.conf') ? files.read('/etc/resolv.conf') : ''
  return {
    server: /^nameserver (\S+)/m.exec(text)?.[1] ?? '127.0.0.1',
    search: /^search (.+)/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [],
  }
}

function questionsFor(name: string, wanted: RecordType[], search: string[]): Question[] {
  if (wanted.length === 0 && isAddress(name)) {
    return [{ name: `${name.split('.').toReversed().join('.')}.in-addr.arpa`, type: 'PTR' }]
  }
  const asked: RecordType[] = wanted.length > 0 ? wanted : ['A', 'AAAA']
  return asked.flatMap((type) => {
    const searched = type !== 'PTR' && !name.includes('.') && search.length > 0
    const names = searched ? search.map((domain) => `${name}.${domain}`) : [name]
    return names.map((full) => ({ name: full, type }))
  })
}

/** Status 0 when every question had an answer, be it an empty one. */
async function ask(
  process: Process,
  questions: Question[],
  { server, known }: { server: string; known: boolean },
): Promise<number> {
  let status = 0
  for (const [index, { name, type }] of questions.entries()) {
    const reply = known ? await process.until(process.machine.host.ask(name, type)) : 'silent'
    if (typeof reply === 'string') {
      if (reply === 'refused') await complain(process, `write to '${server}': Connection refused`)
      await process.print(';; connection timed out; no servers could be reached\n\n')
      return 1
    }
    if (index === 0) await process.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`)
    if (reply.code === 'NOERROR') await process.print(`${reply.records.map(line).join('')}\n`)
    else {
      status = 1
      await process.print(`** server can't find ${name}: ${reply.code}\n\n`)
    }
  }
  return status
}

function line({ name, type, data }: DnsRecord): string {
  if (type === 'CNAME') return `${name}\tcanonical name = ${data}\n`
  if (type === 'PTR') return `${name}\tname = ${data}\n`
  if (type === 'SRV') return `${name}\tservice = ${data}\n`
  return `Name:\t${name}\nAddress: ${data}\n`
}
