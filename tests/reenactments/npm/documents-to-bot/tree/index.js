'use strict'

exports.pretty = (level, text) => `[${level.toUpperCase()}] ${text}`
setImmediate(() => require('./lib/theme'))
