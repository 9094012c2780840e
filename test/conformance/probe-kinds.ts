// What each kind of probe asks, and the words of what it finds.
import { expect } from 'vitest'
import type { Scenario, World } from './world.ts'

function pod(script: string, probe: string, ports = ''): string {
  return `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {terminationGracePeriodSeconds: 0, containers: [
  {name: c, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${ports} readinessProbe: {periodSeconds: 1, initialDelaySeconds: 2, ${probe}}}]}}`
}

async function ready(world: World): Promise<boolean | undefined> {
  return ((await world.get('Pod', 'web')).status['containerStatuses'] as { ready: boolean }[] | undefined)?.[0]?.ready
}

async function until(world: World, told: string): Promise<void> {
  let last: string[] = []
  const seen = async (): Promise<boolean> => (last = await world.events('Pod', 'web')).includes(told)
  await world.until(told, seen).catch((error: unknown) => {
    expect(last, String(error)).toContain(told)
  })
}

/** A server whose program answers with one head; the nodes' `nc` serves but once. */
const answers = (head: string): string =>
  `mkdir -p /w/cgi-bin; printf '%s\n' '#!/bin/sh' 'printf "${head}\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n"' > /w/cgi-bin/a; chmod +x /w/cgi-bin/a; httpd -f -p 8080 -h /w`
const failed = 'Warning Unhealthy (kubelet): Readiness probe failed: '

export const probeKindScenarios: Scenario[] = [
  {
    name: 'grpc: nobody there, or somebody who does not speak it',
    async run(world) {
      await world.create(pod('httpd -p 8080; sleep 600', 'grpc: {port: 5000}'))
      await until(world, `${failed}timeout: failed to connect service "<ip>:5000" within 1s: context deadline exceeded`)
      expect(await ready(world)).toBe(false)
    },
  },
  {
    name: 'http: too many redirects',
    async run(world) {
      await world.create(
        pod(answers('HTTP/1.1 302 Found\\\\r\\\\nLocation: /cgi-bin/a'), 'httpGet: {port: 8080, path: /cgi-bin/a}'),
      )
      await until(world, `${failed}Get "/cgi-bin/a": stopped after 10 redirects`)
    },
  },
  {
    name: 'http: a redirect to another host passes with a warning',
    async run(world) {
      await world.create(
        pod(
          answers('HTTP/1.1 302 Found\\\\r\\\\nLocation: http://otro.example/'),
          'httpGet: {port: 8080, path: /cgi-bin/a}',
        ),
      )
      await world.until('ready', () => ready(world))
      await until(
        world,
        'Warning ProbeWarning (kubelet): Readiness probe warning: Probe terminated redirects, Response body: ',
      )
    },
  },
  {
    name: 'https: to a server that speaks plain HTTP, by the name of its port',
    async run(world) {
      const port = 'ports: [{name: web, containerPort: 8080}],'
      await world.create(pod('mkdir /w; httpd -f -p 8080 -h /w', 'httpGet: {port: web, scheme: HTTPS}', port))
      await until(world, `${failed}Get "https://<ip>:8080/": http: server gave HTTP response to HTTPS client`)
    },
  },
  {
    name: 'http: a port whose name nobody has',
    async run(world) {
      await world.create(pod('sleep 600', 'httpGet: {port: web}'))
      await until(
        world,
        'Warning Unhealthy (kubelet): Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "web": invalid syntax',
      )
    },
  },
]
