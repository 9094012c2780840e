// How Next builds and serves the site.
import type { NextConfig } from 'next'

const policy = [
  "default-src 'self'",
  // Next puts its start-up scripts in the page; none of ours is there.
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  `connect-src 'self'${process.env.NODE_ENV === 'development' ? ' ws:' : ''}`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // `npm run types` checks them; a learner's machine need not.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@mdx-js/mdx', 'shiki', '@shikijs/rehype', 'remark-gfm'],
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'content-security-policy', value: policy },
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'referrer-policy', value: 'same-origin' },
      ],
    },
  ],
}

export default config
