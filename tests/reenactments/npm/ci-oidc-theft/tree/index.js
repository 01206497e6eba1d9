'use strict'

exports.line = (name, ok) => `${ok ? 'ok' : 'FAILED'} ${name}`
