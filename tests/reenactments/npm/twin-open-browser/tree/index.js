'use strict'

const { spawn } = require('child_process')

const COMMANDS = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''], linux: ['xdg-open'] }

/** Open an address in the user's browser. */
module.exports = function open (address) {
  const url = new URL(address)
  if (!['http:', 'https:'].includes(url.protocol)) throw new TypeError(`${url.protocol} is not opened`)
  const [name, ...args] = COMMANDS[process.platform] ?? COMMANDS.linux
  const child = spawn(name, [...args, url.href], { detached: true, stdio: 'ignore' })
  child.unref()
  return child
}
