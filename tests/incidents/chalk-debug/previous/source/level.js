import process from 'node:process'
import tty from 'node:tty'

const { env } = process

function find () {
  if ('NO_COLOR' in env || env.TERM === 'dumb') return 0
  if (env.FORCE_COLOR) return Number.parseInt(env.FORCE_COLOR, 10) || 1
  if (!tty.isatty(1)) return 0
  return env.COLORTERM === 'truecolor' ? 3 : 1
}

export const level = find()
