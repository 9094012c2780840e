// Commands that ask about the network: ping, ip, ifconfig, netstat, route.
import type { Program } from '../runtime/process.ts'
import { applet, AppletError } from './applet.ts'
import { nslookup } from './nslookup.ts'

const ping = applet('c:w:W:i:q46I:s:', async (process, { flags, rest: [name = ''] }) => {
  const answer = await process.until(process.machine.host.resolve(name))
  if (!answer) throw new AppletError(`bad address '${name}'`)
  const address = answer.addresses[0]!
  const count = Number(flags.get('c') ?? Infinity)
  await process.print(`PING ${name} (${address}): 56 data bytes\n`)
  const up = await reachable(process.machine.host, address)
  let received = 0
  for (let sequence = 0; sequence < count; sequence++) {
    if (up) {
      received++
      await process.print(`64 bytes from ${address}: seq=${sequence} ttl=64 time=0.061 ms\n`)
    }
    if (sequence + 1 < count || !up) await process.sleep(Number(flags.get('i') ?? 1) * 1000)
  }
  const lost = Math.round(100 - (received / count) * 100)
  await process.print(
    `\n--- ${name} ping statistics ---\n${count} packets transmitted, ${received} packets received, ${lost}% packet loss\n`,
  )
  return received > 0 ? 0 : 1
})

// Whoever refuses a connection is there.
async function reachable(host: Parameters<Program>[0]['machine']['host'], address: string): Promise<boolean> {
  const stop = new AbortController()
  const attempt = host.connect(address, 1, stop.signal).then(
    (connection) => (connection.close(), true),
    (error: { code?: string }) => error.code === 'ECONNREFUSED',
  )
  const result = await Promise.race([attempt, soon()])
  stop.abort()
  return result
}

/** A few turns of the event loop's own queue: enough for an answer that needs no time. */
async function soon(): Promise<boolean> {
  for (let turn = 0; turn < 16; turn++) await Promise.resolve()
  return false
}

const ip: Program = async (process) => {
  const { address } = process.machine.host
  const gateway = address.replace(/\d+$/, '1')
  const words = process.args.slice(1).filter((word) => !word.startsWith('-'))
  if (words[0]?.startsWith('r')) {
    await process.print(
      `default via ${gateway} dev eth0 \n${address.replace(/\d+$/, '0')}/24 dev eth0 scope link  src ${address} \n`,
    )
    return 0
  }
  await process.print(
    `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    inet 127.0.0.1/8 scope host lo\n2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1450 qdisc noqueue \n    inet ${address}/24 brd ${address.replace(/\d+$/, '255')} scope global eth0\n`,
  )
  return 0
}

const ifconfig: Program = async (process) => {
  const { address } = process.machine.host
  await process.print(
    `eth0      Link encap:Ethernet  HWaddr 0A:58:0A:2A:00:02  \n          inet addr:${address}  Bcast:${address.replace(/\d+$/, '255')}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1450  Metric:1\n\nlo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n\n`,
  )
  return 0
}

const netstat: Program = async (process) => {
  await process.print(
    'Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       \n',
  )
  for (const port of process.machine.host.ports()) {
    await process.print(`tcp        0      0 ${`0.0.0.0:${port}`.padEnd(23)} 0.0.0.0:*               LISTEN      \n`)
  }
  return 0
}

export const networkApplets: Record<string, Program> = { nslookup, ping, ip, ifconfig, netstat }
