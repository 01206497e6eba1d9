'use strict'

exports.valid = (message) => /^[A-Z]/.test(message)
