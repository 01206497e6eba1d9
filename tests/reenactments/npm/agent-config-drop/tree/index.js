'use strict'

exports.snippets = { greet: 'echo ahoy' }
