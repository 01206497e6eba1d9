'use strict'

exports.line = (text) => `${new Date().toISOString()} ${text}`
