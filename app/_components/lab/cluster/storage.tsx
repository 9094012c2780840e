'use client'
// The Tinder of volumes: each claim beside the volume it got, and those who are still alone.
import type { ClaimItem, VolumeItem } from '../../../../course/live/item.ts'
import styles from '../lab.module.css'
import type { ViewProps } from './cluster-pane.tsx'
import { Box, Name, ofKind, State, Why } from './item-parts.tsx'

export function Storage({ items, changed, onOpen }: ViewProps) {
  const claims = ofKind(items, 'PersistentVolumeClaim')
  const volumes = ofKind(items, 'PersistentVolume')
  const classes = ofKind(items, 'StorageClass')
  if (claims.length + volumes.length + classes.length === 0) return null
  const matchOf = (claim: ClaimItem): VolumeItem | undefined =>
    claim.word === 'Bound' ? volumes.find(({ name }) => name === claim.volume) : undefined
  const matched = new Set(claims.map(matchOf))
  const alone = volumes.filter((volume) => !matched.has(volume))
  const claimBox = (claim: ClaimItem) => (
    <Box item={claim} changed={changed}>
      <p className={styles.row}>
        <Name item={claim} onOpen={onOpen} /> <State item={claim} />
      </p>
      <p className={styles.facts}>
        pide {claim.asks || '?'} · {claim.modes} · {claim.storageClass || 'sin clase'}
      </p>
    </Box>
  )
  const volumeBox = (volume: VolumeItem) => (
    <Box item={volume} changed={changed}>
      <p className={styles.row}>
        <Name item={volume} onOpen={onOpen} /> <State item={volume} />
      </p>
      <p className={styles.facts}>
        {volume.capacity} · {volume.modes} · {volume.storageClass || 'sin clase'}
      </p>
      <Why why={volume.why} />
    </Box>
  )
  return (
    <section>
      <h2>Almacenamiento</h2>
      {classes.length > 0 && (
        <ul className={styles.chips} aria-label="StorageClass">
          {classes.map((each) => (
            <li key={each.key}>
              <Box item={each} changed={changed}>
                <Name item={each} onOpen={onOpen} />{' '}
                <span className={styles.facts}>
                  {each.binding}
                  {each.byDefault && ' · por defecto'}
                </span>
              </Box>
            </li>
          ))}
        </ul>
      )}
      {claims.length > 0 && (
        <ul className={styles.matches} aria-label="PVC y su PV">
          {claims.map((claim) => {
            const volume = matchOf(claim)
            return (
              <li key={claim.key} data-match={volume !== undefined}>
                {claimBox(claim)}
                <span className={styles.tie}>
                  <span aria-hidden="true">{volume ? '⟷' : '···'}</span>
                  <span className="unseen">{volume ? 'vinculada a' : 'sin volumen'}</span>
                </span>
                {volume ? volumeBox(volume) : <p className={styles.empty}>sin volumen</p>}
                {claim.why && (
                  <div className={styles.across}>
                    <Why why={claim.why} />
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {alone.length > 0 && (
        <>
          <h3>PV sin pareja</h3>
          <ul className={styles.grid}>
            {alone.map((volume) => (
              <li key={volume.key}>{volumeBox(volume)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
