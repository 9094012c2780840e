// The strip on top of every page: where you are, and the way home.
import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import styles from './site.module.css'
import { themeCookie, themeOf } from './theme.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { Wheel } from './wheel.tsx'

export async function Header({ children }: { children?: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value)
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.home}>
        <Wheel size={30} />
        <span>Timonel</span>
      </Link>
      <div className={styles.where}>{children}</div>
      <ThemeSwitch initial={theme} />
    </header>
  )
}
