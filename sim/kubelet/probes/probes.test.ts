import { describe, expect, it } from 'vitest'
import type { Pod } from '../../generated/types.ts'
import { testNodes, type TestNodes } from '../fixture.ts'

const ready = (pod: Pod | undefined): boolean => pod?.status?.containerStatuses?.[0]?.ready ?? false

const server = (args: string, probe: string): string => `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [
  {name: c, image: "registry.k8s.io/e2e-test-images/agnhost:2.56", args: [grpc-health-checking, ${args}], readinessProbe: {initialDelaySeconds: 2, periodSeconds: 1, ${probe}}}]}}`
const shell = (script: string, probe: string, ports = ''): string => `
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {terminationGracePeriodSeconds: 0, containers: [
  {name: c, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${ports} readinessProbe: {initialDelaySeconds: 2, periodSeconds: 1, ${probe}}}]}}`

async function unhealthy(t: TestNodes): Promise<string[]> {
  const address = (await t.pod('p'))?.status?.podIP ?? ''
  const told = (await t.eventsOf('p')).filter((line) => /^(?:Unhealthy|ProbeWarning): /.test(line))
  return [...new Set(told.map((line) => line.replaceAll(address, 'IP').replace(/^\w+: /, '')))]
}

describe('grpc probes', () => {
  it('follow what the server says of itself', async () => {
    const t = await testNodes()
    await t.apply(server('--delay-unhealthy-sec=5', 'grpc: {port: 5000}'))
    await t.until('p', ready)
    await t.until('p', (pod) => !ready(pod))
    expect(await unhealthy(t)).toEqual(['Readiness probe failed: service unhealthy (responded with "NOT_SERVING")'])
  })

  it('ask for a service by its name', async () => {
    const t = await testNodes()
    await t.apply(server('--service=correo', 'grpc: {port: 5000, service: correo}'))
    await t.until('p', ready)
    const other = await testNodes()
    await other.apply(server('--service=correo', 'grpc: {port: 5000, service: otra}'))
    await other.clock.advance(10_000)
    expect(await unhealthy(other)).toEqual([
      'Readiness probe failed: error: health rpc probe failed: rpc error: code = NotFound desc = unknown service',
    ])
  })

  it('dial until their time is over, whoever is there', async () => {
    for (const script of ['sleep 99', 'httpd -p 5000; sleep 99', 'nc -lk -p 5000 -e cat']) {
      const t = await testNodes()
      await t.apply(shell(script, 'grpc: {port: 5000}, timeoutSeconds: 2'))
      await t.clock.advance(12_000)
      expect(await unhealthy(t)).toEqual([
        'Readiness probe failed: timeout: failed to connect service "IP:5000" within 2s: context deadline exceeded',
      ])
    }
  })
})

describe('http probes', () => {
  const answers = (location: string): string =>
    `printf '%s\n' '#!/bin/sh' 'printf "HTTP/1.1 302 Found\\r\\nLocation: ${location}\\r\\nContent-Length: 0\\r\\n\\r\\n"' > /a; chmod +x /a; nc -lk -p 8080 -e /a`

  it('stop after ten redirects and name the eleventh place', async () => {
    const t = await testNodes()
    await t.apply(shell(answers('/otra'), 'httpGet: {port: 8080}, failureThreshold: 1'))
    await t.clock.advance(8000)
    expect(await unhealthy(t)).toContain('Readiness probe failed: Get "/otra": stopped after 10 redirects')
  })

  it('do not go to another host: that is a warning, and passes', async () => {
    const t = await testNodes()
    await t.apply(shell(answers('http://otro.example/'), 'httpGet: {port: 8080}'))
    await t.until('p', ready)
    expect(await unhealthy(t)).toContain('Readiness probe warning: Probe terminated redirects, Response body: ')
  })

  it('over TLS need a server that speaks it', async () => {
    const t = await testNodes()
    await t.apply(
      shell(
        'httpd -p 8080; sleep 99',
        'httpGet: {port: web, scheme: HTTPS}',
        'ports: [{name: web, containerPort: 8080}],',
      ),
    )
    await t.clock.advance(5000)
    expect(await unhealthy(t)).toEqual([
      'Readiness probe failed: Get "https://IP:8080/": http: server gave HTTP response to HTTPS client',
    ])
  })
})
