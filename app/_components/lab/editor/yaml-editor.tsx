'use client'
// CodeMirror with YAML in it: marks from the syntax and from the server's answers.
import { indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, type Text } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { readManifests } from '../../../../course/apply/manifest.ts'
import styles from '../lab.module.css'
import { editorTheme } from './editor-theme.ts'
import { spanish } from './spanish.ts'

export interface Mark {
  /** 1-based. */
  line: number
  column: number
  message: string
}

export interface EditorHandle {
  goTo(line: number, column: number): void
}

const lintMs = 350

export function YamlEditor({
  name,
  text,
  marks,
  onWrite,
  onApply,
  onGrade,
  handle,
}: {
  name: string
  /** Taken when the editor is made; give another `key` to replace it. */
  text: string
  /** From the last answer of the server about this very text. */
  marks: Mark[]
  onWrite: (text: string) => void
  onApply: () => void
  onGrade: () => void
  handle: (editor: EditorHandle | undefined) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const act = useRef({ onWrite, onApply, onGrade })
  act.current = { onWrite, onApply, onGrade }
  const told = useRef(marks)
  told.current = marks

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const lint = (made: EditorView): void =>
      made.dispatch(setDiagnostics(made.state, diagnose(name, made.state.doc, told.current)))
    const made = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          keys(act),
          basicSetup,
          yaml(),
          lintGutter(),
          spanish,
          editorTheme,
          tabSize.of(EditorState.tabSize.of(2)),
          EditorView.contentAttributes.of({
            'aria-label': `Editor de ${name}. Escape y después Tab sale del editor.`,
            tabindex: '0',
            autocapitalize: 'off',
            autocorrect: 'off',
            spellcheck: 'false',
          }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return
            told.current = []
            act.current.onWrite(update.state.doc.toString())
            clearTimeout(timer)
            timer = setTimeout(() => lint(update.view), lintMs)
          }),
        ],
      }),
    })
    view.current = made
    lint(made)
    handle({
      goTo(line, column) {
        const { doc } = made.state
        const at = offsetOf(doc, line, column)
        made.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
        made.focus()
      },
    })
    return () => {
      clearTimeout(timer)
      handle(undefined)
      made.destroy()
    }
    // Made once for each file: what it holds is its own from then on.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name])

  useEffect(() => {
    const made = view.current
    if (made) made.dispatch(setDiagnostics(made.state, diagnose(name, made.state.doc, marks)))
  }, [name, marks])

  return <div ref={place} className={styles.codemirror} />
}

const tabSize = new Compartment()

/** Tab indents, by spaces; after Escape it is the browser's, as CodeMirror has it. */
function keys(act: { current: { onApply: () => void; onGrade: () => void } }): Extension {
  return keymap.of([
    indentWithTab,
    {
      key: 'Mod-Enter',
      shift: () => {
        act.current.onGrade()
        return true
      },
      run: () => {
        act.current.onApply()
        return true
      },
    },
  ])
}

function diagnose(name: string, doc: Text, marks: Mark[]): Diagnostic[] {
  const faults = manifestsIn(name, doc.toString()).flatMap((document) =>
    'message' in document ? [{ ...document.at, message: document.message }] : [],
  )
  const fromServer = marks.filter((mark) => !faults.some(({ line }) => line === mark.line))
  return [...faults, ...fromServer].map(({ line, column, message }) => {
    const from = offsetOf(doc, line, column)
    const end = doc.lineAt(from).to
    return { from, to: Math.max(from, end), severity: 'error', message }
  })
}

/** A chart's templates are no YAML until helm has filled them in. */
function manifestsIn(name: string, text: string): ReturnType<typeof readManifests>['documents'] {
  const template = name.includes('/templates/') || !/\.(?:ya?ml|json)$/i.test(name)
  return template ? [] : readManifests(name, text).documents
}

function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(found.from + Math.max(column - 1, 0), found.to)
}
