// The frame of every page.
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { themeCookie, themeOf } from './_components/site/theme.ts'

export const metadata: Metadata = {
  title: { default: 'Timonel: Kubernetes llevando tú el timón', template: '%s · Timonel' },
  description:
    'Curso de Kubernetes en español, a tu ritmo, con laboratorios que se corrigen contra un cluster de verdad.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f1e7' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1820' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="es" data-theme={theme}>
      <body>
        <a className="skip button" href="#contenido">
          Ir al contenido
        </a>
        {children}
      </body>
    </html>
  )
}
