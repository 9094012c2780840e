// Progress in one SQLite file: survives restarts, and two processes may share it.
import { DatabaseSync } from 'node:sqlite'
import { verdictSchema } from '../../graders/verdict.ts'
import type { ProviderName } from '../../providers/provider.ts'
import type { KeptFile, LabProgress, ProgressStore } from './progress.ts'

/** Only text, integers and JSON in text, so that another SQL engine can take it as it is. */
const schema = `
  CREATE TABLE IF NOT EXISTS lab_progress (
    learner TEXT NOT NULL, lab TEXT NOT NULL,
    solution_seen INTEGER NOT NULL DEFAULT 0, engine TEXT,
    PRIMARY KEY (learner, lab)
  );
  CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY, learner TEXT NOT NULL, lab TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
    UNIQUE (learner, lab, name)
  );
  CREATE TABLE IF NOT EXISTS hint (
    learner TEXT NOT NULL, lab TEXT NOT NULL, task INTEGER NOT NULL, given INTEGER NOT NULL,
    PRIMARY KEY (learner, lab, task)
  );
  CREATE TABLE IF NOT EXISTS verdict (
    id INTEGER PRIMARY KEY, learner TEXT NOT NULL, lab TEXT NOT NULL,
    attempt INTEGER NOT NULL, status TEXT NOT NULL, verdict TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS verdict_of ON verdict (learner, lab, id);
`

/** @param file path of the database; made when missing, its folder must be there. Throws what SQLite says when it cannot be written. */
export function sqliteProgress(file: string): ProgressStore {
  const db = new DatabaseSync(file)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; ${schema}`)
  const files = db.prepare('SELECT name, content AS text FROM file WHERE learner = ? AND lab = ? ORDER BY id')
  const hints = db.prepare('SELECT task, given FROM hint WHERE learner = ? AND lab = ?')
  const lab = db.prepare('SELECT solution_seen, engine FROM lab_progress WHERE learner = ? AND lab = ?')
  const last = db.prepare('SELECT attempt, verdict FROM verdict WHERE learner = ? AND lab = ? ORDER BY id DESC LIMIT 1')
  const passed = db.prepare(`SELECT 1 AS yes FROM verdict WHERE learner = ? AND lab = ? AND status = 'pass' LIMIT 1`)
  const keepFile = db.prepare(
    `INSERT INTO file (learner, lab, name, content) VALUES (?, ?, ?, ?)
     ON CONFLICT (learner, lab, name) DO UPDATE SET content = excluded.content`,
  )
  const dropFile = db.prepare('DELETE FROM file WHERE learner = ? AND lab = ? AND name = ?')
  const countHint = db.prepare(
    `INSERT INTO hint (learner, lab, task, given) VALUES (?, ?, ?, 1)
     ON CONFLICT (learner, lab, task) DO UPDATE SET given = given + 1 RETURNING given`,
  )
  const markSeen = db.prepare(
    `INSERT INTO lab_progress (learner, lab, solution_seen) VALUES (?, ?, 1)
     ON CONFLICT (learner, lab) DO UPDATE SET solution_seen = 1`,
  )
  const moveTo = db.prepare(
    `INSERT INTO lab_progress (learner, lab, engine) VALUES (?, ?, ?)
     ON CONFLICT (learner, lab) DO UPDATE SET engine = excluded.engine`,
  )
  const keepVerdict = db.prepare('INSERT INTO verdict (learner, lab, attempt, status, verdict) VALUES (?, ?, ?, ?, ?)')
  return {
    read(learner, slug): LabProgress {
      const row = lab.get(learner, slug) as { solution_seen: number; engine: ProviderName | null } | undefined
      const final = last.get(learner, slug) as { attempt: number; verdict: string } | undefined
      const given = hints.all(learner, slug) as { task: number; given: number }[]
      // A verdict of an older shape is as good as none.
      const verdict = final && verdictSchema.safeParse(JSON.parse(final.verdict)).data
      return {
        files: (files.all(learner, slug) as unknown as KeptFile[]).map(({ name, text }) => ({ name, text })),
        hints: Object.fromEntries(given.map((hint) => [hint.task, hint.given])),
        solutionSeen: row?.solution_seen === 1,
        ...(row?.engine ? { engine: row.engine } : {}),
        attempts: final?.attempt ?? 0,
        ...(verdict ? { verdict } : {}),
        passed: passed.get(learner, slug) !== undefined,
      }
    },
    keepFile: (learner, slug, { name, text }) => void keepFile.run(learner, slug, name, text),
    dropFile: (learner, slug, name) => void dropFile.run(learner, slug, name),
    countHint: (learner, slug, task) => (countHint.get(learner, slug, task) as { given: number }).given,
    markSolutionSeen: (learner, slug) => void markSeen.run(learner, slug),
    moveTo: (learner, slug, engine) => void moveTo.run(learner, slug, engine),
    keepVerdict: (learner, slug, verdict) =>
      void keepVerdict.run(learner, slug, verdict.attempt, verdict.status, JSON.stringify(verdict)),
    close: () => db.close(),
  }
}
