// A page that is not there.
import Link from 'next/link'
import { Header } from './_components/site/header.tsx'
import styles from './_components/site/site.module.css'

export default function NotFound() {
  return (
    <>
      <Header />
      <main id="contenido" className={styles.lost}>
        <h1>Aquí no hay nada</h1>
        <p>Puede que la lección o el laboratorio se llame de otra manera. En la portada están todos.</p>
        <Link className="button primary" href="/">
          Volver a la portada
        </Link>
      </main>
    </>
  )
}
