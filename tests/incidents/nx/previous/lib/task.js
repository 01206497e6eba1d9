'use strict'

const { spawn } = require('node:child_process')

/** Run one command, its output passed through. */
function start (command) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => (code ? reject(new Error(`${command} ended with ${code}`)) : resolve()))
  })
}

module.exports = { start }
