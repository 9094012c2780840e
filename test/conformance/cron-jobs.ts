// CronJobs: Jobs by the clock. What has to wait for a minute is proven on a fake clock; here, what shows at once.
import { expect } from 'vitest'
import type { Scenario } from './world.ts'

const manifest = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: copia}
spec:
  schedule: '0 2 * * *'
  timeZone: Europe/Madrid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
          - {name: c, image: 'busybox:1.36', command: ['true']}
`

export const cronJobScenarios: Scenario[] = [
  {
    name: 'a CronJob is filled in, and one without a schedule that can be read is refused',
    async run(world) {
      await world.create(manifest)
      const { spec } = await world.get('CronJob', 'copia')
      expect(spec).toMatchObject({
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      })
      const wrong = world.create(manifest.replace('copia', 'otra').replace('0 2 * * *', '0 25 * * *'))
      await expect(wrong).rejects.toThrow('end of range (25) above maximum (23): 25')
    },
  },
  {
    name: 'a Job made from a CronJob is run, and is told to be nobody else’s',
    async run(world) {
      await world.create(manifest)
      const { metadata, spec } = await world.get('CronJob', 'copia')
      const template = (spec['jobTemplate'] as { spec: object }).spec
      const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'copia', uid: metadata!.uid, controller: true }
      await world.create(
        JSON.stringify({
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'a-mano', ownerReferences: [owner] },
          spec: template,
        }),
      )
      await world.until('seen', async () => {
        const { status } = await world.get('CronJob', 'copia')
        return status['lastSuccessfulTime'] !== undefined
      })
      expect((await world.events('CronJob', 'copia'))[0]).toBe(
        'Warning UnexpectedJob (cronjob-controller): Saw a job that the controller did not create or forgot: a-mano',
      )
    },
  },
]
