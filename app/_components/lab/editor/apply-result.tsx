'use client'
// What happened to each document: Kubernetes' own words under the Spanish ones, and the place in the file.
import type { AppliedDocument, ApplyReport } from '../../../../course/session.ts'
import styles from '../lab.module.css'
import { outcomeWords } from '../words.ts'

export function ApplyResult({
  report,
  onGoTo,
}: {
  report: ApplyReport | undefined
  onGoTo: (file: string, line: number, column: number) => void
}) {
  const many = new Set(report?.documents.map(({ file }) => file)).size > 1
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls does so with the keyboard too
    <div className={styles.report} role="log" aria-label="Resultado de aplicar" aria-live="polite" tabIndex={0}>
      {!report && (
        <p className={styles.small}>
          Al aplicar, aquí se dice qué ha hecho el cluster con cada documento. En el editor, Esc y después Tab sale.
        </p>
      )}
      <ul>
        {report?.documents.map((document) => (
          <DocumentRow
            key={`${document.file} ${document.line} ${document.object ?? ''}`}
            document={document}
            many={many}
            onGoTo={onGoTo}
          />
        ))}
      </ul>
    </div>
  )
}

function DocumentRow({
  document: { file, line, object, outcome, message, server, at },
  many,
  onGoTo,
}: {
  document: AppliedDocument
  many: boolean
  onGoTo: (file: string, line: number, column: number) => void
}) {
  const { sign, word } = outcomeWords[outcome]
  const plain = outcome !== 'refused' && outcome !== 'skipped'
  return (
    <li className={styles.outcome} data-outcome={outcome}>
      <p>
        <span className={styles.sign} aria-hidden="true">
          {sign}
        </span>{' '}
        <b>{word}</b> <code>{object ?? file}</code>
        {many && object && <span className={styles.small}> {file}</span>}
      </p>
      {!(plain && !server) && (
        <div>
          {!plain && <p>{message}</p>}
          {server && (
            <p className={styles.server}>
              Kubernetes dice: <q lang="en">{server}</q>
            </p>
          )}
          {outcome === 'refused' && (
            <button
              type="button"
              className={styles.goTo}
              onClick={() => onGoTo(file, at?.line ?? line, at?.column ?? 1)}
            >
              {file}, línea {at?.line ?? line}
              {at && `, columna ${at.column}`}
              {at?.field && (
                <>
                  {' · '}
                  <code>{at.field}</code>
                </>
              )}
            </button>
          )}
        </div>
      )}
    </li>
  )
}
