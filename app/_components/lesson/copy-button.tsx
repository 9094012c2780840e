'use client'
// Copies a text and says so.
import { useEffect, useState } from 'react'
import styles from './lesson.module.css'

const saidMs = 2000

export function CopyButton({ text, what = 'Copiar' }: { text: string; what?: string }) {
  const [said, setSaid] = useState<string>()
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(undefined), saidMs)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copiado')
    } catch {
      setSaid('No se puede: selecciónalo')
    }
  }
  return (
    <button type="button" className={`button ${styles.copy}`} onClick={() => void copy()}>
      <span aria-live="polite">{said ?? what}</span>
    </button>
  )
}
