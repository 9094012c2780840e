// The strip on top of every page: where you are, and the way home.
import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import styles from './site.module.css'
import { themeCookie, themeOf } from './theme.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { Wheel } from './wheel.tsx'

export function Header({ children }: { children?: ReactNode }) {
  return (
    <header className={styles.header}>
      <Brand />
      <div className={styles.where}>{children}</div>
      <Colours />
    </header>
  )
}

export function Brand() {
  return (
    <Link href="/" className={styles.home} aria-label="Timonel, portada">
      <Wheel size={30} />
      <span>Timonel</span>
    </Link>
  )
}

export async function Colours() {
  return <ThemeSwitch initial={themeOf((await cookies()).get(themeCookie)?.value)} />
}
