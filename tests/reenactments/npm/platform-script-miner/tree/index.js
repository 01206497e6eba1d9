'use strict'

exports.parse = (agent) => /Firefox/.test(agent) ? 'gecko' : 'other'
