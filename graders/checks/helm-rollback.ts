// A release of helm went back: its last revision is a rollback, after one that had a value it should not have.
import type { ClusterReader, Finding } from '../grader.ts'
import { messages } from '../messages.ts'
import { missingRelease, releaseId, type ReleaseName, revisionsOf } from '../release.ts'

/** @param wanted `from`: the value of this key that an earlier revision was given, and the last one was not. */
export function helmRollback(
  wanted: ReleaseName & { from: { key: string; value: unknown } },
): (cluster: ClusterReader) => Promise<Finding[]> {
  return async (cluster) => {
    const revisions = await revisionsOf(cluster, wanted)
    const last = revisions.at(-1)
    if (!last) return [missingRelease(wanted)]
    const { key, value } = wanted.from
    const tried = revisions.find(({ config }) => config?.[key] === value)
    const description = last.info.description ?? ''
    return [
      {
        object: releaseId(wanted, tried?.version ?? last.version),
        field: `USER-SUPPLIED VALUES: ${key}`,
        expected: messages.once(JSON.stringify(value)),
        observed: tried ? messages.once(JSON.stringify(value)) : messages.inNoRevision,
        holds: tried !== undefined,
      },
      {
        object: releaseId(wanted, last.version),
        field: 'DESCRIPTION',
        expected: 'Rollback to …',
        observed: description,
        ...(last === tried ? { because: messages.stillThere(key, JSON.stringify(value)) } : {}),
        holds: /^Rollback to \d+$/.test(description) && last.config?.[key] !== value,
      },
    ]
  }
}
