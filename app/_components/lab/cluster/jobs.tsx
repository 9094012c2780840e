'use client'
// CronJobs and Jobs, under the nodes where their pods run.
import styles from '../lab.module.css'
import type { ViewProps } from './cluster-pane.tsx'
import { Box, Name, ofKind, State, Why } from './item-parts.tsx'

export function Jobs({ items, changed, onOpen }: Pick<ViewProps, 'items' | 'changed' | 'onOpen'>) {
  const jobs = ofKind(items, 'Job')
  const cronJobs = ofKind(items, 'CronJob')
  if (jobs.length === 0 && cronJobs.length === 0) return null
  return (
    <>
      <h3>Jobs y CronJobs</h3>
      <ul className={styles.chips}>
        {cronJobs.map((cronJob) => (
          <li key={cronJob.key}>
            <Box item={cronJob} changed={changed}>
              <Name item={cronJob} onOpen={onOpen} /> <State item={cronJob} />{' '}
              <span className={styles.facts} title="zona horaria · Jobs en marcha">
                {cronJob.timeZone ?? 'hora del cluster'} · {cronJob.active}
              </span>
              <Why why={cronJob.why} />
            </Box>
          </li>
        ))}
        {jobs.map((job) => (
          <li key={job.key}>
            <Box item={job} changed={changed}>
              <Name item={job} onOpen={onOpen} /> <State item={job} />{' '}
              <span className={styles.facts} title="pods que han acabado bien">
                {job.succeeded}/{job.completions}
              </span>
              <Why why={job.why} />
            </Box>
          </li>
        ))}
      </ul>
    </>
  )
}
