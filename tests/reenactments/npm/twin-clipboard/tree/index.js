'use strict'

const { execFileSync } = require('child_process')

const COPY = { darwin: ['pbcopy'], win32: ['clip'], linux: ['xclip', '-selection', 'clipboard'] }
const PASTE = { darwin: ['pbpaste'], win32: ['powershell', '-NoProfile', 'Get-Clipboard'], linux: ['xclip', '-selection', 'clipboard', '-o'] }

/** Put a text on the clipboard. */
exports.copy = (text) => { const [name, ...args] = COPY[process.platform]; execFileSync(name, args, { input: text }) }

/** Return what is on the clipboard. */
exports.paste = () => { const [name, ...args] = PASTE[process.platform]; return execFileSync(name, args, { encoding: 'utf8' }) }
