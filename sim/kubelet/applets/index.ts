// Every command of the busybox image by name.
import type { Program } from '../runtime/process.ts'
import { sh } from '../shell/sh.ts'
import { dd } from './dd.ts'
import { echo } from './echo.ts'
import { fileApplets } from './file-commands.ts'
import { grep } from './grep.ts'
import { httpd } from './httpd.ts'
import { kill } from './kill.ts'
import { nc } from './nc.ts'
import { networkApplets } from './network-commands.ts'
import { printf } from './printf.ts'
import { sed } from './sed.ts'
import { systemApplets } from './system.ts'
import { tarProgram } from './tar.ts'
import { testProgram } from './test.ts'
import { textApplets } from './text.ts'
import { wget } from './wget.ts'

export const applets: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...Object.entries(textApplets),
  ...Object.entries(fileApplets),
  ...Object.entries(systemApplets),
  ...Object.entries(networkApplets),
  ['sh', sh],
  ['ash', sh],
  ['dd', dd],
  ['echo', echo],
  ['printf', printf],
  ['grep', grep],
  ['egrep', grep],
  ['fgrep', grep],
  ['sed', sed],
  ['kill', kill],
  ['tar', tarProgram],
  ['test', testProgram],
  ['[', testProgram],
  ['wget', wget],
  ['nc', nc],
  ['httpd', httpd],
])
