import { expect, it } from 'vitest'
import { testContainer } from '../runtime/fixture.ts'

const run = (script: string) => testContainer().run(script)

it('packs and unpacks a tree: contents, modes, links, long names', async () => {
  const long = 'n'.repeat(130)
  const made =
    await run(`mkdir -p /src/deep; echo uno > /src/a; chmod 750 /src/a; echo largo > /src/deep/${long}; ln -s a /src/link
cd /; tar cf /tmp/x.tar src; mkdir /dst; tar -xf /tmp/x.tar -C /dst; cd /dst/src; cat a link deep/*; tar tf /tmp/x.tar; stat -c %a a; readlink link`)
  expect(made).toEqual({
    out: `uno\nuno\nlargo\nsrc/\nsrc/a\nsrc/deep/\nsrc/deep/${long}\nsrc/link\n750\na\n`,
    err: '',
    code: 0,
  })
})

it('passes an archive through pipes, as kubectl cp does', async () => {
  const script = 'mkdir -p /a /b; echo hola > /a/f; cd /; tar cf - /a/f | tar -xmf - -C /b; cat /b/a/f'
  expect(await run(script)).toEqual({ out: 'hola\n', err: "tar: removing leading '/' from member names\n", code: 0 })
})

it('says what is wrong', async () => {
  expect(await run('tar cf - nope > /dev/null')).toEqual({
    out: '',
    err: 'tar: nope: No such file or directory\ntar: error exit delayed from previous errors\n',
    code: 1,
  })
  expect((await run('echo this is no archive | tar xf -')).err).toBe('tar: short read\n')
  expect((await run('yes | head -c 2048 | tar xf -')).err).toBe('tar: invalid tar magic\n')
  expect((await run('tar cf -')).err).toBe('tar: empty archive\n')
  expect((await run('tar xf - -C /nope')).err).toBe(
    "tar: can't change directory to '/nope': No such file or directory\n",
  )
})
