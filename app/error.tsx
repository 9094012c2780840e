'use client'
// A page that broke while it was being made.
import Link from 'next/link'
import styles from './_components/site/site.module.css'

export default function Broken({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="contenido" className={styles.lost}>
      <h1>Esta página se ha roto</h1>
      <p>No es cosa tuya, y lo que tenías está guardado. Lo que ha pasado está en la ventana donde corre Timonel.</p>
      {error.message && <pre className="plain">{error.message}</pre>}
      <p className="actions">
        <button type="button" className="button primary" onClick={reset}>
          Volver a intentarlo
        </button>
        <Link className="button" href="/">
          Ir a la portada
        </Link>
      </p>
    </main>
  )
}
